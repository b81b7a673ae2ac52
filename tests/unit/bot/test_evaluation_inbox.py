"""The inbox as training data."""

import json

import numpy as np
import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from bot.evaluation.inbox import Heard, as_training_data, groups, read_inbox
from bot.evaluation.pipeline import Encoded
from bot.evaluation.refusals import BadFile


class Axes:
    """Encodes a text as the axis its first word names."""

    def encode(self, texts: list[str], cache: str) -> Encoded:
        return Encoded(texts, np.stack([np.eye(4)[int(text[0])] for text in texts]))


def heard(text: str, intent: str = "greet", badness: float = 1.0, **fields: object) -> Heard:
    return Heard(**({"text": text, "intent": intent, "badness": badness} | _REST | fields))


_REST = {"confidence": 0.41, "signs": ["fallback"], "times": 1}


def test_like_meanings_stand_together_the_worst_group_first() -> None:
    messages = [
        heard("0 a", badness=1),
        heard("1 b", badness=5),
        heard("0 c", badness=3),
        heard("2 d", badness=2),
    ]
    found = [[each.text for each in group] for group in groups(Axes(), messages)]
    assert found == [["1 b"], ["0 c", "0 a"], ["2 d"]]
    assert groups(Axes(), messages[:1]) == [messages[:1]]


def test_what_is_printed_is_training_data_that_rasa_reads() -> None:
    group = [
        heard("where is [it](product)\nplease", "check_order_status", signs=["fallback", "asked again next"]),
        heard("I am [person name], [e-mail] {x}", "identify", times=3),
        heard("# no comment", "check_order_status"),
    ]
    lines = list(as_training_data([group]))
    assert "#   0.41: fallback, asked again next" in lines
    assert "#   0.41: fallback, said 3 times" in lines
    examples = RasaYAMLReader().reads("\n".join(lines)).training_examples
    assert [(each.get("intent"), each.get("text")) for each in examples] == [
        ("check_order_status", "where is (it)(product) please"),
        ("check_order_status", "# no comment"),
        ("identify", "I am person name, email (x)"),
    ]


def test_what_is_no_inbox_is_refused() -> None:
    assert read_inbox(json.dumps([{"text": "a", "intent": "b", "badness": 1} | _REST])) == [
        heard("a", "b", 1)
    ]
    for given in ("", "[1]", '[{"text": "a"}]'):
        with pytest.raises(BadFile, match="not a JSON list of messages"):
            read_inbox(given)
