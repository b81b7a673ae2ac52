"""The web desk as an implementation of the port: its pages read the case whenever they are told of news."""

from dataclasses import dataclass
from uuid import UUID

from commerce.database import Sessions
from commerce.support.news import QUEUE, announce


@dataclass(frozen=True, slots=True)
class WebDesk:
    """The desk at `/desk/`."""

    sessions: Sessions
    name: str = "web"

    async def follow(self, conversation_id: UUID) -> bool:
        """Tell the open pages to look again."""
        async with self.sessions.begin() as session:
            await announce(session, conversation_id)
            await announce(session, QUEUE)
        return True
