"""Questions of policy: answered in the store's own words, or not at all."""

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.support.handoffs import list_open
from commerce.support.models import Escalation
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders


async def test_a_question_is_answered_from_the_help_articles_with_a_link(begin: Begin, help_articles: None):
    answer = await (await begin()).say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days in the United States" in answer
    assert answer.cards[0]["link"]["url"].endswith("/help/delivery-times#how-fast-is-express-delivery")


async def test_what_no_article_answers_is_offered_to_a_person(
    begin: Begin, help_articles: None, store_sessions: Sessions
):
    chat = await begin()
    assert "I won't guess" in await chat.say("what is your carbon footprint policy?")
    assert "I've passed your chat on" in await chat.say("yes please")
    async with store_sessions() as session:
        waiting = await list_open(session, clock=SystemClock())
    (handoff,) = [each.handoff for each in waiting if each.handoff.conversation_id == chat.id]
    assert handoff.escalation is Escalation.NO_ANSWER


async def test_a_question_in_the_middle_of_a_flow_and_back(
    begin: Begin, jane: ShopperWithOrders, help_articles: None
):
    order = await jane.orders("Mug", status=OrderStatus.PENDING)
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    answer = await chat.say("wait, what's your return policy?")
    assert "return" in answer
    assert "Shall I cancel it?" in answer
    assert f"#{order.number} is cancelled" in await chat.say("yes")
