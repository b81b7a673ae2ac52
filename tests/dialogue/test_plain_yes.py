"""At a summary only a plain yes writes; all else changes nothing, and the yes is still waited for."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_cancel_order import stored

ON_BOTH = pytest.mark.parametrize("channel", ["web", "sms"])
NO_YES = [
    "sure about that?", "ok hold on", "yes to what?", "maybe", "yes/no", "ok, i'll ask my wife",
    "Yes please, and refund to my store credit", "yes??", "Y/N", "no yes",
    "agreed?", "I guess",
    "yup jk", "ok hmm", "ok boomer", "sure? you said it can't be undone", "ok give me a minute",
    "yep thats the order number A10",
]  # fmt: skip


@ON_BOTH
@pytest.mark.parametrize("text", NO_YES)
async def test_what_is_no_plain_yes_cancels_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    await chat.say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING
    assert f"#{order.number} is cancelled" in await chat.say("yes")


@pytest.mark.parametrize("channel", ["sms"])
async def test_a_phones_report_of_a_reaction_is_not_answered(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    with pytest.raises(AssertionError, match="no answer to"):
        await chat.say('Loved "Yes, cancel it"')
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING
    assert f"#{order.number} is cancelled" in await chat.say("yes")


@ON_BOTH
@pytest.mark.parametrize("text", ["cancel it", "go ahead and cancel", "no worries, proceed", "👍"])
async def test_the_flows_own_verb_agrees(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, text: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    assert f"#{order.number} is cancelled" in await chat.say(text)
    assert (await stored(store_sessions, order)).status is OrderStatus.CANCELLED
