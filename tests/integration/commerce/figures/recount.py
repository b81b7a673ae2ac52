"""Counts the figures of some days from raw rows, in plain Python and knowing nothing of the statements."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.events.models import ShopEvent
from commerce.orders.models import Order, OrderLine, OrderStatus, Refund, RefundStatus
from commerce.support.models import Conversation, Handoff, Understanding

Counts = dict[tuple[str, date, str, str], int]


async def recount(session: AsyncSession, clock: Clock) -> Counts:
    """Every figure that the raw rows of the test's store give, over all days."""
    counts: Counts = defaultdict(int)
    orders = [
        each for each in await session.scalars(select(Order)) if each.status is not OrderStatus.CANCELLED
    ]
    _sales(counts, orders, list(await session.scalars(select(OrderLine))), clock.day_of)
    _buyers(counts, orders, clock.day_of)
    events = list(await session.scalars(select(ShopEvent)))
    lines = list(await session.scalars(select(OrderLine)))
    _visits(counts, events, orders, lines, clock.day_of)
    for refund in await session.scalars(select(Refund)):
        if refund.status is not RefundStatus.REVERSED:
            counts["refunded", clock.day_of(refund.created_at), "", refund.currency] += refund.amount_minor
    handed = set(await session.scalars(select(Handoff.conversation_id)))
    talks = list(await session.scalars(select(Conversation)))
    understood = {
        each.conversation_id for each in await session.scalars(select(Understanding)) if not each.is_fallback
    }
    for talk in talks:
        day = clock.day_of(talk.created_at)
        counts["conversations", day, talk.channel, ""] += 1
        counts["handed_over", day, talk.channel, ""] += talk.id in handed
        counts["resolved_alone", day, talk.channel, ""] += talk.id in understood - handed
    _standing(counts, orders, clock)
    there = [(each.customer_id, each.placed_at) for each in orders]
    there += [(each.customer_id, each.at) for each in events]
    there += [(each.customer_id, each.created_at) for each in talks]
    _active(counts, there, clock)
    return {key: value for key, value in counts.items() if value}


def _sales(
    counts: Counts, orders: list[Order], lines: list[OrderLine], day_of: Callable[[Any], date]
) -> None:
    days = {}
    for each in orders:
        day = days[each.id] = day_of(each.placed_at)
        for figure, name in (("orders", ""), ("channel_orders", "shop")):
            counts[figure, day, name, each.currency] += 1
        for figure, name in (("revenue", ""), ("channel_revenue", "shop")):
            counts[figure, day, name, each.currency] += each.total_minor
    for line in lines:
        if line.order_id in days:
            day = days[line.order_id]
            counts["product_bought", day, line.product_id, ""] += line.quantity
            counts["product_revenue", day, line.product_id, "USD"] += line.paid_minor
            counts["category_revenue", day, "", "USD"] += line.paid_minor


def _buyers(counts: Counts, orders: list[Order], day_of: Callable[[Any], date]) -> None:
    theirs: dict[str, list[tuple[datetime | None, Order]]] = defaultdict(list)
    for each in orders:
        theirs[each.customer_id].append((each.placed_at, each))
    for found in theirs.values():
        days = sorted({day_of(at) for at, _ in found})
        cohort = f"{days[0]:%Y-%m}"
        for day in days:
            counts["new_customers" if day == days[0] else "returning_customers", day, "", ""] += 1
        for month in {(day.year, day.month) for day in days}:
            first = min(day for day in days if (day.year, day.month) == month)
            counts["cohort_customers", first, cohort, ""] += 1
        for at, each in found:
            counts["cohort_revenue", day_of(at), cohort, each.currency] += each.total_minor


def _standing(counts: Counts, orders: list[Order], clock: Clock) -> None:
    """Where customers stand at the end of today: by how many orders, or that they stay away."""
    theirs: dict[str, list[Order]] = defaultdict(list)
    for each in orders:
        theirs[each.customer_id].append(each)
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time(), clock.zone)
    for found in theirs.values():
        last = max(each.placed_at for each in found if each.placed_at is not None)
        few = {1: "one order", 2: "two or three orders", 3: "two or three orders"}
        name = few.get(len(found), "four orders or more")
        name = "away" if last < tomorrow - timedelta(days=180) else name
        counts["segment_customers", clock.today(), name, "USD"] += 1
        counts["segment_revenue", clock.today(), name, "USD"] += sum(each.total_minor for each in found)


def _visits(
    counts: Counts,
    events: list[ShopEvent],
    orders: list[Order],
    lines: list[OrderLine],
    day_of: Callable[[Any], date],
) -> None:
    bought = {(line.order_id, line.product_id) for line in lines}
    for each in events:
        day = day_of(each.at)
        if each.kind == "product_viewed":
            counts["product_seen", day, each.product_id or "", ""] += 1
        if each.kind == "searched":
            words = " ".join(each.details["words"].lower().split())
            counts["searches", day, words, ""] += 1
            counts["searches_empty", day, words, ""] += each.details["results"] == 0
            found = each.details.get("found", [])
            counts["searches_clicked", day, words, ""] += any(
                other.kind == "product_viewed"
                and other.product_id in found
                and other.customer_id == each.customer_id is not None
                and each.at <= other.at <= each.at + timedelta(minutes=30)
                for other in events
            )
            counts["searches_bought", day, words, ""] += any(
                order.customer_id == each.customer_id
                and each.at <= (order.placed_at or each.at) <= each.at + timedelta(days=7)
                and any((order.id, product) in bought for product in found)
                for order in orders
            )
    for order in orders:
        came = [
            each
            for each in events
            if each.customer_id == order.customer_id
            and "utm_campaign" in each.details
            and order.placed_at is not None
            and order.placed_at - timedelta(days=30) < each.at <= order.placed_at
        ]
        last = max(came, key=lambda each: each.at).details["utm_campaign"] if came else ""
        counts["campaign_orders", day_of(order.placed_at), last, order.currency] += 1
        counts["campaign_revenue", day_of(order.placed_at), last, order.currency] += order.total_minor


def _active(counts: Counts, there: list[tuple[str | None, datetime | None]], clock: Clock) -> None:
    days = [(customer, clock.day_of(at)) for customer, at in there if customer and at]
    first = min((day for _, day in days), default=clock.today())
    for number in range((clock.today() - first).days + 1):
        day = first + timedelta(days=number)
        for figure, long in (("active_day", 1), ("active_week", 7), ("active_month", 30)):
            within = {who for who, on in days if day - timedelta(days=long) < on <= day}
            counts[figure, day, "", ""] = len(within)
