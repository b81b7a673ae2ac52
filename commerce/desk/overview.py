"""How the desk and the assistant do: the queue now, and what became of the conversations of some days.

A conversation counts on the store's day of its first message, which is a shopper's. It is *contained* when
nobody of the store's people had to have it: no handoff was made. One that is still open counts as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock


@dataclass(frozen=True, slots=True)
class QueueNow:
    """The support queue at this moment."""

    waiting: int
    oldest: datetime | None  # since when the first waits
    with_agents: int
    on_duty: int


@dataclass(frozen=True, slots=True)
class Share:
    """Conversations of one channel or about one topic, and how many of them a person had."""

    name: str
    conversations: int
    handed_over: int

    @property
    def contained(self) -> float:
        """The share that needed nobody, between 0 and 1."""
        return 1 - self.handed_over / self.conversations if self.conversations else 1.0


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long handed-over shoppers waited, in seconds; None where nothing was."""

    first_reply_median: float | None
    first_reply_p90: float | None
    resolution_median: float | None


@dataclass(frozen=True, slots=True)
class Hour:
    """Handoffs made in an hour of the day, and the median wait for a first reply in seconds."""

    hour: int
    handoffs: int
    first_reply: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day on one channel, as it is exported."""

    day: date
    channel: str
    conversations: int
    handed_over: int
    resolved: int
    first_reply_median_s: float | None
    csat_mean: float | None
    csat_ratings: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page."""

    days: int
    queue: QueueNow
    everything: Share
    channels: Sequence[Share]
    topics: Sequence[Share]
    reasons: Sequence[tuple[str, int]]
    clocks: Clocks
    hours: Sequence[Hour]
    csat: Sequence[tuple[int, int]]  # score and how often

    @property
    def csat_mean(self) -> float | None:
        """The mean score; None without ratings."""
        ratings = sum(count for _, count in self.csat)
        return sum(score * count for score, count in self.csat) / ratings if ratings else None


_QUEUE = text("""
SELECT count(*) FILTER (WHERE status = 'queued'), min(created_at) FILTER (WHERE status = 'queued'),
    count(*) FILTER (WHERE status = 'assigned'),
    (SELECT count(*) FROM staff_members WHERE is_on_duty AND disabled_at IS NULL)
FROM handoffs WHERE status <> 'resolved'
""")

_COUNTED = """
counted AS (
    SELECT id, channel, created_at,
        EXISTS (SELECT FROM handoffs WHERE conversation_id = conversations.id) AS is_handed_over
    FROM conversations
    WHERE created_at >= :since AND channel NOT IN ('rasa', 'warm_up')
)
"""

# By channel, and by topic: a conversation is about every topic that was understood in it.
_SHARES = text("""
WITH counted AS MATERIALIZED (
    SELECT conversations.id, channel, had.conversation_id IS NOT NULL AS is_handed_over
    FROM conversations LEFT JOIN (
        SELECT DISTINCT conversation_id FROM handoffs WHERE created_at >= :since
    ) AS had ON had.conversation_id = conversations.id
    WHERE created_at >= :since AND channel NOT IN ('rasa', 'warm_up')
), about AS (
    SELECT DISTINCT intent, conversation_id FROM understandings
    WHERE created_at >= :since AND NOT is_fallback
), topics AS (
    SELECT intent, count(*) AS conversations, count(*) FILTER (WHERE is_handed_over) AS handed_over
    FROM about JOIN counted ON counted.id = about.conversation_id
    GROUP BY intent ORDER BY 2 DESC LIMIT 15
)
SELECT 'channel' AS kind, channel AS name, count(*) AS conversations,
    count(*) FILTER (WHERE is_handed_over) AS handed_over FROM counted GROUP BY channel
UNION ALL SELECT 'topic', intent, conversations, handed_over FROM topics
ORDER BY conversations DESC, name
""")

_REASONS = text("""
SELECT escalation, count(*) FROM handoffs WHERE created_at >= :since GROUP BY escalation ORDER BY 2 DESC
""")

_CLOCKS = text("""
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_reply_at - created_at)),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM first_reply_at - created_at)),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM resolved_at - created_at))
FROM handoffs WHERE created_at >= :since
""")

# The database knows nothing of time zones that is as new as ours: it is told by how much the store's clock is
# ahead, and from when to when.
_HOURS = text("""
SELECT mod(CAST(extract(epoch FROM created_at) AS bigint) + ahead.by_s, 86400) / 3600 AS hour, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_reply_at - created_at))
FROM handoffs JOIN unnest(
    CAST(:begins AS timestamptz[]), CAST(:ends AS timestamptz[]), CAST(:ahead AS bigint[])
) AS ahead (begins, ends, by_s) ON created_at >= ahead.begins AND created_at < ahead.ends
GROUP BY 1
""")

_CSAT = text("""
SELECT score, count(*) FROM csat_ratings WHERE rated_at >= :since AND score IS NOT NULL
GROUP BY score ORDER BY score
""")

_EXPORTED = text(f"""
WITH {_COUNTED}
SELECT counted.created_at, counted.channel, is_handed_over, handoffs.status = 'resolved',
    extract(epoch FROM handoffs.first_reply_at - handoffs.created_at), csat_ratings.score
FROM counted
LEFT JOIN LATERAL (
    SELECT * FROM handoffs WHERE conversation_id = counted.id ORDER BY created_at LIMIT 1
) AS handoffs ON true
LEFT JOIN csat_ratings ON csat_ratings.handoff_id = handoffs.id
""")  # noqa: S608


async def read_overview(session: AsyncSession, days: int, clock: Clock) -> Overview:
    """How it goes now, and went on the last `days` days, today included."""
    since = {"since": _since(days, clock)}

    async def rows(statement: TextClause) -> Sequence[Any]:
        return (await session.execute(statement, since)).all()

    shares = await rows(_SHARES)
    channels = [Share(*row) for kind, *row in shares if kind == "channel"]
    return Overview(
        days=days,
        queue=QueueNow(*(await session.execute(_QUEUE)).one()),
        everything=Share(
            "all", sum(each.conversations for each in channels), sum(each.handed_over for each in channels)
        ),
        channels=channels,
        topics=[Share(*row) for kind, *row in shares if kind == "topic"],
        reasons=[(name, count) for name, count in await rows(_REASONS)],
        clocks=Clocks(*(await rows(_CLOCKS))[0]),
        hours=await _by_hour(session, since["since"], clock),
        csat=[(score, count) for score, count in await rows(_CSAT)],
    )


async def read_days(session: AsyncSession, days: int, clock: Clock) -> list[Day]:
    """The same by day and channel, for a spreadsheet; the latest day first."""
    found = (await session.execute(_EXPORTED, {"since": _since(days, clock)})).all()
    grouped: dict[tuple[date, str], list[Any]] = {}
    for row in found:
        grouped.setdefault((clock.day_of(row[0]), row[1]), []).append(row)
    return [_day(*key, group) for key, group in sorted(grouped.items(), reverse=True)]


def _since(days: int, clock: Clock) -> datetime:
    """The beginning of the first of `days` days, on the store's clock."""
    first = clock.today() - timedelta(days=days - 1)
    return datetime(first.year, first.month, first.day, tzinfo=clock.zone)


def _day(day: date, channel: str, rows: Sequence[Any]) -> Day:
    waits = [float(row[4]) for row in rows if row[4] is not None]
    scores = [row[5] for row in rows if row[5] is not None]
    return Day(
        day,
        channel,
        conversations=len(rows),
        handed_over=sum(bool(row[2]) for row in rows),
        resolved=sum(bool(row[3]) for row in rows),
        first_reply_median_s=_median(waits),
        csat_mean=sum(scores) / len(scores) if scores else None,
        csat_ratings=len(scores),
    )


async def _by_hour(session: AsyncSession, since: datetime, clock: Clock) -> list[Hour]:
    """The handoffs made since then by the hour of the store's clock."""
    spans = _offsets(since, clock)
    values = {
        "begins": [begins for begins, _, _ in spans],
        "ends": [ends for _, ends, _ in spans],
        "ahead": [ahead // timedelta(seconds=1) for _, _, ahead in spans],
    }
    found = {row[0]: row for row in await session.execute(_HOURS, values)}
    made = (found.get(hour, (hour, 0, None)) for hour in range(24))
    return [Hour(hour, count, None if wait is None else float(wait)) for hour, count, wait in made]


def _offsets(since: datetime, clock: Clock) -> list[tuple[datetime, datetime, timedelta]]:
    """By how much the store's clock is ahead of UTC since then, each with its beginning and its end."""
    spans: list[tuple[datetime, datetime, timedelta]] = []
    at, now = since.astimezone(UTC), clock.now()
    while at <= now:
        ahead, ends = at.astimezone(clock.zone).utcoffset() or timedelta(), at + timedelta(hours=1)
        if spans and spans[-1][2] == ahead:
            spans[-1] = (spans[-1][0], ends, ahead)
        else:
            spans.append((at, ends, ahead))
        at = ends
    return spans


def _median(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None
