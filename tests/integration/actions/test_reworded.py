"""However a store words what the bot says, texts are numbered, chosen from and opted out of as before."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from commerce.identity import IdentityLevel
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.orders.models import OrderStatus
from commerce.support.asking import Asks
from commerce.support.messages import LoggedMessage
from connectors.channels.phone.open_question import has_just_asked_about_order
from connectors.channels.phone.opt_out_words import wish_of
from connectors.conversation.offers import Offer
from tests.factories import a_line
from tests.integration.actions.conftest import DOMAIN, Enter
from tests.unit.connectors.said import a_reply
from tests.world import World

Step = tuple[str, str]  # what is said, and what it is taken for

TALKS: dict[str, tuple[str, Sequence[Step]]] = {
    "which order": ("cancel_order", [("cancel my order", "cancel_order")]),
    "a reason": ("cancel_order", [("cancel {pending}", "cancel_order")]),
    "a summary": ("cancel_order", [("cancel {pending}, ordered by mistake", "cancel_order")]),
    "a new address": ("change_order_address", [("change the address of {pending}", "change_order_address")]),
    "how many": ("return_items", [("return something from {delivered}", "return_items")]),
    "points": ("redeem_points", [("use my points", "redeem_points")]),
    "points agreed to": ("redeem_points", [("redeem 300 points", "redeem_points")]),
    "where it is": ("check_order_status", [("where is {pending}", "check_order_status")]),
}


def reworded() -> dict[str, Any]:
    """The domain with nonsense for every text; what stands in braces stays."""
    domain = deepcopy(DOMAIN)
    for variants in domain["responses"].values():
        for each in variants:
            if "text" in each:
                each["text"] = " ".join(["blorp", *re.findall(r"\{\w+\}", each["text"]), "wuggle."])
    return domain


def as_said(domain: Mapping[str, Any], responses: Sequence[dict[str, Any]]) -> list[LoggedMessage]:
    """The replies as the message log has them."""
    said = []
    for response in responses:
        (words, *_) = domain["responses"][response["response"]]
        titles = [*words.get("buttons", []), *response["buttons"]]
        asks = (response["custom"] or {}).get("asks")
        said.append(
            a_reply(
                words.get("text", ""),
                *(each["title"] for each in titles),
                payloads=[each["payload"] for each in titles],
                asks=Asks.stored(asks),
            )
        )
    return said


def understood_by_phones(said: Sequence[LoggedMessage]) -> tuple[Any, ...]:
    offer = Offer.of(said)
    about_order = has_just_asked_about_order(said, said[-1].created_at + timedelta(minutes=1))
    return (
        offer.is_numbered,
        [each["payload"] for each in offer.choices],
        [offer.chosen(text, by_number=True) for text in ("1", "2", "the second", "123456")],
        about_order,
        wish_of("CANCEL", is_about_order=about_order),
    )


@pytest.mark.parametrize("talk", TALKS)
async def test_nonsense_in_place_of_the_words_changes_nothing(world: World, enter: Enter, talk: str) -> None:
    pending, other = await world.order(), await world.order()
    delivered = await world.delivered(a_line(world.black, quantity=3))
    await world.order(status=OrderStatus.SHIPPED)
    points = PointsEntry(customer_id=world.customer.id, points=730, reason=PointsReason.GRANTED)
    await world.add(points)
    numbers = {"pending": pending.number, "delivered": delivered.number, "other": other.number}
    flow, steps = TALKS[talk]
    heard = []
    for domain in (DOMAIN, reworded()):
        stage = await enter(IdentityLevel.VERIFIED)
        stage.domain = domain
        for text, intent in steps:
            said = text.format(**numbers)
            named = [number for number in numbers.values() if number in said]
            entities = {"order_number": named[0]} if named else {}
            played = await stage.play(f"validate_{flow}_form", said, intent, **entities)
        heard.append(understood_by_phones(as_said(domain, played.responses)))
    assert heard[0] == heard[1]


async def test_what_phones_are_told_of_questions(world: World, enter: Enter) -> None:
    delivered = await world.delivered(a_line(world.black, quantity=3))
    stage = await enter()
    asked = await stage.play(
        "validate_return_items_form", "return it", "return_items", order_number=delivered.number
    )
    assert asked.said == ["utter_request_how_many"]
    assert asked.responses[-1]["custom"]["asks"] == {"expects": "number", "subject": "order"}
