"""A person takes a conversation over and gives it back: the bot knows, and does nothing on a yes to them."""

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.agent import Agent
from commerce.desk.cases import claim, hand_back
from commerce.desk.replying import reply
from commerce.desk.working import Desk
from commerce.links.documents import DocumentLinks
from commerce.orders.models import Order, OrderStatus
from commerce.staff.models import Role, StaffMember
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import SECRET, RecordedMail, a_notifier


async def taken_over(sessions: Sessions, chat: Chat, says: str) -> None:
    """Somebody claims the conversation, says something and hands it back."""
    clock = SystemClock()
    notifier = a_notifier(RecordedMail(), clock)
    links = DocumentLinks("https://store.example", SECRET)
    async with sessions.begin() as session:
        member = StaffMember(email=f"{chat.id}@store.example", name="Robin", role=Role.AGENT)
        session.add(member)
        await session.flush()
        agent = Agent(member.id, member.name, member.role)
        desk = Desk(session, agent, notifier.deliveries, notifier, links, clock)
        await claim(desk, chat.id)
        await reply(desk, chat.id, says)
        await hand_back(desk, chat.id, "They were asked whether we may call.")


@pytest.mark.parametrize("answer", ["yes", "yes please do", "go ahead"])
async def test_a_yes_to_a_person_cancels_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, answer: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Shall I cancel it?" in await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    await taken_over(store_sessions, chat, "May we call you tomorrow?")
    await chat.say(answer)
    async with store_sessions() as session:
        assert (await session.get_one(Order, order.id)).status is OrderStatus.PENDING
    assert "Shall I cancel it?" in await chat.say(f"cancel order {order.number}, I ordered it by mistake")
    await chat.say("yes")
    async with store_sessions() as session:
        assert (await session.get_one(Order, order.id)).status is OrderStatus.CANCELLED
