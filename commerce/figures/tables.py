"""The tables of the report, each with how it is counted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.events.outcomes import BOUGHT_DAYS, CLICKED_MINUTES
from commerce.figures.reading import (
    Pair,
    Period,
    by_name,
    category_titles,
    cohorts,
    standing,
    stock_of,
)
from commerce.figures.report import Column, Kind, Table, Value

_COHORTS = 12
COUNT, MONEY, SHARE, NUMBER, TEXT = Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.NUMBER, Kind.TEXT


def share(part: int, whole: int) -> float | None:
    """Return the part as a share; None of nothing."""
    return part / whole if whole else None


def days_table(period: Period, series: Mapping[str, Mapping[date, int]]) -> Table:
    """Return the period day by day."""
    columns = [Column("day", "Day", TEXT)]
    columns += [
        Column("revenue", "Revenue", MONEY),
        Column("orders", "Orders", COUNT),
        Column("new_customers", "New customers", COUNT),
        Column("returning_customers", "Returning customers", COUNT),
        Column("active_day", "Active that day", COUNT),
        Column("active_week", "in 7 days", COUNT),
        Column("active_month", "in 30 days", COUNT),
        Column("refunded", "Refunded", MONEY),
    ]
    days = [period.first + timedelta(days=number) for number in range(period.days)]
    rows: list[Sequence[Value]] = [
        [f"{day}", *(series[each.name].get(day, 0) for each in columns[1:])] for day in days
    ]
    how = (
        "Orders count on the store's day on which they were placed, unless cancelled since; refunds on the "
        "day they were given. Somebody is active who ordered, was seen in the shop signed in, or began a "
        "conversation as the customer they are, that day or in the 7 or 30 days up to it."
    )
    return Table("days", "Day by day", how, columns, rows)


async def cohort_table(session: AsyncSession, period: Period) -> Table:
    """Return which share of those who first ordered in a month ordered in each month after it."""
    months = _months_until(period.last, _COHORTS)
    found = await cohorts(session, period, months[0])
    rows: list[Sequence[Value]] = []
    for name, figures in found.items():
        customers = figures.get("cohort_customers", {})
        size = customers.get(name, 0)
        revenue = sum(figures.get("cohort_revenue", {}).values())
        after = months[months.index(name) :]
        shares = [share(customers.get(month, 0), size) for month in after]
        rows.append([name, size, share(revenue, size), *shares, *[None] * (_COHORTS - len(shares))])
    columns = [
        Column("cohort", "First order in", TEXT),
        Column("customers", "Customers", COUNT),
        Column("value", "Value of each", MONEY),
        *(Column(f"month_{number}", f"{number}", SHARE) for number in range(_COHORTS)),
    ]
    how = (
        "Of those whose first order was in a month, how many ordered in that month (0) and in each after it; "
        "the month that runs is not over. The value is all they have ordered since, by the head, before "
        "refunds and cancelled orders apart."
    )
    return Table("cohorts", "Who comes back", how, columns, rows)


async def segment_table(session: AsyncSession, period: Period) -> Table:
    """Return what customers have come to so far, by how often they ordered."""
    found = await standing(session, period)
    rows: list[Sequence[Value]] = [
        [
            name,
            each.get("segment_customers", 0),
            share(each.get("segment_revenue", 0), each["segment_customers"]),
        ]
        for name, each in sorted(found.items(), key=lambda each: -each[1].get("segment_revenue", 0))
    ]
    columns = [
        Column("segment", "Customers with", TEXT),
        Column("customers", "Customers", COUNT),
        Column("value", "Lifetime value", MONEY),
    ]
    how = (
        "Lifetime value is what a customer has ordered up to now, cancelled orders apart, before refunds, on "
        "average of the segment. Away are those without an order in 180 days, however many they have."
    )
    return Table("segments", "What customers come to", how, columns, rows)


async def money_tables(session: AsyncSession, period: Period) -> list[Table]:
    """Return revenue by channel, category, campaign, promotion and journey."""
    categories = await by_name(session, period, ["category_revenue"])
    titles = await category_titles(session, categories)
    return [
        _money(
            "channels", "Channels", "Channel",
            await by_name(session, period, ["channel_revenue", "channel_orders"]),
            "An order counts for the channel of the conversation whose cart it was, or in which its customer "
            "wrote last in the day before; what did not come by the assistant's checkout is the shop's.",
        ),
        _money(
            "categories", "Categories", "Category",
            {titles.get(name, name or "without one"): each for name, each in categories.items()},
            "Lines after their share of the discount, without delivery.",
        ),
        _money(
            "campaigns", "Campaigns", "Campaign",
            _renamed(await by_name(session, period, ["campaign_revenue", "campaign_orders"]), "none known"),
            "The last utm_campaign that the shop told of the order's customer in the 30 days before it. Only "
            "what the shop sends to /events is known; orders without are under none known.",
        ),
        _money(
            "promotions", "Promotions", "Promotion",
            await by_name(session, period, ["promotion_revenue", "promotion_orders", "promotion_discount"]),
            "Orders placed with the promotion through the assistant's checkout, and what it took off; who "
            "would have bought without is not known here.",
        ),
        _money(
            "journeys", "Journeys", "Journey",
            await by_name(session, period, ["journey_sent", "journey_orders", "journey_revenue"]),
            "Messages sent, and orders of their customers within 7 days after the last one, whoever would "
            "have bought anyway: /desk/journeys/ holds them against a holdout.",
        ),
    ]  # fmt: skip


_TITLES = {
    "revenue": ("Revenue", MONEY),
    "orders": ("Orders", COUNT),
    "discount": ("Taken off", MONEY),
    "sent": ("Sent", COUNT),
}


def _money(name: str, title: str, what: str, found: Mapping[str, Mapping[str, Pair]], how: str) -> Table:
    figures = list(next(iter(found.values()), {}))
    columns = [Column("name", what, TEXT)]
    for figure in figures:
        short = figure.rpartition("_")[2]
        heading, kind = _TITLES[short]
        columns += [Column(short, heading, kind), Column(f"{short}_before", "before", kind)]
    rows = [[each, *_flat(pairs, figures)] for each, pairs in found.items()]
    return Table(name, title, how, columns, rows)


def _flat(pairs: Mapping[str, Pair], figures: Sequence[str]) -> list[Value]:
    return [value for figure in figures for value in (pairs[figure].now, pairs[figure].before)]


def _renamed(found: dict[str, dict[str, Pair]], nameless: str) -> dict[str, dict[str, Pair]]:
    return {name or nameless: each for name, each in found.items()}


_PRODUCT = ("product_revenue", "product_bought", "product_seen", "product_added", "product_returned")


async def product_table(session: AsyncSession, period: Period) -> Table:
    """Return what sold best."""
    found = await by_name(session, period, _PRODUCT)
    stock = await stock_of(session, found)
    rows: list[Sequence[Value]] = [
        _product(stock[name].title, stock[name].pieces, pairs, period.days)
        for name, pairs in found.items()
        if name in stock
    ]
    columns = [
        Column("product", "Product", TEXT),
        Column("revenue", "Revenue", MONEY),
        Column("revenue_before", "before", MONEY),
        Column("bought", "Bought", COUNT),
        Column("seen", "Seen", COUNT),
        Column("added", "Into carts", COUNT),
        Column("rate", "Bought of seen", SHARE),
        Column("returned", "Returned", COUNT),
        Column("return_rate", "of bought", SHARE),
        Column("days_of_stock", "Days of stock", NUMBER),
    ]
    how = (
        "The products with most revenue. Seen and put into carts count as the shop tells of them, pieces on "
        "the day of the order, returns on the day they were asked for. Stock lasts as long as it does at the "
        "pace of these days; nothing is told where pieces are not counted."
    )
    return Table("products", "Products", how, columns, rows)


def _product(title: str, pieces: int | None, pairs: Mapping[str, Pair], days: int) -> list[Value]:
    revenue, bought, seen, added, returned = (pairs[figure] for figure in _PRODUCT)
    lasts = pieces * days / bought.now if pieces is not None and bought.now else None
    return [
        title,
        revenue.now,
        revenue.before,
        bought.now,
        seen.now,
        added.now,
        share(bought.now, seen.now),
        returned.now,
        share(returned.now, bought.now),
        lasts,
    ]


async def search_tables(session: AsyncSession, period: Period) -> list[Table]:
    """Return what was searched for most, and what was searched for in vain."""
    figures = ["searches", "searches_clicked", "searches_bought", "searches_empty"]
    popular = await by_name(session, period, figures)
    in_vain = await by_name(session, period, ["searches_empty", "searches"])
    columns = [
        Column("words", "Words", TEXT),
        Column("searches", "Searches", COUNT),
        Column("searches_before", "before", COUNT),
        Column("clicked", "Clicked", COUNT),
        Column("bought", f"Bought within {BOUGHT_DAYS} days", COUNT),
        Column("empty", "Without result", COUNT),
    ]
    rows: list[Sequence[Value]] = [
        [
            name,
            each["searches"].now,
            each["searches"].before,
            *(each[figure].now for figure in figures[1:]),
        ]
        for name, each in popular.items()
    ]
    how = (
        "Searches in the chat, and in the shop as it tells of them; words that may be a person's are not "
        f"kept. Clicked: something found was looked at or put into the cart within {CLICKED_MINUTES} "
        "minutes. Bought: the customer, where they are known, ordered something that was found, or clicked."
    )
    vain = Table(
        "searches_in_vain",
        "Searched for in vain",
        "Searches without any result.",
        [Column("words", "Words", TEXT), Column("empty", "Without result", COUNT), columns[1]],
        [[name, each["searches_empty"].now, each["searches"].now] for name, each in in_vain.items()],
    )
    return [Table("searches", "Searches", how, columns, rows), vain]


async def assistant_table(session: AsyncSession, period: Period) -> Table:
    """Return what became of conversations, by channel."""
    found = await by_name(session, period, ["conversations", "handed_over", "resolved_alone"])
    sold = await by_name(session, period, ["channel_revenue"])
    columns = [
        Column("channel", "Channel", TEXT),
        Column("conversations", "Conversations", COUNT),
        Column("conversations_before", "before", COUNT),
        Column("handed_over", "Handed over", COUNT),
        Column("contained", "Contained", SHARE),
        Column("resolved_alone", "Resolved alone", COUNT),
        Column("sold", "Sold", MONEY),
    ]
    rows: list[Sequence[Value]] = [
        [
            name,
            each["conversations"].now,
            each["conversations"].before,
            each["handed_over"].now,
            1 - each["handed_over"].now / each["conversations"].now,
            each["resolved_alone"].now,
            sold.get(name, {}).get("channel_revenue", Pair()).now,
        ]
        for name, each in found.items()
    ]
    how = (
        "Conversations on the day they began. Contained are those without a handoff; resolved alone those of "
        "them in which something was understood. Sold is the revenue of the channel."
    )
    return Table("assistant", "The assistant", how, columns, rows)


def _months_until(last: date, count: int) -> list[str]:
    months = [last.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return [f"{each:%Y-%m}" for each in reversed(months)]
