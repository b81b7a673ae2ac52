"""Slack's notation, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.slack.text import chunks, clipped, mrkdwn, mrkdwn_within, plain_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> where is my order?", "where is my order?"),
        ("ask <@U2|ada> or <@U3>", "ask @ada or @U3"),
        ("it's <mailto:ada@example.com|ada@example.com>", "it's ada@example.com"),
        ("call <tel:+14155550100|+1 415 555 0100>", "call +1 415 555 0100"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<https://a.example|this page>", "this page https://a.example"),
        ("<#C1|general> <!here> <!subteam^S1|@team>", "#general @here @@team"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("*bold* and  two   spaces\nnext", "*bold* and two spaces\nnext"),
        ("nul\x00l", "null"),
        ("   ", ""),
        (":+1:", "👍"),
        ("ok :thumbsup::skin-tone-3: :x:", "ok 👍 ❌"),
        (":man-shrugging: :flag-gb: :simple_smile:", "🤷‍♂️ 🇬🇧 🙂"),
        (":our-own-logo: at 12:30:45, 1:100:2", ":our-own-logo: at 12:30:45, 1:100:2"),
    ],
)
def test_what_members_write_becomes_plain_text(written: str, read: str) -> None:
    assert plain_text(written, "UBOT") == read


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("see https://a.example/b?c=1&d=2, please", "see <https://a.example/b?c=1&amp;d=2>, please"),
        ("(https://a.example/x)", "(<https://a.example/x>)"),
        ("<https://a.example|click>", "&lt;<https://a.example>|click&gt;"),
        ("@here #general", "@here #general"),
    ],
)
def test_what_we_say_is_escaped_and_web_addresses_are_links(said: str, shown: str) -> None:
    assert mrkdwn(said) == shown


@given(st.text(max_size=2000) | st.text("ab&<> :/htps.", max_size=2000), st.integers(60, 400))
def test_pieces_are_within_the_limit_and_keep_every_character(text: str, longest: int) -> None:
    pieces = list(chunks(text, longest))
    assert all(0 < len(mrkdwn(piece)) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_cut_is_shown() -> None:
    assert mrkdwn_within("word " * 100, 50).endswith("…")
    assert mrkdwn_within("short", 50) == "short"
    assert clipped("a  b\nc", 10) == "a b c"
    assert clipped("x" * 20, 10) == "x" * 9 + "…"
