"""What journeys may begin with and ask of segments and scores; registered as a package of anybody's is."""

from typing import Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import select

from commerce.journeys.conditions import CONDITIONS, Condition
from commerce.journeys.contents import PLACES
from commerce.journeys.models import SubjectKind
from commerce.journeys.triggers import TRIGGERS, Beginnings, Trigger, Window, as_moment
from commerce.journeys.world import World
from commerce.links.documents import DocumentLinks
from commerce.loyalty.policy import tier_policy
from commerce.segments.definitions import Range, is_segment
from commerce.segments.models import CustomerScores, CustomerSegment


@TRIGGERS.register("segment_entered")
class SegmentEntered(Trigger):
    """A customer belongs to `segment` who did not before; `tier/*` is any of those that there is for each."""

    subject_kind = SubjectKind.CUSTOMER
    segment: str

    @model_validator(mode="after")
    def _exists(self) -> Self:
        _require(self.segment)
        return self

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by when they entered."""
        entered_at, kind = CustomerSegment.entered_at, self.segment.removesuffix("*")
        is_it = CustomerSegment.segment.startswith(kind, autoescape=True)
        return (
            select(
                CustomerSegment.customer_id, CustomerSegment.customer_id, as_moment(entered_at), entered_at
            )
            .where(
                is_it if kind.endswith("/") else CustomerSegment.segment == self.segment,
                entered_at > window.since,
                entered_at <= window.until,
            )
            .distinct()
        )


@CONDITIONS.register("in_segment")
class InSegment(Condition):
    """They belong to one of these segments."""

    any_of: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _exist(self) -> Self:
        for each in self.any_of:
            _require(each)
        return self

    async def holds(self, world: World) -> bool:
        """Whether they do, as of the last round."""
        found = await world.session.scalar(
            select(CustomerSegment.segment)
            .where(
                CustomerSegment.customer_id == world.run.customer_id, CustomerSegment.segment.in_(self.any_of)
            )
            .limit(1)
        )
        return found is not None


@CONDITIONS.register("scored")
class Scored(Condition):
    """A score of theirs is in this range; who has none is in no range."""

    score: Literal["chance", "expected_orders", "value_minor", "intent", "fatigue"]
    range: Range

    async def holds(self, world: World) -> bool:
        """Whether it is, as of the last round."""
        column = getattr(CustomerScores, self.score)
        figure = await world.session.scalar(
            select(column).where(CustomerScores.customer_id == world.run.customer_id)
        )
        return figure is not None and self.range.holds(figure)


@PLACES.register("tier_name")
async def _tier_name(world: World, _: DocumentLinks) -> str:
    """The highest tier that they have reached, as of the last round."""
    theirs = await world.session.scalars(
        select(CustomerSegment.segment).where(
            CustomerSegment.customer_id == world.run.customer_id,
            CustomerSegment.segment.startswith("tier/"),
        )
    )
    reached = {each.removeprefix("tier/") for each in theirs}
    tiers = [each for each in (await tier_policy(world.session)).tiers if each.name in reached]
    return max(tiers, key=lambda each: each.from_points).name if tiers else ""


def _require(name: str) -> None:
    if not is_segment(name):
        raise ValueError(f"data/segments.yml has no segment {name!r}")
