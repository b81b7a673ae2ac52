"""Answers in Block Kit: within Slack's limits whatever is said, with words for where blocks are not shown."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.support.messages import LoggedMessage
from commerce.support.models import MessageAuthor, MessageStatus
from connectors.channels.slack.blocks import without_buttons
from connectors.channels.slack.render import referred, rendered
from tests.fakes.slack_block_kit import complaints_about

SHOP = "https://shop.example"
ID = UUID(int=7)


def a_reply(text: str = "", **overrides: Any) -> LoggedMessage:
    fields = {
        "id": ID, "position": 1, "conversation_id": UUID(int=1), "author": MessageAuthor.BOT,
        "channel": "slack", "external_id": None, "text": text, "payload": None, "quick_replies": [],
        "cards": [], "asks": None, "status": MessageStatus.PENDING,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return LoggedMessage(**(fields | overrides))


def blocks_of(*replies: LoggedMessage) -> list[dict[str, Any]]:
    [part] = rendered(replies, SHOP)
    return part["blocks"]


def offers(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": f"/pick{number}"} for number, title in enumerate(titles)]


def test_a_text_is_a_section_of_escaped_words() -> None:
    [block] = blocks_of(a_reply("Is <@U1> & <!channel> 3 > 2? See https://shop.example/a?b=1&c=2."))
    assert block == {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "Is &lt;@U1&gt; &amp; &lt;!channel&gt; 3 &gt; 2? "
            "See <https://shop.example/a?b=1&amp;c=2>.",
            "verbatim": True,
        },
    }


def test_quick_replies_are_buttons_below_their_question() -> None:
    question, actions = blocks_of(a_reply("Shall I?", quick_replies=offers("Yes, please", "No")))
    assert question["text"]["text"] == "Shall I?"
    assert [(each["text"]["text"], each["value"]) for each in actions["elements"]] == [
        ("Yes, please", "/pick0"),
        ("No", "/pick1"),
    ]


def test_a_long_title_is_cut_and_a_long_payload_referred_to() -> None:
    quick_replies = [{"title": "t" * 200, "payload": "/" + "p" * 2500}, {"title": "No", "payload": "/deny"}]
    _, actions = blocks_of(a_reply("Well?", quick_replies=quick_replies))
    first, second = actions["elements"]
    assert first["text"]["text"] == "t" * 74 + "…"
    assert referred(first["value"]) == (ID, 0)
    assert referred(second["value"]) is None


def test_a_payload_that_looks_like_a_reference_is_none() -> None:
    for value in ("/affirm", "offer:", "offer:x/1", f"offer:{ID}", f"offer:{ID}/x", f"offer:{ID}/-1"):
        assert referred(value) is None


def test_a_card_is_a_section_with_fields_a_picture_and_a_link() -> None:
    card = {
        "title": "Order #W1",
        "subtitle": "shipped",
        "image": "https://cdn.example/lamp.png",
        "facts": [{"label": "Status", "value": "shipped"}, {"label": "Total", "value": "$40.00"}],
        "link": {"title": "Track it", "url": "https://carrier.example/1"},
    }
    head, fields, link = blocks_of(a_reply(cards=[card]))
    assert head["text"]["text"] == "*Order #W1*\nshipped"
    assert head["accessory"] == {
        "type": "image",
        "image_url": "https://cdn.example/lamp.png",
        "alt_text": "Order #W1",
    }
    assert [field["text"] for field in fields["fields"]] == ["*Status*\nshipped", "*Total*\n$40.00"]
    assert [(each["text"]["text"], each["url"]) for each in link["elements"]] == [
        ("Track it", "https://carrier.example/1")
    ]


def test_a_card_without_a_public_picture_has_its_link_beside_it() -> None:
    for image in (None, "http://cdn.example/a.png", "/a.svg", "https://localhost/a.png", "data:image/png,x"):
        card = {"title": "Returns", "image": image, "link": {"title": "Read", "url": "/help/returns#how"}}
        [part] = rendered([a_reply(cards=[card])], "http://127.0.0.1:8080")
        [block] = part["blocks"]
        assert block["accessory"]["url"] == "http://127.0.0.1:8080/help/returns#how"


def test_a_link_that_slack_would_refuse_is_left_out() -> None:
    for url in ("javascript:alert(1)", "mailto:a@b.example", "https://a.example/" + "x" * 3000):
        [block] = blocks_of(a_reply(cards=[{"title": "T", "link": {"title": "L", "url": url}}]))
        assert "accessory" not in block


def test_what_is_said_at_once_is_one_message() -> None:
    parts = rendered([a_reply("One."), a_reply("Two?", quick_replies=offers("Yes"))], SHOP)
    assert [part["text"] for part in parts] == ["One. · Two?"]
    assert [block["type"] for block in parts[0]["blocks"]] == ["section", "section", "actions"]


def test_a_long_answer_is_split_and_loses_nothing() -> None:
    words = " ".join(f"word{number}" for number in range(8_000))
    parts = rendered([a_reply(words, quick_replies=offers("Yes"))], SHOP)
    assert len(parts) > 1
    said = " ".join(block["text"]["text"] for part in parts for block in part["blocks"] if "text" in block)
    assert said == words
    assert [block["type"] for block in parts[-1]["blocks"]][-2:] == ["section", "actions"]


def test_many_cards_are_split_between_cards() -> None:
    cards = [{"title": f"Order {number}", "facts": [{"label": "a", "value": "b"}]} for number in range(60)]
    parts = rendered([a_reply("Your orders:", cards=cards)], SHOP)
    assert [complaints_about(part["blocks"]) for part in parts] == [[]] * len(parts)
    assert all(part["blocks"][-1].keys() >= {"fields"} for part in parts)


def test_nothing_said_is_no_message() -> None:
    assert rendered([], SHOP) == []
    assert rendered([a_reply("  \n")], SHOP) == []


def test_a_chosen_reply_takes_the_place_of_the_buttons() -> None:
    card = {
        "title": "T",
        "image": "https://a.example/b.png",
        "link": {"title": "L", "url": "https://a.example"},
    }
    shown = blocks_of(a_reply("Shall I?", cards=[card], quick_replies=offers("Yes")))
    shown[1]["accessory"]["image_bytes"] = 12  # as Slack tells it
    kept = without_buttons(shown, "✓ Yes")
    assert [block["type"] for block in kept] == ["section", "section", "actions", "context"]
    assert kept[1]["accessory"].keys() == {"type", "image_url", "alt_text"}
    assert complaints_about(kept) == []


_unit = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["&", "<>", "word ", "*", "https://a.example/?b=1&c "]
)
_long = st.builds(lambda unit, times: unit * times, _unit, st.sampled_from([0, 1, 400]))
_text = _unit | _long
_short = _unit | st.sampled_from(["x" * 300, "&" * 300])
_url = st.sampled_from(
    ["https://a.example/x", "/help/a#b", "http://x", "nonsense", "https://a.example/" + "y" * 4000]
)
_card = st.fixed_dictionaries(
    {
        "title": _short,
        "facts": st.lists(st.fixed_dictionaries({"label": _short, "value": _short}), max_size=12),
    },
    optional={
        "subtitle": _text,
        "image": _url,
        "link": st.fixed_dictionaries({"title": _short, "url": _url}),
    },
)
_quick_reply = st.fixed_dictionaries(
    {"title": _short, "payload": st.sampled_from(["/affirm", "/" + "p" * 1999, "/" + "p" * 2000])}
)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.builds(
            a_reply,
            text=_text,
            cards=st.lists(_card, max_size=2),
            quick_replies=st.lists(_quick_reply, max_size=4),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_whatever_is_said_is_within_the_limits(replies: list[LoggedMessage]) -> None:
    for part in rendered(replies, SHOP):
        assert complaints_about(part["blocks"], most=49) == []
        assert part["text"].strip()


def test_a_very_full_answer_is_within_the_limits() -> None:
    facts = [{"label": "l" * 5000, "value": "&" * 5000}] * 25
    card = {"title": "<" * 5000, "subtitle": ">" * 5000, "facts": facts}
    quick_replies = [{"title": "&" * 300, "payload": "/" + "p" * 3000}] * 60
    parts = rendered([a_reply("& " * 9000, cards=[card] * 4, quick_replies=quick_replies)] * 3, SHOP)
    assert [complaints_about(part["blocks"], most=49) for part in parts] == [[]] * len(parts)
