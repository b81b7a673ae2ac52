from pathlib import Path

import numpy as np
import pytest

from bot.evaluation.labelled import Accepted, read_accepted
from bot.evaluation.pipeline import Answers
from bot.evaluation.refusals import BadFile
from bot.evaluation.strangers import StrangersScore, read_sets, together

MESSAGES = [
    Accepted("where is it", "check_order_status", frozenset({"check_order_status", "track_late_order"})),
    Accepted("lamp", "find_product", frozenset({"find_product"})),
    Accepted("dim the lights", "out_of_scope", frozenset({"out_of_scope"})),
    Accepted("my bank's app", "out_of_scope", frozenset({"out_of_scope"})),
]


def _answers(*given: tuple[str, float]) -> Answers:
    intents, confidences = zip(*given, strict=True)
    return Answers(np.array(intents, dtype=object), np.array(confidences), np.array(intents, dtype=object))


def test_what_serves_is_right_and_what_is_unsure_is_asked_again() -> None:
    answers = _answers(
        ("track_late_order", 0.9), ("out_of_scope", 0.8), ("find_product", 0.4), ("greet", 0.9)
    )
    score = StrangersScore.of(MESSAGES, answers, 0.5)
    assert score == StrangersScore(4, 0.25, 0.25, 0.5, 0.5, 0.5)
    assert score.line("all").split() == ["all", "4", "25.0%", "25.0%", "50.0%", "50.0%", "50.0%"]


def test_sets_are_counted_together() -> None:
    first, rest = _answers(("check_order_status", 0.9)), _answers(("find_product", 0.9), ("greet", 0.2))
    score = StrangersScore.of(MESSAGES[:3], together([first, rest]), 0.5)
    assert (score.messages, score.answered_right, score.caught) == (3, pytest.approx(2 / 3), 1.0)
    assert StrangersScore.of(MESSAGES[:1], first, 0.5).line("one").split()[-2:] == ["-", "0.0%"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("text,intent\nhi,greet\n", "line 1: no column 'accepted'"),
        ("text,intent,accepted\nhi,greet,thank|praise\n", "line 2: no text, or its intent"),
        ("text,intent,accepted\n", "no message"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "others.csv"
    file.write_text(content)
    with pytest.raises(BadFile, match=problem):
        read_accepted(file)


def test_every_csv_of_a_folder_is_a_set(tmp_path: Path) -> None:
    (tmp_path / "others.csv").write_text("text,intent,accepted\nhi,greet,greet | thank\n")
    assert read_sets(tmp_path) == {"others": [Accepted("hi", "greet", frozenset({"greet", "thank"}))]}
    with pytest.raises(BadFile, match=r"no \.csv"):
        read_sets(tmp_path / "none")
