"""Keeps each journey as it was written when people went on it."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.journeys.definition import Journey
from commerce.journeys.models import JourneyVersion


class VersionChanged(Exception):
    """A journey's file says something else than when its version was first used."""

    def __init__(self, journey: str, version: int) -> None:
        super().__init__(
            f"{journey} was changed: give it a version above {version}, since people are on that one"
        )
        self.journey = journey


async def keep_version(session: AsyncSession, journey: Journey) -> None:
    """Keep the journey as it is written under its version. Raises VersionChanged."""
    written = journey.model_dump(mode="json", by_alias=True)
    await session.execute(
        insert(JourneyVersion)
        .values(journey=journey.name, version=journey.version, definition=written)
        .on_conflict_do_nothing()
    )
    kept = await session.get_one(JourneyVersion, (journey.name, journey.version))
    if kept.definition != written:
        raise VersionChanged(journey.name, journey.version)
