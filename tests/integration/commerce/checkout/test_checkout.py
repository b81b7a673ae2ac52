"""From the cart to the paid order: held goods, terms, one order whatever is told twice, sums that hold."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from commerce.carts.costs import Delivery
from commerce.carts.finding import find_cart
from commerce.carts.models import Cart
from commerce.catalogue.models import Variant
from commerce.checkout.holding import Held, ended_holds, hold, let_go_if_ended
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.refusals import AlreadyOrdered, CartIsEmpty, HoldEnded
from commerce.checkout.terms import Buyer
from commerce.customers.models import Customer, PaymentMethod
from commerce.orders.models import Order, OrderLine, Payment
from commerce.payments.models import AttemptStatus
from commerce.payments.port import PaymentReport, PaymentState
from commerce.plans import PlanChanged
from tests.factories import a_default_address, an_address
from tests.integration.commerce.checkout.shop import BUYER, Shop, paid


async def pays_with_balance(shop: Shop, held: Held) -> None:
    chosen = update(Cart).where(Cart.id == held.cart_id).values(uses_balance=True)
    await shop.world.run(lambda session: session.execute(chosen))


async def test_a_guest_buys(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    order = await shop.buys(guest, black=2, mug=1)
    lines = await world.lines(order)
    assert [(line.title, line.quantity) for line in lines] == [("Desk Lamp", 2), ("Mug", 1)]
    assert (order.total_minor, order.shipping_minor) == (9000, 0)
    assert await world.stock(world.black) == 8
    buyer = await world.run(lambda session: session.get_one(Customer, order.customer_id))
    assert (buyer.email, buyer.full_name) == ("ada.guest@example.com", "Ada Guest")
    (payment,) = await world.payments(order)
    assert (payment.amount_minor, payment.provider) == (9000, "demo")
    assert shop.told == ["order_placed"]
    assert order.points_due == 90


async def test_a_customers_order_is_theirs_and_their_card_is_kept(shop: Shop) -> None:
    order = await shop.buys(shop.world.shopper, mug=1)
    assert order.customer_id == shop.world.customer.id
    assert order.shipping_minor == 499
    method = await shop.world.run(lambda session: session.get_one(PaymentMethod, order.payment_method_id))
    assert (method.last_four, method.removed_at) == ("4242", None)


async def test_a_method_that_was_taken_off_is_kept_again_when_its_owner_pays_with_it(shop: Shop) -> None:
    world = shop.world
    order = await shop.buys(world.shopper, mug=1)
    theirs = update(PaymentMethod).where(PaymentMethod.id == order.payment_method_id)
    removed = theirs.values(removed_at=world.clock.now())
    await world.run(lambda session: session.execute(removed))
    again = await shop.buys(world.shopper, mug=1)
    assert again.payment_method_id == order.payment_method_id
    method = await world.run(lambda session: session.get_one(PaymentMethod, order.payment_method_id))
    assert method.removed_at is None


async def test_a_guest_with_a_customers_email_puts_nothing_on_their_file(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    buyer = Buyer(world.customer.email.upper(), "Somebody Else", an_address())
    order = await shop.settles(await shop.begins(held, await shop.tells(held, buyer)))
    assert order is not None
    assert order.customer_id == world.customer.id
    method = await world.run(lambda session: session.get_one(PaymentMethod, order.payment_method_id))
    assert method.removed_at is not None


async def test_goods_are_held_and_let_go(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    await shop.puts(guest, black=10)
    held = await shop.holds(guest)
    assert held.until == world.clock.now() + timedelta(minutes=15)
    assert await world.stock(world.black) == 0
    other = await shop.guest()
    await shop.puts(other, black=1)
    assert await world.run(lambda session: find_cart(session, other, clock=world.clock)) is not None
    world.clock.forward(minutes=15)
    (ended,) = await world.run(lambda session: ended_holds(session, clock=world.clock, limit=9))
    for _ in range(2):
        await world.run(lambda session: let_go_if_ended(session, ended, clock=world.clock))
    assert await world.stock(world.black) == 10


async def test_holding_again_follows_the_cart(shop: Shop) -> None:
    world, shopper = shop.world, shop.world.shopper
    await shop.puts(shopper, black=10, mug=2)
    first = await shop.holds(shopper)
    await shop.puts(shopper, black=3, mug=0, white=1)
    second = await shop.holds(shopper)
    assert first.checkout_id == second.checkout_id
    assert [await world.stock(each) for each in (world.black, world.mug, world.white)] == [7, 10, 9]


async def test_nothing_to_buy(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    await shop.puts(guest, mug=0)
    with pytest.raises(CartIsEmpty):
        await shop.holds(guest)


async def test_told_twice_it_is_one_order(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    begun = await shop.begins(held, await shop.tells(held))
    orders = await asyncio.gather(*(shop.settles(begun) for _ in range(5)))
    assert len({order.id for order in orders if order}) == 1
    assert None not in orders
    assert shop.told == ["order_placed"]
    with pytest.raises(AlreadyOrdered):
        await shop.world.run(lambda session: hold(session, held.cart_id, clock=shop.world.clock))


async def test_a_failed_payment_is_told_and_can_be_made_good(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    begun = await shop.begins(held, await shop.tells(held))
    declined = PaymentReport(PaymentState.FAILED, failure="card_declined")
    assert [await shop.settles(begun, declined) for _ in range(2)] == [None, None]
    assert await shop.settles(begun) is not None
    assert shop.told == ["payment_failed", "order_placed"]


async def test_paid_in_time_whatever_became_of_the_hold(shop: Shop) -> None:
    """The hold has ended, and there is still enough."""
    guest = await shop.guest()
    await shop.puts(guest, black=4)
    held = await shop.holds(guest)
    begun = await shop.begins(held, await shop.tells(held))
    shop.world.clock.forward(hours=1)
    await shop.world.run(lambda session: let_go_if_ended(session, held.checkout_id, clock=shop.world.clock))
    assert await shop.settles(begun) is not None
    assert await shop.world.stock(shop.world.black) == 6


async def test_paid_too_late_goes_back(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    await shop.puts(guest, black=10)
    held = await shop.holds(guest)
    begun = await shop.begins(held, await shop.tells(held))
    world.clock.forward(hours=1)
    await world.run(lambda session: let_go_if_ended(session, held.checkout_id, clock=world.clock))
    await shop.buys(world.shopper, black=5)
    assert await shop.settles(begun) is None
    assert await shop.attempts() == [AttemptStatus.RETURNED, AttemptStatus.PAID]
    assert shop.told == ["order_placed", "payment_returned"]
    assert await world.stock(world.black) == 5


async def test_paid_twice_the_second_goes_back(shop: Shop) -> None:
    """Two tabs, two payments, one order."""
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    terms = await shop.tells(held)
    one, other = await shop.begins(held, terms), await shop.begins(held, terms)
    results = await asyncio.gather(shop.settles(one), shop.settles(other))
    assert sum(result is not None for result in results) == 1
    assert sorted(await shop.attempts()) == [AttemptStatus.PAID, AttemptStatus.RETURNED]


async def test_another_amount_than_was_agreed_buys_nothing(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    begun = await shop.begins(held, await shop.tells(held))
    assert await shop.settles(begun, paid(begun, amount=type(begun.amount)(1, "USD"))) is None
    assert await shop.attempts() == [AttemptStatus.RETURNED]


async def test_the_terms_are_those_that_were_shown(shop: Shop) -> None:
    world, guest = shop.world, await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    terms = await shop.tells(held)
    await world.run(
        lambda session: session.execute(
            update(Variant).where(Variant.sku == world.mug.sku).values(price_minor=1234)
        )
    )
    with pytest.raises(PlanChanged):
        await shop.begins(held, terms)


async def test_what_is_put_in_while_paying_stays_in_a_cart(shop: Shop) -> None:
    world, shopper = shop.world, shop.world.shopper
    await shop.puts(shopper, mug=1)
    held = await shop.holds(shopper)
    begun = await shop.begins(held, await shop.tells(held))
    await shop.puts(shopper, mug=3, white=1)
    order = await shop.settles(begun)
    assert order is not None
    assert [(line.title, line.quantity) for line in await world.lines(order)] == [("Mug", 1)]
    cart = await world.run(lambda session: find_cart(session, shopper, clock=world.clock))
    assert cart is not None
    assert {line.sku: line.quantity for line in cart.lines} == {world.mug.sku: 2, world.white.sku: 1}


async def test_the_hold_has_ended(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    shop.world.clock.forward(minutes=16)
    with pytest.raises(HoldEnded):
        await shop.tells(held)


async def test_express_and_another_country_cost_what_the_store_says(shop: Shop) -> None:
    guest = await shop.guest()
    await shop.puts(guest, mug=1)
    held = await shop.holds(guest)
    assert (await shop.tells(held, delivery=Delivery.EXPRESS)).delivery_minor == 1299
    abroad = Buyer(BUYER.email, BUYER.full_name, an_address(country="GB", postcode="N1 9GU", region=""))
    terms = await shop.tells(held, abroad)
    assert (terms.delivery_minor, terms.total_minor) == (1299, 2299)


async def test_the_balance_pays_first(shop: Shop) -> None:
    world, shopper = shop.world, shop.world.shopper
    await world.add(a_default_address(world.customer))
    await shop.puts(shopper, black=3)
    held = await shop.holds(shopper)
    await pays_with_balance(shop, held)
    terms = await shop.tells(held)
    assert (terms.total_minor, terms.due_minor) == (12_000, 2_000)
    order = await shop.settles(await shop.begins(held, terms))
    assert order is not None
    assert sorted(each.amount_minor for each in await world.payments(order)) == [2_000, 10_000]
    assert await world.balance(world.gift_card.id) == 0


async def test_a_balance_alone_pays_at_once(shop: Shop) -> None:
    world, shopper = shop.world, shop.world.shopper
    await shop.puts(shopper, mug=1)
    held = await shop.holds(shopper)
    await pays_with_balance(shop, held)
    begun = await shop.begins(held, await shop.tells(held))
    assert begun.order_number is not None
    assert await world.balance(world.gift_card.id) == 10_000 - 1_499
    assert shop.told == ["order_placed"]


async def test_a_hundred_checkouts_of_the_last_ten(shop: Shop) -> None:
    """All at once: ten are sold, and nobody else's money stays."""
    world = shop.world
    guests = [await shop.guest() for _ in range(100)]
    for guest in guests:
        await shop.puts(guest, black=1)

    async def check_out(number: int) -> bool:
        try:
            held = await shop.holds(guests[number])
        except CartIsEmpty:
            return False
        buyer = Buyer(f"guest{number}@example.com", "Ada Guest", an_address())
        return await shop.settles(await shop.begins(held, await shop.tells(held, buyer))) is not None

    sold = await asyncio.gather(*(check_out(number) for number in range(100)))
    assert sum(sold) == 10
    assert await world.stock(world.black) == 0
    counts = await world.run(
        lambda session: session.execute(
            select(func.count(func.distinct(Order.id)), func.sum(OrderLine.quantity)).join(
                OrderLine, OrderLine.order_id == Order.id
            )
        )
    )
    assert tuple(counts.one()) == (10, 10)
    held_by = select(func.count()).where(Checkout.status == CheckoutStatus.HELD)
    assert await world.run(lambda session: session.scalar(held_by)) == 0
    money = await world.run(lambda session: session.scalar(select(func.sum(Payment.amount_minor))))
    assert money == 10 * 4499


async def test_a_hundred_at_once_of_the_last_ten_sell_ten(shop: Shop) -> None:
    world = shop.world

    async def buys() -> bool:
        guest = await shop.guest()
        await shop.puts(guest, black=1)
        try:
            held = await shop.holds(guest)
        except CartIsEmpty:
            return False
        terms = await shop.tells(held)
        return await shop.settles(await shop.begins(held, terms)) is not None

    bought = await asyncio.gather(*(buys() for _ in range(100)))
    assert (sum(bought), await world.stock(world.black)) == (10, 0)
