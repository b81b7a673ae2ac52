"""What an evaluation found, as it is written to JSON and shown on the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.evaluation.explain import Group
from bot.evaluation.latency import Latency
from bot.evaluation.rasa_model import StoryScores
from bot.evaluation.scores import Confusion, EntityScore, Scores
from bot.evaluation.sureness import Bin, ScopeScores


@dataclass(frozen=True)
class Measured:
    """A set of messages and the answers to them: scores, calibration, scope, and what goes wrong."""

    messages: int
    scores: Scores
    calibration_error: float
    bins: list[Bin]
    scope: ScopeScores | None
    confusions: list[Confusion]
    styles: list[Group]


@dataclass(frozen=True)
class Threshold:
    """The fallback threshold in config.yml beside the cheapest; costs are of a message, in the mean."""

    configured: float
    cost: float
    cheapest: float
    lowest_cost: float
    in_words: str


@dataclass(frozen=True)
class Robustness:
    """Accuracy over altered messages beside that over the same ones untouched.

    `answered`: the share that is right and sure enough to be answered; `both`: of messages made of two
    requests, those in which both are heard, None without any.
    """

    messages: int
    untouched: float
    altered: dict[str, float]
    answered: dict[str, float] = field(default_factory=dict)
    both: float | None = None


@dataclass(frozen=True)
class Generalisation:
    """What is learned from fewer sentences, and of manners of writing that were left out of the learning.

    `curve`: accuracy on the test set by the share of the sentences; `unheard`: of each manner the number of
    sentences, their accuracy when it was left out, and when it was not.
    """

    curve: dict[float, float]
    unheard: dict[str, tuple[int, float, float]]


@dataclass(frozen=True)
class Entities:
    """Entities found in an annotated file."""

    file: str
    messages: int
    total: EntityScore
    by_kind: list[EntityScore]


@dataclass(frozen=True)
class InUse:
    """The model in use: what it makes of the test set, its time a message and its stories."""

    name: str
    trained_at: str
    tested: Measured | None
    latency: Latency
    stories: StoryScores | None
    comparison: list[str]


@dataclass(frozen=True)
class Evaluation:
    """Everything; a part that could not be measured is None and named in `left_out`."""

    made_at: str
    sentences: int
    held_out: Measured
    unheard_scope: ScopeScores | None
    threshold: Threshold
    robustness: Robustness
    latency: Latency
    entities: list[Entities]
    tested: Measured | None
    difference: list[str]
    in_use: InUse | None
    generalisation: Generalisation | None = None
    left_out: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
