"""The desk's part in a gateway with Slack: what members do there is read, and done."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack.members import Members
from connectors.staff.desk.parts import DeskParts
from connectors.staff.desk.slack.commands import Commands
from connectors.staff.desk.slack.events import (
    Commanded,
    Deleted,
    DeskHappening,
    DeskPress,
    Edited,
    Reacted,
    Shortcut,
    Submitted,
    Written,
    is_desk_mention,
    read_command,
    read_desk_event,
    read_desk_interaction,
)
from connectors.staff.desk.slack.presses import Presses
from connectors.staff.desk.slack.room import Room
from connectors.staff.desk.slack.routing import Routing
from connectors.staff.desk.slack.word_deeds import WordDeeds
from connectors.staff.desk.slack.written import ThreadWriting


class SlackDeskGateway:
    """Takes in what members do at the desk. What must not be lost is stored when a call returns."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        parts: DeskParts,
        members: Members,
        routing: Routing,
        undo: timedelta,
        notes_only: bool,
        store_name: str,
        public_url: str,
        team: str,
    ) -> None:
        self._channels = routing.channels
        self._team = team
        room = Room(client, parts, members, self._channels, undo, notes_only, store_name)
        self._room = room
        self._writing = ThreadWriting(room, WordDeeds(room))
        self._presses = Presses(room)
        self._commands = Commands(room, f"{public_url.rstrip('/')}/desk")

    def event(self, envelope: dict[str, Any]) -> DeskHappening | None:
        """What an event tells of the desk; None where it is none of its matters. Raises MalformedEvent."""
        return read_desk_event(envelope, self._channels)

    def overhears(self, envelope: dict[str, Any]) -> bool:
        """Whether an event is a mention in a channel of the desk's, which is no shopper's."""
        return is_desk_mention(envelope, self._channels)

    def interaction(self, payload: dict[str, Any]) -> DeskHappening | None:
        """What an interaction does at the desk; None for a shopper's. Raises MalformedEvent."""
        return read_desk_interaction(payload)

    def command(self, form: Mapping[str, str]) -> Commanded:
        """What a slash command says. Raises MalformedEvent."""
        return read_command(form)

    async def take(self, happening: DeskHappening) -> dict[str, Any] | None:
        """Do what happened; what Slack is to be answered, if anything.

        Raises SendLater, SendRefused, MalformedEvent and what the database raises: Slack may tell it again.
        """
        if happening.place.team != self._team:
            return None
        match happening:
            case Written():
                await self._writing.write(happening)
            case Edited():
                await self._writing.edit(happening)
            case Deleted():
                await self._writing.delete(happening)
            case Reacted():
                await self._presses.sign(happening)
            case DeskPress():
                await self._presses.press(happening)
            case Shortcut():
                await self._presses.shortcut(happening)
            case Submitted():
                return await self._presses.submit(happening)
            case Commanded():
                return await self._commands.answer(happening)
        return None

    async def close(self) -> None:
        """Stop what is still done in the background."""
        await self._room.close()
