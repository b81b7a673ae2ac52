"""Texts for whoever runs the store on their own machine: printed; the page that plays a phone shows them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID


class ConsoleSender:
    """Prints texts; never used in production."""

    async def send(self, to: str, body: str, key: str) -> str:
        """Write the text to the terminal; what the page shows is the delivery."""
        print(f"--- text to {to}\n{body}\n---", flush=True)  # noqa: T201
        return f"SM{UUID(key).hex}"

    async def find(self, to: str, body: str, since: datetime) -> Sequence[str]:
        """Nothing: what is printed twice harms nobody."""
        del to, body, since
        return []
