"""Paying a checkout: begins a try on the terms that were shown, and settles what is reported of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.costs import Delivery
from commerce.carts.finding import load_cart
from commerce.carts.models import Cart, CartStatus
from commerce.carts.quote import Contents
from commerce.catalogue.variants import VariantUnavailable
from commerce.checkout.holding import lock_checkout, quote_checkout
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.placing import Taken, place
from commerce.checkout.refusals import AlreadyOrdered, CheckoutNotFound, HoldEnded
from commerce.checkout.terms import BalancePart, Buyer, Terms, balance_parts, terms_of
from commerce.clock import Clock
from commerce.customers.credit import InsufficientBalance
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError
from commerce.locks.standing import require_unlocked
from commerce.money import Money
from commerce.notification import Notifier, Recipient, notification
from commerce.orders.contents import name_among
from commerce.orders.models import Order
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.payments.port import Item, PaymentReport, PaymentState
from commerce.plans import require_agreed

TIME_TO_PAY = timedelta(minutes=15)  # for which the goods are kept, at least, from when paying begins
BALANCE = "balance"  # the provider of what gift cards and store credit pay alone


@dataclass(frozen=True, slots=True)
class Begun:
    """A try to pay, not yet made known to the provider; `order_number` where balances paid it all."""

    attempt_id: UUID
    amount: Money
    items: tuple[Item, ...]
    email: str
    order_number: str | None = None
    keeps_method: bool = False  # a customer's own, which goes on their file


async def tell_buyer(
    session: AsyncSession,
    checkout_id: UUID,
    buyer: Buyer,
    delivery: Delivery,
    *,
    clock: Clock,
    friend_code: str | None = None,
) -> None:
    """Note who buys, where it goes and whose friend that is.

    Raises CheckoutNotFound, HoldEnded or AlreadyOrdered.
    """
    _, checkout = await _locked(session, checkout_id)
    await _require_held(session, checkout, clock)
    checkout.email, checkout.full_name = buyer.email, buyer.full_name
    checkout.shipping_address, checkout.delivery = buyer.address.as_dict(), delivery
    checkout.friend_code = friend_code or checkout.friend_code
    await session.flush()


async def preview_terms(session: AsyncSession, checkout_id: UUID, *, clock: Clock) -> Terms | None:
    """Return the terms as they stand; None until it is known who buys. Raises as `begin`."""
    cart, checkout = await _locked(session, checkout_id)
    await _require_held(session, checkout, clock)
    return await terms_of_checkout(session, cart, checkout, clock)


async def begin(
    session: AsyncSession, checkout_id: UUID, agreed: str, provider: str, *, clock: Clock, notifier: Notifier
) -> Begun:
    """Begin a try to pay on the terms whose fingerprint is `agreed`.

    What balances pay alone is ordered at once. Raises CheckoutNotFound, HoldEnded, AlreadyOrdered,
    AccountLocked or PlanChanged.
    """
    cart, checkout = await _locked(session, checkout_id)
    await _require_held(session, checkout, clock)
    await require_unlocked(session, checkout.customer_id)
    terms = await terms_of_checkout(session, cart, checkout, clock)
    if terms is None:
        raise CheckoutNotFound
    require_agreed(terms, agreed)
    attempt, order = await begin_try(session, checkout, cart, terms, provider, clock=clock, notifier=notifier)
    items = tuple(Item(name_among(line, terms.lines), line.quantity) for line in terms.lines)
    number = order.number if order else None
    is_own = checkout.customer_id is not None
    return Begun(attempt.id, attempt.amount, items, terms.email, number, keeps_method=is_own)


async def begin_try(
    session: AsyncSession,
    checkout: Checkout,
    cart: Cart | None,
    terms: Terms,
    provider: str,
    *,
    clock: Clock,
    notifier: Notifier,
    method_id: str | None = None,
) -> tuple[PaymentAttempt, Order | None]:
    """Note a try to pay for a locked checkout on these terms, with a saved method where one is given.

    What balances pay alone is ordered at once. Raises as `place`.
    """
    checkout.held_until = max(checkout.held_until, clock.now() + TIME_TO_PAY)
    attempt = _attempt(checkout, terms, provider, method_id, clock)
    session.add(attempt)
    await session.flush()
    if attempt.provider != BALANCE:
        return attempt, None
    order = await place(session, checkout, cart, terms, None, clock=clock, notifier=notifier)
    attempt.status, attempt.settled_at = AttemptStatus.PAID, clock.now()
    return attempt, order


async def note_failed_try(
    session: AsyncSession,
    checkout: Checkout,
    terms: Terms,
    provider: str,
    refusal: CommerceError,
    *,
    clock: Clock,
    method_id: str,
) -> None:
    """Note a try that was refused before a provider was asked, so that it counts as one."""
    attempt = _attempt(checkout, terms, provider, method_id, clock)
    attempt.status, attempt.settled_at = AttemptStatus.FAILED, clock.now()
    attempt.failure = type(refusal).__name__
    session.add(attempt)
    await session.flush()


def _attempt(
    checkout: Checkout, terms: Terms, provider: str, method_id: str | None, clock: Clock
) -> PaymentAttempt:
    is_covered = terms.due_minor == 0
    return PaymentAttempt(
        id=uuid4(),
        checkout_id=checkout.id,
        provider=BALANCE if is_covered else provider,
        status=AttemptStatus.STARTED,
        payment_method_id=None if is_covered else method_id,
        amount_minor=terms.due_minor,
        currency=terms.currency,
        terms=terms.storable(),
        created_at=clock.now(),
    )


async def note_reference(session: AsyncSession, attempt_id: UUID, reference: str) -> None:
    """Keep what the provider calls the try."""
    attempt = await session.get_one(PaymentAttempt, attempt_id)
    attempt.reference = reference


async def settle(
    session: AsyncSession, attempt_id: UUID, report: PaymentReport, *, clock: Clock, notifier: Notifier
) -> Order | None:
    """Do what the provider's report makes due: place the order that is paid, once however often it is told.

    Money for which there is nothing left to sell is marked to go back. None where no order came of it. Raises
    CheckoutNotFound for an attempt that there is not.
    """
    found = await session.get(PaymentAttempt, attempt_id)
    if found is None:
        raise CheckoutNotFound
    cart, checkout = await _locked(session, found.checkout_id)
    attempt = await session.get_one(PaymentAttempt, attempt_id, with_for_update=True, populate_existing=True)
    if attempt.status is AttemptStatus.PAID:
        return await session.get(Order, checkout.order_id)
    if attempt.status is AttemptStatus.RETURNED:
        return None
    if report.state is not PaymentState.PAID:
        await _note_failure(session, attempt, checkout, report, clock=clock, notifier=notifier)
        return None
    attempt.payment_reference, attempt.settled_at = report.payment_reference, clock.now()
    order = await _place(session, attempt, checkout, cart, report, clock=clock, notifier=notifier)
    attempt.status = AttemptStatus.PAID if order else AttemptStatus.RETURNED
    await session.flush()
    return order


async def _place(
    session: AsyncSession,
    attempt: PaymentAttempt,
    checkout: Checkout,
    cart: Cart | None,
    report: PaymentReport,
    *,
    clock: Clock,
    notifier: Notifier,
) -> Order | None:
    terms = Terms.stored(attempt.terms)
    is_right = report.amount == attempt.amount and report.paid_with is not None
    if checkout.status is not CheckoutStatus.ORDERED and is_right and report.paid_with is not None:
        taken = Taken(
            attempt.provider,
            report.payment_reference or "",
            attempt.amount,
            report.paid_with,
            attempt.payment_method_id,
        )
        try:
            async with session.begin_nested():
                return await place(session, checkout, cart, terms, taken, clock=clock, notifier=notifier)
        except (VariantUnavailable, InsufficientBalance, PaymentMethodNotFound):
            await session.refresh(checkout, ["held"])
    await _tell(session, "payment_returned", checkout, attempt, notifier)
    return None


async def _note_failure(
    session: AsyncSession,
    attempt: PaymentAttempt,
    checkout: Checkout,
    report: PaymentReport,
    *,
    clock: Clock,
    notifier: Notifier,
) -> None:
    if report.state is not PaymentState.FAILED or attempt.status is AttemptStatus.FAILED:
        return
    attempt.status, attempt.failure, attempt.settled_at = AttemptStatus.FAILED, report.failure, clock.now()
    await session.flush()
    if checkout.renews_on is None:  # whoever renews tells what becomes of it, too
        await _tell(session, "payment_failed", checkout, attempt, notifier)


async def _tell(
    session: AsyncSession, name: str, checkout: Checkout, attempt: PaymentAttempt, notifier: Notifier
) -> None:
    """Tell the customer, or the conversation of a guest's cart."""
    terms = Terms.stored(attempt.terms)
    cart = await session.get(Cart, checkout.cart_id) if checkout.cart_id is not None else None
    customer_id = cart.customer_id if cart else checkout.customer_id
    conversation_id = cart.conversation_id if cart and customer_id is None else None
    recipient = Recipient(customer_id, conversation_id, email=terms.email)
    await notifier.notify(session, recipient, notification(name, amount=str(attempt.amount)))


async def attempt_of(session: AsyncSession, provider: str, reference: str) -> PaymentAttempt | None:
    """Return the try that the provider calls so."""
    return await session.scalar(
        select(PaymentAttempt).where(
            PaymentAttempt.provider == provider, PaymentAttempt.reference == reference
        )
    )


async def terms_of_checkout(
    session: AsyncSession, cart: Cart | None, checkout: Checkout, clock: Clock
) -> Terms | None:
    """Return the terms as they stand; None until it is known who buys. Raises NoDelivery."""
    address = checkout.address
    if cart is None or address is None or checkout.email is None or checkout.full_name is None:
        return None
    quoted = await quote_checkout(session, checkout, Contents.of(cart), clock=clock)
    balances: tuple[BalancePart, ...] = ()
    if cart.uses_balance and cart.customer_id is not None:
        balances = await balance_parts(session, cart.customer_id, quoted.total)
    buyer = Buyer(checkout.email, checkout.full_name, address)
    return await terms_of(session, quoted, buyer, balances=balances, clock=clock)


async def _require_held(session: AsyncSession, checkout: Checkout, clock: Clock) -> None:
    if checkout.status is CheckoutStatus.ORDERED:
        order = await session.get_one(Order, checkout.order_id)
        raise AlreadyOrdered(order.number)
    if checkout.status is not CheckoutStatus.HELD or checkout.held_until <= clock.now():
        raise HoldEnded


async def _locked(session: AsyncSession, checkout_id: UUID) -> tuple[Cart | None, Checkout]:
    """The cart, if it is still open, and the checkout, locked in this sequence."""
    cart_id = await session.scalar(select(Checkout.cart_id).where(Checkout.id == checkout_id))
    cart = await load_cart(session, cart_id, lock=True) if cart_id is not None else None
    is_open = cart is not None and cart.status is CartStatus.OPEN
    return cart if is_open else None, await lock_checkout(session, checkout_id)
