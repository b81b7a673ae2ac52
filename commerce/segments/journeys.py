"""What journeys may begin with and ask of segments and scores; registered as a package of anybody's is."""

from typing import Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import ColumnElement, or_, select

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
    once: bool = False  # whoever leaves it and comes back is not told again

    @model_validator(mode="after")
    def _exists(self) -> Self:
        _require(self.segment)
        return self

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by when they entered."""
        entered_at = CustomerSegment.entered_at
        occasion = CustomerSegment.segment if self.once else as_moment(entered_at)
        return (
            select(CustomerSegment.customer_id, CustomerSegment.customer_id, occasion, entered_at)
            .where(_is_one_of(self.segment), entered_at > window.since, entered_at <= window.until)
            .distinct()
        )


@CONDITIONS.register("in_segment")
class InSegment(Condition):
    """They belong to one of these segments; `since_begun`: that which the journey began with."""

    any_of: tuple[str, ...] = Field(min_length=1)
    since_begun: bool = False

    @model_validator(mode="after")
    def _exist(self) -> Self:
        for each in self.any_of:
            _require(each)
        return self

    async def holds(self, world: World) -> bool:
        """Whether they do, as of the last round."""
        theirs = select(CustomerSegment.segment).where(
            CustomerSegment.customer_id == world.run.customer_id, or_(*map(_is_one_of, self.any_of))
        )
        if self.since_begun:
            theirs = theirs.where(CustomerSegment.entered_at == world.run.started_at)
        return await world.session.scalar(theirs.limit(1)) is not None


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
    """The highest tier that they have reached with what the journey began with."""
    theirs = await world.session.scalars(
        select(CustomerSegment.segment).where(
            CustomerSegment.customer_id == world.run.customer_id,
            CustomerSegment.entered_at == world.run.started_at,
            _is_one_of("tier/*"),
        )
    )
    points = {each.name: each.from_points for each in (await tier_policy(world.session)).tiers}
    reached = [each.removeprefix("tier/") for each in theirs]
    return max(reached, key=lambda each: points.get(each, 0), default="")


def _is_one_of(segment: str) -> ColumnElement[bool]:
    kind = segment.removesuffix("*")
    if kind.endswith("/"):
        return CustomerSegment.segment.startswith(kind, autoescape=True)
    return CustomerSegment.segment == segment


def _require(name: str) -> None:
    if not is_segment(name):
        raise ValueError(f"data/segments.yml has no segment {name!r}")
