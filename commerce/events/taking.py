"""Takes in what a shop tells: each event once, the good ones of a batch whatever the others are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product
from commerce.customers.models import Customer
from commerce.events.models import EventKind, ShopEvent
from commerce.events.searches import plain_words
from commerce.support.models import Conversation


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it was told; `details` are what else it says."""

    id: str
    kind: EventKind
    at: datetime
    customer_id: str | None
    conversation_id: UUID | None
    product_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many are new, how many were known, and why others were refused, by id."""

    accepted: int
    repeated: int
    refused: dict[str, str]


async def take_events(session: AsyncSession, events: Sequence[Happened]) -> Taken:
    """Keep what is new in the caller's transaction. What names something that is not there is refused."""
    products = await _known(session, select(Product.id), Product.id, (each.product_id for each in events))
    customers = await _known(session, select(Customer.id), Customer.id, (each.customer_id for each in events))
    talks = await _known(
        session, select(Conversation.id), Conversation.id, (each.conversation_id for each in events)
    )
    refused: dict[str, str] = {}
    rows: dict[str, dict[str, Any]] = {}
    for each in events:
        if each.product_id is not None and each.product_id not in products:
            refused[each.id] = "there is no such product"
        elif each.customer_id is not None and each.customer_id not in customers:
            refused[each.id] = "there is no such customer"
        elif each.conversation_id is not None and each.conversation_id not in talks:
            refused[each.id] = "there is no such conversation"
        else:
            rows.setdefault(each.id, _row(each))
    if not rows:
        return Taken(0, len(events) - len(refused), refused)
    written = await session.scalars(
        insert(ShopEvent).values(list(rows.values())).on_conflict_do_nothing().returning(ShopEvent.id)
    )
    accepted = len(list(written))
    return Taken(accepted, len(events) - len(refused) - accepted, refused)


async def recently_viewed(
    session: AsyncSession, conversation_id: UUID, customer_id: str | None, limit: int = 10
) -> list[str]:
    """The products that a shopper looked at, in the shop and in the chat, the newest first."""
    theirs = [ShopEvent.conversation_id == conversation_id]
    if customer_id is not None:
        theirs.append(ShopEvent.customer_id == customer_id)
    rows = await session.scalars(
        select(ShopEvent.product_id)
        .where(or_(*theirs), ShopEvent.kind.in_((EventKind.PRODUCT_VIEWED, EventKind.ADDED_TO_CART)))
        .where(ShopEvent.product_id.is_not(None))
        .order_by(ShopEvent.at.desc(), ShopEvent.id)
        .limit(5 * limit)
    )
    return list(dict.fromkeys(each for each in rows if each is not None))[:limit]


def _row(each: Happened) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind,
        "at": each.at,
        "customer_id": each.customer_id,
        "conversation_id": each.conversation_id,
        "product_id": each.product_id,
        "details": _details(each),
    }


def _details(each: Happened) -> dict[str, Any]:
    """What else it says, the words of a search as those of the chat's are kept."""
    if "words" not in each.details:
        return each.details
    said = {name: value for name, value in each.details.items() if name != "words"}
    words = plain_words(each.details["words"])
    return said | {"words": words} if words else said


async def _known(session: AsyncSession, query: Select[Any], key: Any, named: Iterable[Any]) -> set[Any]:
    wanted = {each for each in named if each is not None}
    return set(await session.scalars(query.where(key.in_(wanted)))) if wanted else set()
