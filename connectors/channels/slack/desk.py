"""What the store's people do in Slack, as the intake hands it on; `connectors.staff.desk.slack` does it."""

from collections.abc import Mapping
from typing import Any, Protocol


class AgentsDesk(Protocol):
    """The desk in the same workspace, whose channels are no shopper's."""

    def event(self, envelope: dict[str, Any]) -> Any | None:
        """What an event tells of the desk; None where it is none of its matters. Raises MalformedEvent."""
        ...

    def overhears(self, envelope: dict[str, Any]) -> bool:
        """Whether an event is of the desk's channels although there is nothing to do about it."""
        ...

    def interaction(self, payload: dict[str, Any]) -> Any | None:
        """What an interaction does at the desk; None for a shopper's. Raises MalformedEvent."""
        ...

    def command(self, form: Mapping[str, str]) -> Any:
        """What a slash command says. Raises MalformedEvent."""
        ...

    async def take(self, happening: Any) -> dict[str, Any] | None:
        """Do what happened; what Slack is to be answered, if anything.

        Raises SendLater, SendRefused, MalformedEvent and what the database raises.
        """
        ...

    async def close(self) -> None:
        """Stop what is still done in the background."""
        ...
