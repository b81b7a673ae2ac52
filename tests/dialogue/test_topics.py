"""Topics that no flow serves: answered by their help article, or by the offer of a person who can help."""

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.support.handoffs import list_open
from commerce.support.models import Escalation, Handoff
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders

pytestmark = pytest.mark.usefixtures("help_articles")


async def handoff_of(chat: Chat, sessions: Sessions) -> Handoff | None:
    async with sessions() as session:
        waiting = [each.handoff for each in await list_open(session, clock=SystemClock())]
    return next((each for each in waiting if each.conversation_id == chat.id), None)


async def test_yes_to_the_offer_hands_over_with_the_topic(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    assert "one of the two is only a reservation" in await chat.say("I was charged twice")
    assert "I've passed your chat on" in await chat.say("yes please")
    handoff = await handoff_of(chat, store_sessions)
    assert handoff is not None
    assert handoff.escalation is Escalation.NOT_SERVED
    assert "I was charged twice" in handoff.summary


async def test_a_topic_in_the_middle_of_a_flow_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug", status=OrderStatus.PENDING)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    answer = await chat.say("oh and I was charged twice")
    assert "one of the two is only a reservation" in answer
    assert "Shall I ask a person" not in answer
    assert "Shall I cancel it?" in answer
    assert f"#{order.number} is cancelled" in await chat.say("yes")
    assert await handoff_of(chat, store_sessions) is None
