"""Withdrawing a return: which one, what happens to the money, after a yes; and keeping the goods."""

from commerce.database import Sessions
from commerce.orders.models import Order, RefundStatus
from commerce.returns.models import ReturnRequest, ReturnStatus
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import LAMP, MUG, SHOES, received, returns_of, rows_of


async def returned(chat: Chat, sessions: Sessions, order: Order, item: str) -> ReturnRequest:
    """A return of `item`, opened in conversation."""
    await chat.say(
        f"return the {item} of order {order.number}, I changed my mind, unopened, refund to my visa"
    )
    await chat.say("yes")
    return (await returns_of(sessions, order))[-1][0]


async def status_of(sessions: Sessions, request: ReturnRequest) -> ReturnStatus:
    async with sessions() as session:
        return (await session.get_one(ReturnRequest, request.id)).status


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    request = await returned(chat, store_sessions, order, "lamp")
    summary = await chat.say("please cancel my return")
    assert f"cancel the return {request.rma_number} of order #{order.number}: you keep Desk Lamp" in summary
    assert "The refund of $40.00 is not sent then." in summary
    assert await status_of(store_sessions, request) is ReturnStatus.APPROVED
    done = await chat.press("Yes, cancel it")
    assert f"The return {request.rma_number} is cancelled" in done
    assert await status_of(store_sessions, request) is ReturnStatus.CANCELLED
    after = await rows_of(store_sessions, order)
    assert after.lines == before.lines
    assert [status for _, _, status in after.refunds] == [RefundStatus.REVERSED]


async def test_which_of_several_is_asked(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    first, second = await received(jane, LAMP), await received(jane, SHOES, days=8)
    chat = await begin(jane.id)
    lamp = await returned(chat, store_sessions, first, "lamp")
    shoes = await returned(chat, store_sessions, second, "shoes")
    asked = await chat.say("I want to cancel a return")
    assert "Which return" in asked
    assert list(asked.buttons) == [f"Running Shoes ({shoes.rma_number})", f"Desk Lamp ({lamp.rma_number})"]
    assert lamp.rma_number in await chat.say("the one with the lamp")
    await chat.say("yes")
    assert await status_of(store_sessions, lamp) is ReturnStatus.CANCELLED
    assert await status_of(store_sessions, shoes) is ReturnStatus.APPROVED


async def test_by_item_and_by_number_in_the_first_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, SHOES)
    chat = await begin(jane.id)
    lamp = await returned(chat, store_sessions, order, "lamp")
    shoes = await returned(chat, store_sessions, order, "shoes")
    assert lamp.rma_number in await chat.say("cancel the return of the lamp, I'll keep it")
    await chat.say("yes")
    assert shoes.rma_number in await chat.say(f"cancel return {shoes.rma_number} as well")
    await chat.say("yes")
    assert await status_of(store_sessions, lamp) is ReturnStatus.CANCELLED
    assert await status_of(store_sessions, shoes) is ReturnStatus.CANCELLED


async def test_the_other_return_is_meant(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, SHOES)
    chat = await begin(jane.id)
    lamp = await returned(chat, store_sessions, order, "lamp")
    shoes = await returned(chat, store_sessions, order, "shoes")
    await chat.say("cancel the return of the lamp")
    assert shoes.rma_number in await chat.say("no, the other one")
    await chat.say("yes")
    assert await status_of(store_sessions, lamp) is ReturnStatus.APPROVED
    assert await status_of(store_sessions, shoes) is ReturnStatus.CANCELLED


async def test_a_status_question_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    request = await returned(chat, store_sessions, order, "lamp")
    await chat.say("cancel my return please")
    between = await chat.say(f"where is order {shipped.number}?")
    assert f"#{shipped.number} is on its way" in between
    assert "Shall I cancel the return?" in between
    await chat.say("yes")
    assert await status_of(store_sessions, request) is ReturnStatus.CANCELLED


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, SHOES)
    chat = await begin(jane.id)
    await returned(chat, store_sessions, order, "lamp")
    await returned(chat, store_sessions, order, "shoes")
    before = await rows_of(store_sessions, order)
    steps = ["I want to cancel a return", "the lamp"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    assert await rows_of(store_sessions, order) == before


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    request = await returned(chat, store_sessions, order, "lamp")
    await chat.say("cancel my return please")
    assert "nothing was changed" in await chat.say("no")
    assert await status_of(store_sessions, request) is ReturnStatus.APPROVED


async def test_a_parcel_that_has_arrived_is_too_late(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    request = await returned(chat, store_sessions, order, "lamp")
    await chat.say("cancel my return please")
    async with store_sessions.begin() as session:
        stored = await session.get_one(ReturnRequest, request.id)
        stored.status, stored.received_at = ReturnStatus.RECEIVED, ago(hours=1)
    assert "can't be cancelled any more" in await chat.say("yes")
    assert "could still be cancelled" in await chat.say("cancel my return")


async def test_there_is_nothing_to_cancel(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "I don't see a return" in await chat.say("cancel my return")


async def test_somebody_elses_return_is_not_found(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    request = await returned(await begin(jane.id), store_sessions, order, "lamp")
    chat = await begin(bob.id)
    assert f"can't find a return {request.rma_number}" in await chat.say(
        f"cancel return {request.rma_number}"
    )
    assert await status_of(store_sessions, request) is ReturnStatus.APPROVED


async def test_a_charge_for_an_exchange_goes_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP)
    stock = (await rows_of(store_sessions, order)).stock
    chat = await begin(jane.id)
    await chat.say("exchange the lamp I received for the white one")
    await chat.say("yes")
    summary = await chat.say("cancel the exchange, I keep the lamp")
    assert "$5.00 back to your Visa ending in 4242" in summary
    await chat.say("yes")
    after = await rows_of(store_sessions, order)
    assert [status for _, status in after.returns] == [ReturnStatus.CANCELLED]
    assert [amount for _, amount, _ in after.refunds] == [500]
    assert after.stock == stock


async def test_a_question_and_a_withdrawal_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    lamp = await returned(chat, store_sessions, order, "lamp")
    first = await chat.say("cancel my return. And where is my refund?")
    assert f"cancel the return {lamp.rma_number}" in first
    both = await chat.say("yes")
    assert "is cancelled and you keep Desk Lamp" in both
    assert "I don't see any refund of yours" in both
    assert await status_of(store_sessions, lamp) is ReturnStatus.CANCELLED


async def test_a_policy_question_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    request = await returned(chat, store_sessions, order, "lamp")
    await chat.say("cancel my return please")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "Shall I cancel the return?" in between
    await chat.say("yes")
    assert await status_of(store_sessions, request) is ReturnStatus.CANCELLED
