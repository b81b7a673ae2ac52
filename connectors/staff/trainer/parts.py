"""What the trainers' pages are made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate import App
from sanic import Request
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.errors import CommerceError
from commerce.jobs import connection_of
from commerce.spelling import Spelling
from connectors.conversation.hub import Hub
from connectors.edge.errors import ApiError
from connectors.staff.area import staff_of
from training.marking import Mark, unmarked
from training.place import Place
from training.promotion import Promotions
from training.shelf import Shelf
from training.teaching import Lesson, Teaching, Trainer

LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class TrainerParts:
    """What the trainers' routes are given; messages of the last `keep` are in the inbox."""

    sessions: Sessions
    hub: Hub
    jobs: App
    clock: Clock
    place: Place
    teaching: Teaching
    promotions: Promotions
    keep: timedelta
    spelling: Spelling

    @property
    def shelf(self) -> Shelf:
        """The models on disk."""
        return Shelf(self.place)

    async def defer(self, session: AsyncSession, job: str, **arguments: Any) -> None:
        """Leave a job to the worker in the session's transaction."""
        await self.jobs.configure_task(job, connection=await connection_of(session)).defer_async(**arguments)


def trainer_of(request: Request) -> Trainer:
    """Who decides, on a route of the trainers' place."""
    staff = staff_of(request)
    return Trainer(staff.member_id, staff.name, staff.email)


def chosen(request: Request, name: str, most: int = 200) -> list[str]:
    """The values of a field that may be sent several times. Raises ApiError (422) for more than `most`."""
    values = [str(each).strip() for each in (request.form.getlist(name) or [])] if request.form else []
    if len(values) > most:
        raise ApiError(422, "field_invalid", f"at most {most} at once")
    return values


def lesson_of(key: str, line: str, entities: set[str]) -> Lesson:
    """A message as a trainer has written it, marks and all. Raises ApiError (422) for an unknown entity."""
    text, marks = unmarked(line)
    return Lesson(key, text, require_known(marks, entities))


def require_known(marks: list[Mark], entities: set[str]) -> list[Mark]:
    """The marks, if the domain has their entities. Raises ApiError (422)."""
    unknown = [mark.entity for mark in marks if mark.entity not in entities]
    if unknown:
        raise ApiError(422, "field_invalid", f"there is no entity {unknown[0]}")
    return marks


async def or_refusal(deed: Callable[[], Awaitable[UUID]]) -> tuple[UUID | None, str]:
    """The batch of what was done, or why it was refused, as a sentence."""
    try:
        return await deed(), ""
    except CommerceError as refusal:
        return None, worded(refusal)


def worded(refusal: CommerceError) -> str:
    """A refusal as a sentence."""
    text = str(refusal)
    return f"{text[:1].upper()}{text[1:]}."
