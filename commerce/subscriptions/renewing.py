"""Makes the orders of subscriptions, each once, by the same way as a checkout: held, paid, placed.

What is to be done next is read from what is stored, so that whoever dies in between is taken up: a checkout
for each day an order is due, its tries to pay, and the order it became.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.carts.costs import Delivery, NoDelivery
from commerce.catalogue.variants import VariantUnavailable, require_available, variants_by_sku
from commerce.checkout.holding import hold_exactly, let_go
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.checkout.paying import TIME_TO_PAY, begin_try, note_failed_try
from commerce.clock import Clock
from commerce.customers.credit import InsufficientBalance
from commerce.customers.models import Customer, PaymentMethod
from commerce.customers.payment_methods import PaymentMethodNotFound, require_on_file
from commerce.locks.models import AccountLock
from commerce.locks.standing import standing_lock
from commerce.notification import Notifier, Recipient, notification
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.payments.port import ChargeWanted, PaidWith
from commerce.policies.service import read_policy
from commerce.subscriptions.changing import interval_of, is_being_paid
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.subscriptions.policy import SubscriptionNotice, SubscriptionRetries
from commerce.subscriptions.terms import renewal_terms
from commerce.subscriptions.view import view_of

_IS_LOCKED = (
    select(AccountLock.id)
    .where(AccountLock.customer_id == Subscription.customer_id, AccountLock.released_at.is_(None))
    .exists()
)


async def due_subscriptions(session: AsyncSession, *, clock: Clock, limit: int) -> Sequence[UUID]:
    """Return the subscriptions that are to be seen to today, the longest due first; `limit` at most.

    Those of locked accounts wait, but for money that is on its way.
    """
    today = clock.today()
    is_over = (Subscription.status == SubscriptionStatus.PAUSED) & (Subscription.paused_until <= today)
    is_active = Subscription.status == SubscriptionStatus.ACTIVE
    found = await session.scalars(
        select(Subscription.id)
        .where(Subscription.try_on <= today, is_active | is_over, ~_IS_LOCKED | is_being_paid())
        .order_by(Subscription.try_on, Subscription.id)
        .limit(limit)
    )
    return list(found)


async def attend(
    session: AsyncSession, subscription_id: UUID, provider: str, *, clock: Clock, notifier: Notifier
) -> ChargeWanted | None:
    """Do the next thing that is due of a subscription; return the charge that has to be made for it, if one.

    After the charge was settled, the same is called again: then the order counts, or the failure.
    """
    row = await _locked(session, subscription_id)
    today = clock.today()
    if row.status is SubscriptionStatus.PAUSED and row.paused_until and row.paused_until <= today:
        row.status, row.paused_until = SubscriptionStatus.ACTIVE, None
    if row.status is not SubscriptionStatus.ACTIVE or row.try_on > today:
        return None
    checkout = await _checkout(session, row)
    if checkout is None:
        return await _try(session, row, None, provider, clock=clock, notifier=notifier)
    tries = await _tries(session, checkout)
    if checkout.status is CheckoutStatus.ORDERED or AttemptStatus.RETURNED in [each.status for each in tries]:
        _go_on(row, clock, is_ordered=checkout.status is CheckoutStatus.ORDERED)
        return None
    if tries and tries[-1].status is AttemptStatus.STARTED:
        is_under_way = tries[-1].reference is not None
        return None if is_under_way else await _charge(session, tries[-1])
    if sum(each.status is AttemptStatus.FAILED for each in tries) > row.failed_tries:
        await _note_failure(session, row, checkout, clock=clock, notifier=notifier)
        return None
    return await _try(session, row, checkout, provider, clock=clock, notifier=notifier)


async def announce_renewals(session: AsyncSession, *, clock: Clock, notifier: Notifier, limit: int) -> int:
    """Tell customers of the orders that are coming, each once, `limit` at most; return how many."""
    days = (await read_policy(session, "subscription_notice", SubscriptionNotice)).days
    today = clock.today()
    goes_on = (Subscription.status == SubscriptionStatus.PAUSED) & (
        Subscription.paused_until <= Subscription.due_on
    )
    due = await session.scalars(
        select(Subscription)
        .where(
            (Subscription.status == SubscriptionStatus.ACTIVE) | goes_on,
            ~_IS_LOCKED,
            Subscription.due_on > today,
            Subscription.due_on <= today + timedelta(days=days),
            Subscription.announced_on.is_distinct_from(Subscription.due_on),
        )
        .order_by(Subscription.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    told = 0
    for row in due:
        view = await view_of(session, row)
        row.announced_on = row.due_on
        news = notification(
            "subscription_coming",
            item=view.title,
            day=_day(row.due_on),
            price=view.goods,
            quantity=view.quantity,
        )
        await notifier.notify(session, Recipient(row.customer_id), news)
        told += 1
    return told


async def _try(
    session: AsyncSession,
    row: Subscription,
    checkout: Checkout | None,
    provider: str,
    *,
    clock: Clock,
    notifier: Notifier,
) -> ChargeWanted | None:
    """Hold the goods and begin to pay; what cannot be had is left out this time, and told.

    Nothing is begun while the account is locked.
    """
    if await standing_lock(session, row.customer_id) is not None:
        return None
    view = await view_of(session, row)
    buyer = await session.get_one(Customer, row.customer_id)
    method = await session.get_one(PaymentMethod, row.payment_method_id)
    try:
        terms = await renewal_terms(session, view, buyer, method, clock=clock)
    except NoDelivery:
        row.status, row.paused_until = SubscriptionStatus.PAUSED, None
        await _tell(session, row, "subscription_not_deliverable", notifier, item=view.title)
        return None
    try:
        async with session.begin_nested():
            checkout = await _hold(session, row, checkout, buyer, clock)
        async with session.begin_nested():
            require_on_file(method)
            attempt, order = await begin_try(
                session, checkout, None, terms, provider, method_id=method.id, clock=clock, notifier=notifier
            )
    except VariantUnavailable:
        _go_on(row, clock, is_ordered=False)
        await _tell(session, row, "subscription_sold_out", notifier, item=view.title, day=_day(row.due_on))
        return None
    except (InsufficientBalance, PaymentMethodNotFound) as refusal:
        checkout = await _checkout(session, row)
        if checkout is not None:
            await note_failed_try(
                session, checkout, terms, provider, refusal, clock=clock, method_id=method.id
            )
        await _note_failure(session, row, checkout, clock=clock, notifier=notifier)
        return None
    if order is not None:
        _go_on(row, clock, is_ordered=True)
        return None
    return await _charge(session, attempt)


async def _hold(
    session: AsyncSession,
    row: Subscription,
    checkout: Checkout | None,
    buyer: Customer,
    clock: Clock,
) -> Checkout:
    """Hold the goods of the order that is due, as any checkout does. Raises VariantUnavailable."""
    if checkout is None:
        checkout = Checkout(
            id=uuid4(),
            customer_id=row.customer_id,
            status=CheckoutStatus.LET_GO,
            held_until=clock.now(),
            delivery=Delivery.STANDARD,
            subscription_id=row.id,
            renews_on=row.due_on,
            held=[],
        )
        session.add(checkout)
        await session.flush()
    held = {line.sku: line.quantity for line in checkout.held}
    variant = (await variants_by_sku(session, [row.sku], lock=True))[row.sku]
    if row.quantity > held.get(row.sku, 0):
        require_available(variant, row.quantity - held.get(row.sku, 0))
    await hold_exactly(session, checkout, held, {row.sku: row.quantity})
    checkout.status, checkout.held_until = CheckoutStatus.HELD, clock.now() + TIME_TO_PAY
    checkout.email, checkout.full_name = buyer.email, buyer.full_name
    checkout.shipping_address = row.shipping_address
    await session.flush()
    return checkout


async def _charge(session: AsyncSession, attempt: PaymentAttempt) -> ChargeWanted:
    method = await session.get_one(PaymentMethod, attempt.payment_method_id)
    return ChargeWanted(
        attempt.id,
        attempt.amount,
        PaidWith(method.id, method.kind, method.brand, method.last_four),
        method.reference,
        method.payer_reference,
    )


def _go_on(row: Subscription, clock: Clock, *, is_ordered: bool) -> None:
    """Let the next one be due; those that passed meanwhile are not made up for.

    What was offered for staying holds for the next order that comes about.
    """
    row.due_on = interval_of(row).first_after(clock.today(), row.due_on, row.month_day)
    row.try_on, row.failed_tries = row.due_on, 0
    if is_ordered:
        row.extra_percent = 0


async def _note_failure(
    session: AsyncSession, row: Subscription, checkout: Checkout | None, *, clock: Clock, notifier: Notifier
) -> None:
    """Try again in some days, as the policy says, or pause it; tell which."""
    if checkout is not None and checkout.status is CheckoutStatus.HELD:
        await let_go(session, checkout)
    days = (await read_policy(session, "subscription_retries", SubscriptionRetries)).days
    view = await view_of(session, row)
    if row.failed_tries < len(days):
        row.try_on = clock.today() + timedelta(days=days[row.failed_tries])
        row.failed_tries += 1
        await _tell(
            session, row, "subscription_payment_failed", notifier, item=view.title, day=_day(row.try_on)
        )
    else:
        row.failed_tries += 1
        row.status, row.paused_until = SubscriptionStatus.PAUSED, None
        await _tell(session, row, "subscription_paused_unpaid", notifier, item=view.title)


async def _tell(
    session: AsyncSession, row: Subscription, name: str, notifier: Notifier, **values: str
) -> None:
    await notifier.notify(session, Recipient(row.customer_id), notification(name, **values))


def _day(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}"


async def _locked(session: AsyncSession, subscription_id: UUID) -> Subscription:
    return await session.get_one(
        Subscription, subscription_id, with_for_update={"key_share": True}, populate_existing=True
    )


async def _checkout(session: AsyncSession, row: Subscription) -> Checkout | None:
    return await session.scalar(
        select(Checkout)
        .where(Checkout.subscription_id == row.id, Checkout.renews_on == row.due_on)
        .options(selectinload(Checkout.held))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


async def _tries(session: AsyncSession, checkout: Checkout) -> Sequence[PaymentAttempt]:
    found = await session.scalars(
        select(PaymentAttempt)
        .where(PaymentAttempt.checkout_id == checkout.id)
        .order_by(PaymentAttempt.created_at, PaymentAttempt.id)
    )
    return found.all()
