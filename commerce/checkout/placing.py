"""Makes an order of what was paid: its stock, money, points, promotions and news in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import require_available, variants_by_sku
from commerce.checkout.holding import let_go
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.terms import BalancePart, Terms
from commerce.clock import Clock
from commerce.customers.credit import require_covers
from commerce.customers.models import Address, Customer, PaymentMethod
from commerce.customers.payment_methods import MethodOnFile, methods_of
from commerce.customers.vouching import customer_with_email
from commerce.loyalty.earning import points_due
from commerce.money import Money
from commerce.notification import Notifier, Recipient, notification
from commerce.orders.models import Order, OrderLine, OrderStatus, Payment
from commerce.orders.payments import PlannedCharge, make_charge
from commerce.payments.port import PaidWith
from commerce.promotions.uses import note_uses
from commerce.referrals.claiming import claim_with_order


@dataclass(frozen=True, slots=True)
class Taken:
    """What a provider took; None of an order that balances pay alone."""

    provider: str
    reference: str
    amount: Money
    paid_with: PaidWith
    payment_method_id: str | None = None  # on file, where a saved method was charged


async def place(
    session: AsyncSession,
    checkout: Checkout,
    cart: Cart | None,
    terms: Terms,
    taken: Taken | None,
    *,
    clock: Clock,
    notifier: Notifier,
) -> Order:
    """Place the order of a locked checkout whose terms were paid.

    Raises VariantUnavailable, InsufficientBalance or PaymentMethodNotFound where it cannot be any more: then
    nothing is done, and what was taken has to go back.
    """
    customer_id = await _customer(session, checkout, terms)
    if checkout.friend_code is not None:
        await claim_with_order(session, customer_id, checkout.friend_code, clock=clock)
    parts = await _balances(session, customer_id, terms.balances, terms.currency)
    await _sell(session, checkout, terms)
    order = await _order(session, customer_id, terms, clock)
    if taken is not None:
        order.payment_method_id = await _take(session, order, taken, checkout, clock)
    for method, amount in parts:
        await make_charge(session, order, PlannedCharge(MethodOnFile.of(method), amount), clock=clock)
        order.payment_method_id = order.payment_method_id or method.id
    await note_uses(session, order, terms.promotions)
    if cart is not None:
        await _empty(session, cart, terms, clock)
    checkout.status, checkout.order_id = CheckoutStatus.ORDERED, order.id
    await session.flush()
    await _tell(session, cart, order, terms, notifier)
    return order


async def _customer(session: AsyncSession, checkout: Checkout, terms: Terms) -> str:
    """Whose order it is: the buyer's, found by their e-mail, or somebody new."""
    if checkout.customer_id is not None:
        return checkout.customer_id
    known = await customer_with_email(session, terms.email)
    if known is not None:
        return known
    first, _, last = terms.full_name.strip().partition(" ")
    row = insert(Customer).values(
        id=f"c_{uuid4().hex}", first_name=first, last_name=last.strip(), email=terms.email, phone=None
    )
    added: str | None = await session.scalar(row.on_conflict_do_nothing().returning(Customer.id))
    if added is None:  # by another order of theirs, a moment ago
        return await _customer(session, checkout, terms)
    session.add(Address(id=uuid4(), customer_id=added, is_default=True, **terms.address.as_dict()))
    return added


async def _balances(
    session: AsyncSession, customer_id: str, parts: tuple[BalancePart, ...], currency: str
) -> list[tuple[PaymentMethod, Money]]:
    methods = await methods_of(session, customer_id, [each.payment_method_id for each in parts], lock=True)
    found = []
    for each in parts:
        amount = Money(each.amount_minor, currency)
        await require_covers(session, methods[each.payment_method_id], amount)
        found.append((methods[each.payment_method_id], amount))
    return found


async def _sell(session: AsyncSession, checkout: Checkout, terms: Terms) -> None:
    """Take the goods: those that are held, and what is not held any more while there is some."""
    held = {line.sku: line.quantity for line in checkout.held}
    wanted = {line.sku: line.quantity for line in terms.lines}
    variants = await variants_by_sku(session, {*held, *wanted}, lock=True)
    for sku, quantity in wanted.items():
        if quantity > held.get(sku, 0):
            require_available(variants[sku], quantity - held.get(sku, 0))
    await let_go(session, checkout)
    for sku, quantity in wanted.items():
        move_stock(session, variants[sku], -quantity, StockReason.SOLD, None)
    await session.flush()


async def _order(session: AsyncSession, customer_id: str, terms: Terms, clock: Clock) -> Order:
    order = Order(
        id=uuid4(),
        number=await _next_number(session),
        customer_id=customer_id,
        status=OrderStatus.PENDING,
        placed_at=clock.now(),
        promised_on=terms.promised_on,
        currency=terms.currency,
        shipping_minor=terms.delivery_minor,
        total_minor=terms.total_minor,
        shipping_address=terms.address.as_dict(),
        promotion_code=next((each.promotion_code for each in terms.promotions), None),
    )
    order.lines = [
        OrderLine(
            id=uuid4(),
            position=position,
            sku=line.sku,
            product_id=line.product_id,
            title=line.title,
            options=line.options,
            unit_price_minor=line.unit_minor,
            quantity=line.quantity,
            discount_minor=line.discount_minor,
            returned_quantity=0,
        )
        for position, line in enumerate(terms.lines, start=1)
    ]
    order.points_due = await points_due(session, order.lines)
    session.add(order)
    await session.flush()
    return order


async def _next_number(session: AsyncSession) -> str:
    """A number that no order has, whatever numbers an import brought."""
    while True:
        number = f"A{await session.scalar(text('SELECT nextval(:name)'), {'name': 'order_numbers'})}"
        if not await session.scalar(select(exists().where(Order.number == number))):
            return number


async def _take(session: AsyncSession, order: Order, taken: Taken, checkout: Checkout, clock: Clock) -> str:
    """Note what was taken, and by which method."""
    method_id = taken.payment_method_id or await _put_on_file(session, order, taken, checkout, clock)
    session.add(
        Payment(
            id=uuid4(),
            order_id=order.id,
            payment_method_id=method_id,
            amount_minor=taken.amount.amount_minor,
            currency=taken.amount.currency,
            provider=taken.provider,
            reference=taken.reference,
            created_at=clock.now(),
        )
    )
    await session.flush()
    return method_id


async def _put_on_file(
    session: AsyncSession, order: Order, taken: Taken, checkout: Checkout, clock: Clock
) -> str:
    """Keep the method that paid; what its owner used while signed in is on their file, also if it was not."""
    method_id = f"{taken.provider}_{order.customer_id}_{taken.paid_with.id}"
    is_own = checkout.customer_id is not None
    payer = taken.paid_with.payer
    saved = {"reference": taken.paid_with.id, "payer_reference": payer} if payer else {}
    kept = saved | ({"removed_at": None} if is_own else {})
    row = insert(PaymentMethod).values(
        id=method_id,
        customer_id=order.customer_id,
        kind=taken.paid_with.kind,
        brand=taken.paid_with.brand,
        last_four=taken.paid_with.last_four,
        removed_at=None if is_own else clock.now(),
        **saved,
    )
    if kept:
        again = row.on_conflict_do_update(index_elements=[PaymentMethod.id], set_=kept)
    else:
        again = row.on_conflict_do_nothing()
    await session.execute(again)
    return method_id


async def _empty(session: AsyncSession, cart: Cart, terms: Terms, clock: Clock) -> None:
    """Close the cart; what was put in while it was paid goes into a new one."""
    ordered = {line.sku: line.quantity for line in terms.lines}
    left = {line.sku: line.quantity - ordered.get(line.sku, 0) for line in cart.lines}
    prices = {line.sku: line.price_minor for line in cart.lines}
    cart.status, cart.updated_at = CartStatus.ORDERED, clock.now()
    await session.flush()
    rest = {sku: count for sku, count in left.items() if count > 0}
    if rest:
        await _keep(session, cart, rest, prices)


async def _keep(
    session: AsyncSession, cart: Cart, rest: Mapping[str, int], prices: Mapping[str, int | None]
) -> None:
    new = Cart(
        id=uuid4(),
        customer_id=cart.customer_id,
        conversation_id=cart.conversation_id,
        status=CartStatus.OPEN,
    )
    session.add(new)
    await session.flush()
    for sku, count in rest.items():
        is_moved = (CartLine.cart_id == cart.id) & (CartLine.sku == sku)
        await session.execute(delete(CartLine).where(is_moved))
        session.add(CartLine(cart_id=new.id, sku=sku, quantity=count, price_minor=prices[sku]))
    await session.flush()


async def _tell(
    session: AsyncSession, cart: Cart | None, order: Order, terms: Terms, notifier: Notifier
) -> None:
    conversation_id = cart.conversation_id if cart is not None and cart.customer_id is None else None
    items = "\n".join(_item(line) for line in order.lines)
    message = notification(
        "order_placed",
        number=order.display_number,
        items=items,
        total=str(order.total),
        address=str(terms.address),
        day=f"{terms.promised_on:%A}, {terms.promised_on:%B} {terms.promised_on.day}",
    )
    recipient = Recipient(order.customer_id, conversation_id, email=terms.email)
    await notifier.notify(session, recipient, message)


def _item(line: OrderLine) -> str:
    options = ", ".join(line.options.values())
    named = f"{line.title} ({options})" if options else line.title
    return named if line.quantity == 1 else f"{line.quantity} × {named}"
