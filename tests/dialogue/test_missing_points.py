"""Missing points are explained from the ledger, and a person looks into what it does not explain."""

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.loyalty.models import PointsReason
from commerce.orders.models import OrderStatus
from commerce.support.handoffs import list_open
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago, ahead
from tests.dialogue.test_points import grants

MISSING = "my points are missing"


async def test_each_order_is_explained(begin: Begin, jane: ShopperWithOrders):
    shipped, _ = await jane.shipped("Mug")
    pending = await jane.orders("Kettle", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    earned = {"reason": PointsReason.EARNED, "order_id": pending.id}
    await grants(jane, 40, created_at=ago(days=3), available_at=ahead(days=27), **earned)
    told = await (await begin(jane.id)).say(MISSING)
    assert f"Order #{shipped.number}: 40 points come when it has been delivered" in told
    assert f"Order #{pending.number}: you can spend its 40 points from {ahead(days=27):%a}" in told


async def test_a_return_and_a_cancelled_order(begin: Begin, jane: ShopperWithOrders):
    cancelled = await jane.orders("Mug", status=OrderStatus.CANCELLED)
    returned = await jane.orders("Kettle", status=OrderStatus.DELIVERED, delivered_at=ago(days=50))
    of_order = {"order_id": returned.id, "created_at": ago(days=50)}
    await grants(jane, 40, reason=PointsReason.EARNED, **of_order)
    await grants(jane, -30, reason=PointsReason.CLAWED_BACK, **of_order)
    told = await (await begin(jane.id)).say(MISSING)
    assert f"Order #{cancelled.number} was cancelled" in told
    assert "10 points were added" in told
    assert "30 points were taken back with a refund" in told


async def test_what_the_ledger_does_not_explain_goes_to_a_person(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    chat = await begin(jane.id)
    told = await chat.say(f"I never got the points for order {order.number}")
    assert f"Order #{order.number} was delivered, but I see no points" in told
    await chat.press("Yes, please")
    async with store_sessions() as session:
        waiting = await list_open(session, clock=SystemClock())
    assert chat.id in {each.handoff.conversation_id for each in waiting}


async def test_another_order_is_meant(begin: Begin, jane: ShopperWithOrders):
    first, second = await jane.orders("Mug"), await jane.orders("Kettle")
    chat = await begin(jane.id)
    assert first.number in await chat.say(f"the points of order {first.number} are missing")
    assert second.number in await chat.say(f"no, I mean the missing points of order {second.number}")


async def test_an_order_that_is_not_theirs(begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders):
    foreign = await bob.orders("Mug")
    await jane.orders("Kettle")
    chat = await begin(jane.id)
    told = await chat.say(f"the points for order {foreign.number} are missing")
    assert f"can't find order #{foreign.number}" in told


async def test_asked_in_the_middle_of_a_return(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    chat = await begin(jane.id)
    await chat.say(f"return the mug of order {order.number}")
    told = await chat.say("by the way, my loyalty points are missing")
    assert "I see no points for it" in told


async def test_never_mind_while_a_code_is_offered(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is order {order.number}? {jane.email}")
    assert "code" in await chat.say(MISSING)
    await chat.say("never mind")
    assert "nothing waiting for a yes" in await chat.say("yes")


async def test_with_another_question(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    told = await (await begin(jane.id)).say("where is my order? and why are my points missing?")
    assert f"#{order.number} is on its way" in told
    assert f"Order #{order.number}: 40 points come" in told
