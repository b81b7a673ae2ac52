"""What is stored of a turn in which a one-time code was typed."""

from __future__ import annotations

from bot.codes import without_codes


def a_turn(text: str, shown: str | None) -> list[dict]:
    metadata = {"message_id": "m1"} if shown is None else {"message_id": "m1", "shown": shown}
    return [
        {"event": "user", "text": text, "parse_data": {"text": text}, "metadata": metadata, "timestamp": 1.5},
        {"event": "slot", "name": "order_number", "value": "483920", "timestamp": 1483920.25},
        {"event": "bot", "text": "That is right."},
    ]


def test_a_code_is_nowhere_in_the_events():
    kept = without_codes(a_turn("it's 483 920, order 77", "it's ••••••, order 77"))
    assert "483920" not in str(kept[:1] + kept[2:])
    assert "483 920" not in str(kept)
    assert kept[0]["text"] == "it's ••••••, order 77"
    assert kept[0]["parse_data"]["text"] == "it's ••••••, order 77"
    assert kept[1]["value"] == "••••••"
    assert kept[1]["timestamp"] == 1483920.25


def test_events_of_other_turns_are_as_they_were():
    turn = a_turn("order 483920", None)
    assert without_codes(turn) is turn
