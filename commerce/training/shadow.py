"""Shadow mode: for an hour a candidate reads what shoppers write, unseen, and its differences are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.support.models import Understanding
from commerce.training.models import ModelState, ShadowAnswer, TrainedModel

LASTS = timedelta(hours=1)
_AT_ONCE = 500
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """A message that the candidate takes otherwise."""

    text: str
    conversation_id: UUID
    before: str
    before_confidence: float
    before_is_fallback: bool
    after: str
    after_confidence: float
    after_is_fallback: bool


@dataclass(frozen=True, slots=True)
class Shadowed:
    """What a candidate has read, and what it takes otherwise."""

    read: int
    differ: int
    listed: Sequence[Difference]


async def begin_shadow(session: AsyncSession, name: str, clock: Clock) -> bool:
    """Have a measured candidate read along from now on; whether there is one of that name."""
    model = await session.get(TrainedModel, name, with_for_update=True)
    if model is None or model.state not in (ModelState.READY, ModelState.REFUSED):
        return False
    await session.execute(delete(ShadowAnswer).where(ShadowAnswer.model == name))
    model.shadow_since, model.shadow_until = clock.now(), clock.now() + LASTS
    return True


async def shadows(session: AsyncSession, clock: Clock) -> Sequence[TrainedModel]:
    """The candidates that read along, or have done until a moment ago."""
    ended = clock.now() - timedelta(minutes=5)
    found = await session.scalars(select(TrainedModel).where(TrainedModel.shadow_until > ended))
    return found.all()


async def unread(session: AsyncSession, model: TrainedModel) -> list[tuple[UUID, str]]:
    """Messages of its hour that the candidate has not read, and their texts, masked."""
    was_read = select(ShadowAnswer.message_id).where(ShadowAnswer.model == model.name)
    rows = await session.execute(
        select(Understanding.message_id, Understanding.text)
        .where(
            Understanding.created_at >= model.shadow_since,
            Understanding.created_at < model.shadow_until,
            Understanding.text != "",
            Understanding.message_id.not_in(was_read),
        )
        .order_by(Understanding.created_at)
        .limit(_AT_ONCE)
    )
    return [(message_id, text) for message_id, text in rows]


async def keep_answers(session: AsyncSession, model: str, answers: Sequence[dict[str, Any]]) -> None:
    """Keep what the candidate made of messages: message_id, intent, confidence, is_fallback."""
    if answers:
        rows = [{"model": model, **answer} for answer in answers]
        await session.execute(insert(ShadowAnswer).values(rows).on_conflict_do_nothing())


async def differences(session: AsyncSession, model: TrainedModel) -> Shadowed:
    """What the candidate has read in its hour, and what it takes otherwise than the model in use did."""
    differs = or_(
        ShadowAnswer.intent != Understanding.intent, ShadowAnswer.is_fallback != Understanding.is_fallback
    )
    joined = (
        select(func.count(), func.count().filter(differs))
        .select_from(ShadowAnswer)
        .join(Understanding, Understanding.message_id == ShadowAnswer.message_id)
    )
    read, differ = (await session.execute(joined.where(ShadowAnswer.model == model.name))).one()
    rows = await session.execute(
        select(
            Understanding.text,
            Understanding.conversation_id,
            Understanding.intent,
            Understanding.confidence,
            Understanding.is_fallback,
            ShadowAnswer.intent,
            ShadowAnswer.confidence,
            ShadowAnswer.is_fallback,
        )
        .join(ShadowAnswer, ShadowAnswer.message_id == Understanding.message_id)
        .where(ShadowAnswer.model == model.name, differs)
        .order_by(Understanding.created_at.desc())
        .limit(_LISTED)
    )
    return Shadowed(read, differ, [Difference(*row) for row in rows])
