"""How well messages are understood that somebody else wrote, for somebody else's assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.classifier.model import OUT_OF_SCOPE
from bot.evaluation.labelled import Accepted, read_accepted
from bot.evaluation.pipeline import Answers
from bot.evaluation.refusals import BadFile


@dataclass(frozen=True)
class StrangersScore:
    """Shares (0..1) of the messages; the last two are None without messages of their kind.

    `right`: the first intent serves, however sure; `answered_right` and `answered_wrong`: what becomes of
    them at the fallback's threshold, the rest is asked again. `caught`: of those out of scope, what is not
    taken for a request; `false_alarms`: of the others, what is refused.
    """

    messages: int
    right: float
    answered_right: float
    answered_wrong: float
    caught: float | None
    false_alarms: float | None

    @classmethod
    def of(cls, messages: Sequence[Accepted], answers: Answers, threshold: float) -> StrangersScore:
        """Compares answers with what is accepted."""
        right = np.array(
            [intent in each.accepted for each, intent in zip(messages, answers.intents, strict=True)]
        )
        sure = answers.confidences >= threshold
        beyond = np.array([each.intent == OUT_OF_SCOPE for each in messages])
        refused = answers.intents == OUT_OF_SCOPE
        return cls(
            messages=len(messages),
            right=float(right.mean()),
            answered_right=float((right & sure).mean()),
            answered_wrong=float((~right & sure).mean()),
            caught=float((refused | ~sure)[beyond].mean()) if beyond.any() else None,
            false_alarms=float((refused & sure & ~right)[~beyond].mean()) if (~beyond).any() else None,
        )

    def line(self, name: str) -> str:
        """One line of the table."""
        shares = (
            self.right,
            self.answered_right,
            self.answered_wrong,
            self.caught,
            self.false_alarms,
        )
        return f"{name:24}{self.messages:>9}" + "".join(
            f"{'-' if share is None else f'{share:.1%}':>10}" for share in shares
        )


HEAD = (
    f"{'':24}{'messages':>9}"
    + "".join(f"{title:>10}" for title in ("right", "answered", "wrong", "caught", "refused"))
    + "\n(answered: right and sure; wrong: sure, not right; caught: out of scope, unserved; refused: not so)"
)


def read_sets(folder: Path) -> dict[str, list[Accepted]]:
    """The messages of every `.csv` in `folder` by its name; raises BadFile."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise BadFile(f"{folder}: there is no .csv in it")
    return {file.stem: read_accepted(file) for file in files}


def together(sets: Sequence[Answers]) -> Answers:
    """Several sets' answers as one."""
    return Answers(
        np.concatenate([each.intents for each in sets]),
        np.concatenate([each.confidences for each in sets]),
        np.concatenate([each.seconds for each in sets]),
    )
