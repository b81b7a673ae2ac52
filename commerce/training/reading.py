"""What the trainers' pages show of their own records."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.training.models import ChangeKind, GateCase, ModelPromotion, TrainedModel, TrainingChange

_LISTED = 50


async def list_models(session: AsyncSession) -> Sequence[TrainedModel]:
    """The latest models and what became of them, the newest first."""
    found = await session.scalars(
        select(TrainedModel)
        .options(joinedload(TrainedModel.trainer))
        .order_by(TrainedModel.created_at.desc())
        .limit(_LISTED)
    )
    return found.all()


async def list_promotions(session: AsyncSession) -> Sequence[ModelPromotion]:
    """Which models came into use, the latest first."""
    found = await session.scalars(
        select(ModelPromotion)
        .options(joinedload(ModelPromotion.trainer))
        .order_by(ModelPromotion.created_at.desc())
        .limit(_LISTED)
    )
    return found.all()


async def list_changes(session: AsyncSession, batch: UUID | None = None) -> Sequence[TrainingChange]:
    """What trainers decided last, the latest first; or what was decided together."""
    query = select(TrainingChange).options(joinedload(TrainingChange.trainer))
    if batch is not None:
        query = query.where(TrainingChange.batch == batch)
    found = await session.scalars(query.order_by(TrainingChange.created_at.desc()).limit(_LISTED))
    return found.all()


async def taught_since_last_model(session: AsyncSession) -> int:
    """How many sentences were changed since a model was asked for last."""
    last = select(func.max(TrainedModel.created_at)).scalar_subquery()
    changed = TrainingChange.kind.not_in([ChangeKind.REJECTED, ChangeKind.CONFIRMED, ChangeKind.ARTICLE])
    since = func.coalesce(last, TrainingChange.created_at)
    count = await session.scalar(
        select(func.count()).where(
            changed, TrainingChange.undone_at.is_(None), TrainingChange.created_at >= since
        )
    )
    return count or 0


async def list_cases(session: AsyncSession) -> Sequence[GateCase]:
    """The regression cases, the newest first."""
    found = await session.scalars(
        select(GateCase).options(joinedload(GateCase.trainer)).order_by(GateCase.created_at.desc())
    )
    return found.all()


async def keep_case(session: AsyncSession, case: GateCase) -> None:
    """Keep a regression case; the same text again replaces what was wanted of it."""
    values = {"text": case.text, "intent": case.intent, "entities": case.entities, "made_by": case.made_by}
    statement = insert(GateCase).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["text"], set_={"intent": case.intent, "entities": case.entities}
        )
    )


async def drop_case(session: AsyncSession, case_id: UUID) -> None:
    """Drop a regression case."""
    await session.execute(delete(GateCase).where(GateCase.id == case_id))
