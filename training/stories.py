"""A real conversation as a story that `rasa test core` plays."""

from collections.abc import Sequence
from uuid import UUID

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.support.models import Message, Understanding

FILE = "tests/stories/from_conversations.yml"
_FORM = "_form"
_FALLBACK = "nlu_fallback"
_HEAD = """version: "3.1"

# Real conversations that a trainer has kept: what was meant, and what was done about it.
stories:
"""
_LONGEST = 60  # turns


class NoStory(CommerceError):
    """Nothing in the conversation can be played: the bot answered none of it."""

    def __init__(self) -> None:
        super().__init__("the bot has answered nothing in this conversation")


async def turns_of(session: AsyncSession, conversation_id: UUID) -> list[Understanding]:
    """What was understood in the conversation, in its order."""
    found = await session.scalars(
        select(Understanding)
        .join(Message, Message.id == Understanding.message_id)
        .where(Understanding.conversation_id == conversation_id)
        .order_by(Message.position)
        .limit(_LONGEST)
    )
    return list(found.all())


def story_of(name: str, turns: Sequence[Understanding]) -> str:
    """The turns as one story of Rasa's YAML, without what was said. Raises NoStory."""
    steps: list[dict[str, str | None]] = []
    for number, turn in enumerate(turns):
        if not turn.actions:
            continue
        steps.append({"intent": _FALLBACK if turn.is_fallback else turn.intent})
        forms = [action for action in turn.actions if action.endswith(_FORM)]
        goes_on = number + 1 < len(turns) and turns[number + 1].asked is not None
        for action in turn.actions:
            steps.append({"action": action})
            if forms and action == forms[-1] and number + 1 < len(turns):
                steps.append({"active_loop": action if goes_on else None})
    if not steps:
        raise NoStory
    written = yaml.safe_dump([{"story": name, "steps": steps}], sort_keys=False, width=1_000)
    return "".join(f"  {line}\n" for line in written.splitlines())


def with_story(content: str, story: str) -> str:
    """A file of stories with another one behind the others."""
    before = content or _HEAD
    return f"{before.rstrip()}\n\n{story}" if content else before + story
