"""What the rules allow, asked in a chat, writes exactly the rows that the core's own service writes."""

import asyncio
import difflib
import random
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from commerce.changes import carry_out
from tests.dialogue.draws import legal
from tests.dialogue.draws.legal import Draw
from tests.dialogue.draws.recorded_rows import Transaction, changed_here, mark, transactions_since
from tests.dialogue.draws.shopper import ScriptedShopper, Talk
from tests.dialogue.draws.store import ImportedStore
from tests.factories import a_shopper

DRAWS = 30
AT_ONCE = 4
Draws = Callable[[ImportedStore, random.Random], Iterator[Draw] | AsyncIterator[Draw]]

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(
    "draws",
    [legal.cancels, legal.addresses, legal.payments, legal.item_changes, legal.returns, legal.exchanges],
    ids=["cancel", "address", "payment", "items", "return", "exchange"],
)
async def test_what_is_allowed_reaches_the_same_rows(
    retail: ImportedStore, dice: random.Random, draws: Draws
) -> None:
    drawn = await first(draws(retail, dice))
    assert len(drawn) == DRAWS
    expected = [await by_the_service(retail, draw) for draw in drawn]
    start = await mark(retail.sessions)
    at_once = asyncio.Semaphore(AT_ONCE)
    talks = await asyncio.gather(*(held(retail, draw, at_once) for draw in drawn))
    written = await transactions_since(retail.sessions, start)
    failures = [
        report(number, draw, talk, difference)
        for number, (draw, talk, rows) in enumerate(zip(drawn, talks, expected, strict=True))
        if (difference := compared(rows, of_customer(written, draw.order["customer_id"]), talk))
    ]
    known = {draw.order["customer_id"] for draw in drawn}
    assert not failures, f"{len(failures)} of {DRAWS} differ\n\n" + "\n\n".join(failures)
    assert all(each.actors and each.actors <= known for each in written)


async def first(draws: Iterator[Draw] | AsyncIterator[Draw]) -> list[Draw]:
    """The first thirty."""
    found: list[Draw] = []
    if isinstance(draws, AsyncIterator):
        async for draw in draws:
            found.append(draw)
            if len(found) == DRAWS:
                break
        return found
    return [draw for draw, _ in zip(draws, range(DRAWS), strict=False)]


async def by_the_service(retail: ImportedStore, draw: Draw) -> list[str]:
    """What the core writes for the request, in a transaction that is rolled back."""
    shopper = a_shopper(draw.order["customer_id"])
    async with retail.sessions() as session:
        await carry_out(retail.context(session, shopper), draw.change)
        rows = await changed_here(session)
        await session.rollback()
    return rows.told()


async def held(retail: ImportedStore, draw: Draw, at_once: asyncio.Semaphore) -> tuple[Talk, str]:
    """The talk to its end, with what went wrong in it."""
    talk = Talk.of(retail.client, draw.order["customer_id"])
    async with at_once:
        try:
            end = await ScriptedShopper(talk, draw.answers, ends=_is_end).pursue(draw.opening)
        except AssertionError as lost:
            return talk, str(lost)
    return talk, "" if end in draw.done else f"it ended with {end}"


def _is_end(response: str) -> bool:
    return response.endswith(("_done", "_in_review")) or response in _LEFT


_LEFT = frozenset({"utter_nothing_changed", "utter_left_it", "utter_handed_over"})


def of_customer(written: list[Transaction], customer_id: str) -> list[str]:
    """All that was written on behalf of a customer, whom no other talk of this test belongs to."""
    return [line for each in written if each.actors == {customer_id} for line in each.told()]


def compared(expected: list[str], found: list[str], talk: tuple[Talk, str]) -> str:
    """What went wrong in the talk, else which rows are missing or too much; empty when all is well."""
    rows = [line for line in difflib.ndiff(expected, found) if line[0] in "+-"]
    return talk[1] or "\n".join(rows)


def report(number: int, draw: Draw, talk: tuple[Talk, Any], difference: str) -> str:
    return "\n".join([f"draw {number}, order {draw.order['number']}", *talk[0].transcript, difference])
