"""What an agent's message in a thread means, and for whom it is."""

import pytest

from connectors.staff.desk.slack.words import (
    ForShopper,
    ForTeam,
    UnknownWord,
    Word,
    as_typed,
    duration_of,
    is_note_prefix,
    meaning_of,
    mentioned,
)

BOT = "U0BOT"


@pytest.mark.parametrize(
    "word",
    [
        "!note",
        "note:",
        "!NOTE",
        "Note:",
        "!ntoe",
        "!nte",
        "!notee",
        "1note",
        "note",
        "noet:",
        "!not",
        "notr:",
    ],
)
def test_one_slip_of_the_finger_is_forgiven(word: str) -> None:
    assert is_note_prefix(word)


@pytest.mark.parametrize(
    "word", ["", "hi", "no,", "yes", "!no", "!reply", "notary", "nothing", "another", "not", "!resolve"]
)
def test_other_words_are_no_prefix(word: str) -> None:
    assert not is_note_prefix(word)


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("Hello", ForShopper("Hello")),
        ("a &amp; b &lt;c&gt;", ForShopper("a & b <c>")),
        ("<https://a.example|a.example>", ForShopper("https://a.example")),
        ("<mailto:a@b.example|a@b.example>", ForShopper("a@b.example")),
        ("hi <@U0BOT>", ForShopper("hi")),
        ("two\nlines", ForShopper("two\nlines")),
        ("it's !important", ForShopper("it's !important")),
        ("!note he lies", ForTeam("he lies")),
        ("note:\nhe lies", ForTeam("he lies")),
        ("!ntoe he lies", ForTeam("!ntoe he lies")),
        ("<@U1> look", ForTeam("@U1 look")),
        ("look, <!here>", ForTeam("look, @here")),
        ("<!subteam^S1|@leads> look", ForTeam("@@leads look")),
        ("!resolve spam bye", Word("resolve", "spam bye")),
        ("!Priority: high", Word("priority", "high")),
        ("! claim", Word("claim", "")),
        ("!transfer <@U1>", Word("transfer", "<@U1>")),
        ("!snoze 2h", UnknownWord("snoze", "!snoze 2h")),
        ("!!!", UnknownWord("", "!!!")),
    ],
)
def test_a_message_means(raw: str, meaning: object) -> None:
    assert meaning_of(raw, BOT) == meaning


def test_white_space_stays_as_it_was_typed() -> None:
    assert as_typed("a   b\n\n    code") == "a   b\n\n    code"


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("30m", 30), ("2h", 120), ("3 d", 4320), ("45 minutes", 45), ("2 hours", 120), ("1day", 1440)],
)
def test_a_time_is_read(written: str, minutes: int) -> None:
    duration = duration_of(written)
    assert duration is not None
    assert duration.total_seconds() == minutes * 60


@pytest.mark.parametrize("written", ["", "soon", "h", "2", "2w", "-1h", "99999h"])
def test_what_is_no_time(written: str) -> None:
    assert duration_of(written) is None


def test_a_member_is_found_in_a_mention() -> None:
    assert mentioned("to <@U12AB|kim> please") == "U12AB"
    assert mentioned("to kim") is None
