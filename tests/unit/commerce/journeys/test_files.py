"""Journeys as files: what they may say, and how a mistake is told."""

from pathlib import Path

import pytest

from commerce.journeys.files import FOLDER, MalformedJourney, journeys, read_journey

SOUND = """\
title: A try
version: 1
topic: marketing
trigger: {kind: cart_left}
steps:
  - id: first
    after: 1h
    send: cart_left
    by: [email]
  - id: fork
    after: 2h
    if: [bought]
    then:
      - id: inner
        after: 2h
        send: cart_left
        by: [sms]
    else:
      - {id: stop, end: nothing more}
  - id: last
    after: 3h
    send: cart_left
    by: [web]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "try.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_every_shipped_journey_is_sound(path: Path) -> None:
    assert read_journey(path).name == path.stem


def test_steps_follow_one_another_out_of_a_branch(tmp_path: Path) -> None:
    journey = read_journey(written(tmp_path, SOUND))
    assert [step.id for step in journey.every_step()] == ["first", "fork", "inner", "stop", "last"]
    following = {step.id: journey.after(step.id) for step in journey.every_step()}
    assert {name: step.id if step else None for name, step in following.items()} == {
        "first": "fork", "fork": "last", "inner": "last", "stop": "last", "last": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("kind: cart_left", "kind: cart_lost", 4, "there is no trigger 'cart_lost'; there are"),
        ("{kind: cart_left}", "{kind: cart_left, idle: soon}", 4, "30m, 24h or 3d"),
        ("after: 1h", "after: 1 fortnight", 7, "must be written as 30m, 24h or 3d"),
        ("if: [bought]", "if: [bough]", 12, "there is no condition 'bough'"),
        ("by: [sms]", "by: [fax]", 17, "by"),
        ("id: inner", "id: first", 1, "steps share an id: first"),
        ("version: 1", "version: none", 2, "version"),
        ("send: cart_left", "send: cart_lift", 6, "no notification 'cart_lift'"),
        ("send: cart_left", "send: return_received", 1, "not of the topic marketing"),
        ("topic: marketing", "topic: gossip", 3, "topic"),
        ("title: A try", "titel: A try", 1, "titel"),
        ("steps:", "steps: [", 6, ""),
        ("    after: 2h\n    if", "    if", 0, ""),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, said: str
) -> None:
    path = written(tmp_path, SOUND.replace(right, wrong, 1))
    if not line:  # a branch needs no time of its own
        read_journey(path)
        return
    with pytest.raises(MalformedJourney) as told:
        read_journey(path)
    lines = str(told.value).splitlines()
    assert any(each.startswith(f"try.yml:{line}: ") and said in each for each in lines), lines


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, SOUND.replace("1h", "never").replace("[bought]", "[gone]"))
    (tmp_path / "other.yml").write_text("just words", encoding="utf-8")
    with pytest.raises(MalformedJourney) as told:
        journeys(tmp_path)
    assert len(str(told.value).splitlines()) == 3
