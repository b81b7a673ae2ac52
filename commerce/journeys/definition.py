"""A journey as it is written: what begins it, its steps, and what ends it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from commerce.consent.models import Topic
from commerce.durations import Duration
from commerce.journeys.conditions import CONDITIONS
from commerce.journeys.triggers import TRIGGERS
from commerce.notifications.catalogue import catalogue

_NAME = re.compile(r"[a-z][a-z0-9_]*")
Name = Annotated[str, Field(pattern=_NAME.pattern)]
ChannelName = Literal["sms", "web", "slack", "email"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Condition(_Strict):
    """One thing that must hold: the name of a condition, with its values where it has any."""

    name: str
    negated: bool = False
    values: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, written: Any) -> Any:
        if isinstance(written, str):
            name = written.removeprefix("not ")
            return {"name": name.strip(), "negated": name != written}
        if isinstance(written, dict) and len(written) == 1 and "name" not in written:
            [(name, values)] = written.items()
            return {"name": name, "values": values}
        return written

    @model_validator(mode="after")
    def _exists(self) -> Self:
        CONDITIONS.get(self.name)(**self.values)
        return self


class Trigger(_Strict):
    """What begins the journey, with its values."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str

    @model_validator(mode="after")
    def _exists(self) -> Self:
        TRIGGERS.get(self.kind)(**self.values)
        return self

    @property
    def values(self) -> dict[str, Any]:
        """What is written beside the kind."""
        return dict(self.model_extra or {})


class Variant(_Strict):
    """One of several notifications that are compared."""

    send: str
    share: int = Field(1, ge=1)


class Send(_Strict):
    """A step that tells something."""

    id: Name
    after: Duration
    send: str = ""
    variants: dict[Name, Variant] = Field(default_factory=dict)
    by: tuple[ChannelName, ...] = Field(min_length=1)  # the first that is possible
    only_if: tuple[Condition, ...] = ()
    code: bool = False  # whether a single-use code comes with it

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if bool(self.send) == bool(self.variants):
            raise ValueError("a step sends one notification or one of its variants")
        for name in self.notifications():
            if name not in catalogue():
                raise ValueError(f"messages.yml has no notification {name!r}")
        return self

    def notifications(self) -> list[str]:
        """Everything it may send."""
        return [self.send] if self.send else [each.send for each in self.variants.values()]


class Branch(_Strict):
    """A fork: the steps of one side are taken, then the journey goes on."""

    id: Name
    after: Duration = timedelta(0)
    condition: tuple[Condition, ...] = Field(alias="if", min_length=1)
    then: tuple["Step", ...] = ()
    otherwise: tuple["Step", ...] = Field((), alias="else")


class End(_Strict):
    """The end of the journey."""

    id: Name
    end: str


def _kind(written: Any) -> str:
    """Which sort of step is written; the names are no keys of a file, so that errors find their line."""
    if isinstance(written, dict):
        return "<end>" if "end" in written else "<branch>" if "if" in written else "<send>"
    return f"<{type(written).__name__.lower()}>"


Step = Annotated[
    Annotated[Send, Tag("<send>")] | Annotated[Branch, Tag("<branch>")] | Annotated[End, Tag("<end>")],
    Discriminator(_kind),
]
Branch.model_rebuild()


class Journey(_Strict):
    """A whole journey."""

    name: Name
    title: str
    version: int = Field(ge=1)
    topic: Topic
    trigger: Trigger
    only_if: tuple[Condition, ...] = ()
    stop_if: tuple[Condition, ...] = ()
    holdout_percent: int = Field(0, ge=0, le=50)
    # A step that is later than this, since the store was down or the journey paused, is not taken any more.
    late_at_most: Duration = timedelta(hours=24)
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        ids = [step.id for step in self.every_step()]
        if len(set(ids)) < len(ids):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            raise ValueError(f"steps share an id: {', '.join(twice)}")
        if self.topic is Topic.SERVICE and self.holdout_percent:
            raise ValueError("what is told about their own orders is kept from nobody: no holdout")
        for step in self.every_step():
            if isinstance(step, Send):
                self._require_topic(step)
        return self

    def _require_topic(self, step: Send) -> None:
        for name in step.notifications():
            if catalogue()[name].topic is not self.topic:
                raise ValueError(f"{name!r} is not of the topic {self.topic.value}, as the journey is")

    def every_step(self) -> Iterator[Step]:
        """All steps, those of branches too, as they are written."""
        yield from _flat(self.steps)

    def first(self) -> Step:
        """The first step."""
        return self.steps[0]

    def find(self, step_id: str) -> Step | None:
        """The step of that id."""
        return next((step for step in self.every_step() if step.id == step_id), None)

    def after(self, step_id: str) -> Step | None:
        """The step that follows, out of a branch into what comes after it; None at the end."""
        return _following(self.steps, step_id, None)

    def side(self, branch: Branch, *, holds: bool) -> Step | None:
        """The first step of one side of a branch, or what follows where that side is empty."""
        steps = branch.then if holds else branch.otherwise
        return steps[0] if steps else self.after(branch.id)


def _flat(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, Branch):
            yield from _flat(step.then)
            yield from _flat(step.otherwise)


def _following(steps: tuple[Step, ...], step_id: str, outer: Step | None) -> Step | None:
    for place, step in enumerate(steps):
        follows = steps[place + 1] if place + 1 < len(steps) else outer
        if step.id == step_id:
            return follows
        if isinstance(step, Branch):
            for side in (step.then, step.otherwise):
                if any(each.id == step_id for each in _flat(side)):
                    return _following(side, step_id, follows)
    return None
