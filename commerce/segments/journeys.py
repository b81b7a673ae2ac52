"""What journeys may begin with and ask of segments and scores; registered as a package of anybody's is."""

from typing import Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import select

from commerce.journeys.conditions import CONDITIONS, Condition
from commerce.journeys.models import SubjectKind
from commerce.journeys.triggers import TRIGGERS, Beginnings, Trigger, Window, as_moment
from commerce.journeys.world import World
from commerce.segments.definitions import Range, is_segment
from commerce.segments.models import CustomerScores, CustomerSegment


@TRIGGERS.register("segment_entered")
class SegmentEntered(Trigger):
    """A customer belongs to `segment` who did not before."""

    subject_kind = SubjectKind.CUSTOMER
    segment: str

    @model_validator(mode="after")
    def _exists(self) -> Self:
        _require(self.segment)
        return self

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by when they entered."""
        entered_at = CustomerSegment.entered_at
        return select(
            CustomerSegment.customer_id, CustomerSegment.customer_id, as_moment(entered_at), entered_at
        ).where(
            CustomerSegment.segment == self.segment, entered_at > window.since, entered_at <= window.until
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


def _require(name: str) -> None:
    if not is_segment(name):
        raise ValueError(f"data/segments.yml has no segment {name!r}")
