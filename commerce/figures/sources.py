"""The raw rows that figures are counted from, and how a day of them is known to look otherwise than before.

What is erased or has served its time must not take the figures of its day with it, so a day that holds fewer
rows than were counted is left as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.figures.days import Days, day_of, within
from commerce.figures.models import SourceDay


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of raw rows: from where, when each counts, and what of it matters."""

    name: str
    table: str  # what stands after FROM
    moment: str
    matters: str
    condition: str = "true"

    def statement(self) -> str:
        """SQL for day, rows and checksum."""
        return f"""
        SELECT {day_of(self.moment)} AS day, count(*), sum(hashtextextended({self.matters}, 0))
        FROM {self.table} WHERE {within(self.moment)} AND {self.condition} GROUP BY 1
        """  # noqa: S608  constants of this file

    def earliest(self) -> str:
        """SQL for the moment of the first row."""
        return f"SELECT min({self.moment}) FROM {self.table} WHERE {self.condition}"  # noqa: S608


ORDERS = Source(
    "orders",
    "orders",
    "orders.placed_at",
    "concat_ws('/', orders.id, orders.customer_id, orders.status = 'cancelled', orders.total_minor, "
    "extract(epoch FROM orders.items_changed_at))",
)
REFUNDS = Source(
    "refunds",
    "refunds",
    "refunds.created_at",
    "concat_ws('/', refunds.id, refunds.status = 'reversed', refunds.amount_minor)",
)
RETURNS = Source(
    "returns",
    "return_requests",
    "return_requests.created_at",
    "concat_ws('/', return_requests.id, return_requests.status IN ('refused', 'cancelled'))",
)
EVENTS = Source("events", "shop_events", "shop_events.at", "shop_events.id")
CAMPAIGN_EVENTS = Source(
    "campaign events",
    "shop_events",
    "shop_events.at",
    "shop_events.id",
    "shop_events.details ? 'utm_campaign'",
)
CONVERSATIONS = Source(
    "conversations",
    "conversations",
    "conversations.created_at",
    "concat_ws('/', conversations.id, conversations.customer_id, "
    "EXISTS (SELECT FROM handoffs WHERE handoffs.conversation_id = conversations.id), "
    "EXISTS (SELECT FROM understandings WHERE understandings.conversation_id = conversations.id "
    "AND NOT understandings.is_fallback))",
)
MESSAGES_SENT = Source(
    "journey messages",
    "journey_steps",
    "journey_steps.at",
    "journey_steps.id::text",
    "journey_steps.outcome = 'sent'",
)


SUBSCRIPTIONS = Source(
    "subscriptions",
    "subscriptions",
    "subscriptions.created_at",
    "concat_ws('/', subscriptions.id, subscriptions.status, subscriptions.quantity, "
    "subscriptions.interval_count, subscriptions.interval_unit)",
)
FRIENDS = Source("friends", "referrals", "referrals.claimed_at", "referrals.id::text")
REWARDS = Source(
    "rewards", "referrals", "referrals.settled_at", "referrals.id::text", "referrals.status = 'rewarded'"
)
# That a day has begun, for what is true of a day on which nothing happened.
BEGUN = Source("days", "unnest(CAST(:starts AS timestamptz[])) AS begun", "begun", "'begun'")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the raw rows of a day look like."""

    rows: int
    checksum: Decimal


async def changed_days(session: AsyncSession, source: Source, days: Days) -> Mapping[date, Seen]:
    """The days whose rows look otherwise than when they were last counted, with how they look now."""
    rows = await session.execute(text(source.statement()), days.parameters())
    now = {day: Seen(count, Decimal(checksum)) for day, count, checksum in rows}
    known = await session.execute(
        select(SourceDay.day, SourceDay.rows, SourceDay.checksum).where(
            SourceDay.source == source.name, SourceDay.day.between(days.first, days.last)
        )
    )
    before = {day: Seen(count, checksum) for day, count, checksum in known}
    return {
        day: seen
        for day, seen in now.items()
        if day not in before or (seen != before[day] and seen.rows >= before[day].rows)
    }


async def note_days(
    session: AsyncSession, source: Source, seen: Mapping[date, Seen], read_at: datetime
) -> None:
    """Remember how the rows of these days looked when they were counted."""
    if not seen:
        return
    await session.execute(
        delete(SourceDay).where(SourceDay.source == source.name, SourceDay.day.in_(list(seen)))
    )
    values = [
        {"source": source.name, "day": day, "rows": each.rows, "checksum": each.checksum, "read_at": read_at}
        for day, each in seen.items()
    ]
    await session.execute(insert(SourceDay), values)


async def earliest_moment(session: AsyncSession, sources: Iterable[Source]) -> datetime | None:
    """When the first row of any source counts; None where there is none at all."""
    moments: list[datetime] = []
    for source in sources:
        moment = await session.scalar(text(source.earliest()))
        moments += [moment] if moment is not None else []
    return min(moments, default=None)
