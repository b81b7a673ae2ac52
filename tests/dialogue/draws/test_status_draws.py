"""Where orders, returns and refunds stand, asked in a chat in many words, is told as it is."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import pytest

from commerce.changes import carry_out
from commerce.money import Money
from commerce.returns.models import ItemCondition, ReturnReason
from commerce.returns.request import RequestReturn, ReturnItem
from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.recorded_rows import mark, transactions_since
from tests.dialogue.draws.shopper import ScriptedShopper, Talk
from tests.dialogue.draws.store import ImportedStore, of_different_customers
from tests.dialogue.draws.wordings import greeted
from tests.factories import a_shopper
from tests.retail_store import Row, minor, number_of, paid

DRAWS = 15
TOLD = {
    "pending": {"utter_order_pending"},
    "processed": {"utter_order_processed", "utter_order_shipped"},
    "delivered": {"utter_order_delivered"},
    "cancelled": {"utter_order_cancelled"},
}
_REFUNDED = {"utter_refund_completed", "utter_refund_of_order", "utter_refunds"}
Ask = Callable[[Row], Awaitable[str]]  # what went wrong, if anything

pytestmark = pytest.mark.timeout(300)


async def all_asked(retail: ImportedStore, orders: Sequence[Row], ask: Ask) -> None:
    """Four at once; nothing goes wrong, and no row changes."""
    assert len(orders) == DRAWS
    start = await mark(retail.sessions)
    at_once = asyncio.Semaphore(4)

    async def one(order: Row) -> str:
        async with at_once:
            return await ask(order)

    failures = list(filter(None, await asyncio.gather(*map(one, orders))))
    assert not failures, f"{len(failures)} of {DRAWS}\n\n" + "\n\n".join(failures)
    assert await transactions_since(retail.sessions, start) == []


async def told(
    retail: ImportedStore,
    dice: random.Random,
    order: Row,
    opening: str,
    *,
    flow: str,
    ends: set[str],
    words: Sequence[str],
) -> str:
    """What went wrong in the talk: another end, or words that were not said."""
    talk = Talk.of(retail.client, order["customer_id"])
    try:
        answers = answering.about_order(dice, order) | answering.about_flow(flow)
        await ScriptedShopper(talk, answers, ends=ends.__contains__).pursue(greeted(dice, opening))
    except AssertionError as lost:
        return "\n".join([*talk.transcript, str(lost)])
    said = "\n".join(talk.transcript)
    missing = [each for each in words if each not in said]
    return f"{said}\nnot said: {missing}" if missing else ""


async def test_where_orders_are(retail: ImportedStore, dice: random.Random) -> None:
    async def ask(order: Row) -> str:
        which = f"order {dice.choice(['#', ''])}{number_of(order)}"
        opening = dice.choice(
            [f"where is {which}", f"what's the status of {which}", f"has {which} shipped yet?"]
        )
        return await told(
            retail,
            dice,
            order,
            opening,
            flow="check_order_status",
            ends=TOLD[order["status"]],
            words=[order["number"]],
        )

    taken = {order["number"] for orders in retail.orders.values() for order in orders}
    rest = [order for order in retail.files.orders if order["number"] not in taken]
    await all_asked(retail, dice.sample(rest, DRAWS), ask)


async def test_where_refunds_are(retail: ImportedStore, dice: random.Random) -> None:
    async def ask(order: Row) -> str:
        which = f"order {number_of(order)}"
        opening = dice.choice([f"where is my refund for {which}", f"did you refund {which} yet"])
        back = sum(minor(each["amount"]) for each in order["payments"] if each["type"] == "refund")
        return await told(
            retail,
            dice,
            order,
            opening,
            flow="check_refund_status",
            ends=_REFUNDED,
            words=[str(Money(back, "USD"))],
        )

    await all_asked(retail, dice.sample(retail.files.in_status("cancelled"), DRAWS), ask)


async def test_how_far_returns_are(retail: ImportedStore, dice: random.Random) -> None:
    orders = list(of_different_customers(retail.orders["progress"]))[:DRAWS]
    opened = {order["number"]: await returned(retail, order) for order in orders}

    async def ask(order: Row) -> str:
        rma = opened[order["number"]]
        opening = dice.choice(
            [
                f"how far is my return {rma}",
                f"what about the return of order {number_of(order)}",
                f"status of {rma}",
            ]
        )
        ends = {"utter_return_approved", "utter_return_manual_review"}
        return await told(
            retail,
            dice,
            order,
            opening,
            flow="check_return_status",
            ends=ends,
            words=[f"return {rma} of order {order['number']}"],
        )

    await all_asked(retail, orders, ask)


async def returned(retail: ImportedStore, order: Row) -> str:
    """The number of a return of the order's first item, opened by the core."""
    [line, *_] = await retail.lines(order)
    item = ReturnItem(line.id, 1, ReturnReason.DAMAGED, ItemCondition.DAMAGED)
    [original] = paid(order)
    shopper = a_shopper(order["customer_id"])
    async with retail.sessions.begin() as session:
        change = RequestReturn(number_of(order), (item,), original)
        opened = await carry_out(retail.context(session, shopper), change)
    return opened.rma_number
