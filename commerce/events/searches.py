"""What shoppers search for: kept without who they are beyond their conversation, and what became of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from commerce.clock import Clock
from commerce.events.models import EventKind, ShopEvent
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.support.models import Conversation

_LONGEST = 80  # characters
_MOST_SHOWN = 20  # products of one search
_MOST_LISTED = 200
_CLICKED_WITHIN, _BOUGHT_WITHIN = timedelta(minutes=30), timedelta(days=7)
_PERSONAL = re.compile(r"(?<!\S)[^\s@]*+@\S*|\+?\d(?:[\s().-]?\d){5,}")
_CLICKS = (EventKind.RESULT_CLICKED, EventKind.PRODUCT_VIEWED, EventKind.ADDED_TO_CART)


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """How often words were searched for, found nothing, and led to a click or an order of what they found."""

    words: str
    searches: int
    without_result: int
    clicked: int
    bought: int


def plain_words(words: str) -> str:
    """Return what is kept of a search: its words without e-mail addresses and longer numbers, if any."""
    return " ".join(_PERSONAL.sub(" ", words).lower().split())[:_LONGEST]


def note_search(
    session: AsyncSession, conversation_id: UUID, words: str, found: Sequence[str], *, clock: Clock
) -> None:
    """Keep that `words` were searched for and found these products, if any of them are kept."""
    plain = plain_words(words)
    if not plain:
        return
    session.add(
        ShopEvent(
            id=uuid4().hex,
            kind=EventKind.SEARCHED,
            at=clock.now(),
            conversation_id=conversation_id,
            details={"words": plain, "found": list(found[:_MOST_SHOWN]), "results": len(found)},
        )
    )


async def read_searches(session: AsyncSession, days: int, clock: Clock) -> list[SearchFigures]:
    """What was searched for in the last days, the most frequent first."""
    search = ShopEvent
    since = clock.now() - timedelta(days=days)
    words = func.lower(search.details["words"].astext)
    told = search.details["results"].astext
    has_nothing = or_(told == "0", and_(told.is_(None), search.details["found"].astext == "[]"))
    rows = await session.execute(
        select(
            words,
            func.count(),
            func.count().filter(has_nothing),
            func.count().filter(_was_clicked()),
            func.count().filter(_was_bought()),
        )
        .where(search.kind == EventKind.SEARCHED, search.at >= since, words.is_not(None))
        .group_by(words)
        .order_by(func.count().desc(), words)
        .limit(_MOST_LISTED)
    )
    return [SearchFigures(*row) for row in rows]


def _was_clicked() -> ColumnElement[bool]:
    """Whether one of the products that were found was looked at or put into the cart soon after."""
    click = aliased(ShopEvent)
    is_theirs = or_(
        click.conversation_id == ShopEvent.conversation_id, click.customer_id == ShopEvent.customer_id
    )
    is_found = ShopEvent.details["found"].has_key(click.product_id)
    is_told = and_(
        click.kind == EventKind.RESULT_CLICKED,
        click.details["words"].astext == ShopEvent.details["words"].astext,
    )
    return (
        select(click.id)
        .where(click.kind.in_(_CLICKS), is_theirs, or_(is_found, is_told))
        .where(click.at.between(ShopEvent.at, ShopEvent.at + _CLICKED_WITHIN))
        .correlate(ShopEvent)
        .exists()
    )


def _was_bought() -> ColumnElement[bool]:
    """Whether one of them was ordered by the same customer within a week."""
    buyer = (
        select(Conversation.customer_id)
        .where(Conversation.id == ShopEvent.conversation_id)
        .correlate(ShopEvent)
        .scalar_subquery()
    )
    return (
        select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.customer_id == func.coalesce(ShopEvent.customer_id, buyer))
        .where(Order.status != OrderStatus.CANCELLED)
        .where(Order.placed_at.between(ShopEvent.at, ShopEvent.at + _BOUGHT_WITHIN))
        .where(ShopEvent.details["found"].has_key(OrderLine.product_id))
        .correlate(ShopEvent)
        .exists()
    )
