"""What is said at once is one text where it can be, in short lines, cut between sentences where it cannot."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.channels.sms.rendering import LONGEST_TEXT, links_of, texts_of
from tests.unit.connectors.said import a_reply

STORE = "https://store.example"
CARD = {
    "title": "Order #W1",
    "subtitle": "On its way",
    "facts": [{"label": "Items", "value": "Lamp\nMug"}, {"label": "Total", "value": "$54.00"}],
    "link": {"title": "Track with UPS", "url": "https://ups.example/track?number=1Z999"},
}


def bodies(*replies: object, **short: str) -> list[str]:
    return [part["body"] for part in texts_of(replies, short)]


def test_one_answer_is_one_text() -> None:
    (part,) = texts_of([a_reply("It’s on its way."), a_reply("Anything else?", "Yes", "No")], {})
    assert part == {
        "body": "It's on its way.\nAnything else?\nReply with a number:\n1 Yes\n2 No",
        "encoding": "GSM-7",
        "segments": 1,
    }


def test_a_card_is_short_lines_without_what_the_text_says() -> None:
    (body,) = bodies(a_reply("Order #W1 holds Lamp and Mug.", cards=[CARD]))
    assert body.splitlines() == [
        "Order #W1 holds Lamp and Mug.",
        "Total: $54.00",
        "Track with UPS: https://ups.example/track?number=1Z999",
    ]
    (alone,) = bodies(a_reply(cards=[CARD]))
    assert alone.splitlines()[:2] == ["Order #W1: On its way", "Items: Lamp; Mug"]


def test_an_item_is_said_once_whichever_of_its_kind_it_is() -> None:
    card = {"title": "Order #W1", "facts": [{"label": "Items", "value": "Lamp (black)\nMug"}]}
    (body,) = bodies(a_reply("Order #W1 holds Lamp and Mug.", cards=[card]))
    assert body == "Order #W1 holds Lamp and Mug."
    (other,) = bodies(a_reply("Order #W1 holds a Mug.", cards=[card]))
    assert other.splitlines()[1:] == ["Items: Lamp (black); Mug"]


def test_a_parcel_that_the_text_has_a_number_and_a_link_for_is_not_said_again() -> None:
    url = CARD["link"]["url"]
    facts = [{"label": "Tracking", "value": "UPS 1Z999AA10123456784"}]
    card = CARD | {"facts": facts}
    said = f"Order #W1 goes by UPS, tracking number 1Z999AA10123456784 {url}"
    assert bodies(a_reply(said, cards=[card]), **{url: f"{STORE}/l/1"}) == [
        f"Order #W1 goes by UPS, tracking number 1Z999AA10123456784 {STORE}/l/1"
    ]
    (body,) = bodies(a_reply("Order #W1 goes by UPS.", cards=[card]))
    assert body.splitlines()[1:] == ["Tracking: UPS 1Z999AA10123456784", f"Track with UPS: {url}"]


def test_nothing_said_is_nothing_sent() -> None:
    assert texts_of([a_reply("")], {}) == []


def test_only_our_own_links_and_those_of_cards_are_shortened() -> None:
    reply = a_reply(f"See {STORE}/help/returns. Not https://evil.example/x.", cards=[CARD])
    assert links_of([reply], STORE) == [f"{STORE}/help/returns", CARD["link"]["url"]]
    assert links_of([a_reply("https://store.example.evil.example/x")], STORE) == []


def test_links_are_replaced_where_they_stand() -> None:
    reply = a_reply(f"Here: {STORE}/documents/abc.", cards=[CARD])
    short = {f"{STORE}/documents/abc": f"{STORE}/l/1", CARD["link"]["url"]: f"{STORE}/l/2"}
    (part,) = texts_of([reply], short)
    assert f"Here: {STORE}/l/1." in part["body"]
    assert part["body"].endswith(f"Track with UPS: {STORE}/l/2")


def test_a_long_text_is_cut_between_sentences_and_keeps_its_choices_together() -> None:
    sentence = "This sentence is here to fill the room. "
    first, second = bodies(a_reply(sentence * 60, "Yes", "No"))
    assert first.endswith("fill the room.")
    assert first.count("room.") + second.count("room.") == 60
    assert second.endswith("Reply with a number:\n1 Yes\n2 No")


@pytest.mark.parametrize("text", ["word " * 900, "x" * 4000, "😀" * 2000, "…" * 1500])
def test_what_has_no_sentences_is_cut_as_well(text: str) -> None:
    cut = bodies(a_reply(text))
    assert all(0 < len(body.encode("utf-16-le")) // 2 <= LONGEST_TEXT for body in cut)
    wanted = text.replace("…", "...").replace(" ", "")
    assert "".join(cut).replace(" ", "") == wanted


@given(st.text(alphabet="ab .!?\n…😀ж", max_size=2500), st.lists(st.text("xyz ", min_size=1), max_size=5))
@example(".…", [])
def test_every_text_fits_and_no_word_is_lost(text: str, titles: list[str]) -> None:
    cut = bodies(a_reply(text, *titles))
    assert all(len(body.encode("utf-16-le")) // 2 <= LONGEST_TEXT for body in cut)
    # The way back would be ambiguous: "...." may have been typed as ".…" or as "….".
    said, wanted = ("".join(each.split()).replace("…", "...") for each in ("".join(cut), text))
    assert said.startswith(wanted)
