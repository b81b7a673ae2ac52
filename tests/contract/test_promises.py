"""No promise without a door: what the bot says that people will do, they can do at the desk."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from commerce.desk.doors import Door
from connectors.staff.desk.deeds import DOORS

ROOT = Path(__file__).resolve().parents[2]
PROMISES: dict[str, list[str]] = yaml.safe_load((ROOT / "tests/contract/promises.yml").read_text())
RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]

_WHO = r"\b(?:persons?|people|(?:our|the) team|one of us|somebody|(?:a|our) colleagues?|they(?:'ll)?)\b"
_DOES = (
    r"\b(?:will|look(?:s|ing|ed)?|decides?|writes?|reviews?|repl(?:y|ies)|answers?|chases?|takes?|asks?|"
    r"gets? back|contacts?|can|has to|follows? up|helps?)\b"
)
_PEOPLE_ACT = re.compile(rf"{_WHO}[^.?!]{{0,60}}?{_DOES}|'ll see everything you write", re.IGNORECASE)
_PEOPLE_DID = re.compile(r"\b(?:by|with|before) (?:a person|one of us|our team|the team)\b", re.IGNORECASE)


def promises(texts: list[dict[str, Any]]) -> bool:
    """Whether one of a response's sentences says that the store's people do something."""
    sentences = [each for text in texts for each in re.split(r"(?<=[.?!;])\s+", text.get("text") or "")]
    return any(_PEOPLE_ACT.search(each) or _PEOPLE_DID.search(each) for each in sentences)


@pytest.mark.parametrize("response", [name for name, texts in RESPONSES.items() if promises(texts)])
def test_every_promise_names_its_doors(response: str) -> None:
    assert PROMISES.get(response), f"{response} promises something: name its doors in promises.yml"


@pytest.mark.parametrize("response", sorted(PROMISES))
def test_every_named_response_is_one_and_its_doors_open(response: str) -> None:
    assert response in RESPONSES
    doors = {Door(each) for each in PROMISES[response]}
    assert doors <= {*DOORS, Door.ANSWER}


def test_a_sentence_without_people_promises_nothing() -> None:
    assert not promises([{"text": "I'll cancel order {number}. You get {refunds}."}])
    assert promises([{"text": "Our team will look into it."}])
    assert promises([{"text": "Nothing is sent before a person has looked at it."}])


def test_every_door_opens() -> None:
    assert set(DOORS) | {Door.ANSWER} == set(Door)
