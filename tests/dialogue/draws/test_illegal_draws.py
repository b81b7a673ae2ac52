"""What a rule forbids, asked in a chat, is refused with its reason and changes no row."""

import asyncio
import random
from collections.abc import Sequence
from itertools import islice

import pytest
from sqlalchemy import text

from tests.dialogue.draws.illegal import RULES, refusals
from tests.dialogue.draws.recorded_rows import mark, transactions_since
from tests.dialogue.draws.rules import FINAL_SALE, Refused
from tests.dialogue.draws.shopper import ScriptedShopper, Talk
from tests.dialogue.draws.store import ImportedStore
from tests.retail_store import number_of

DRAWS = 30
AT_ONCE = 4

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("operation", list(RULES))
async def test_what_is_forbidden_is_refused_and_changes_nothing(
    retail: ImportedStore, dice: random.Random, operation: str
) -> None:
    drawn = list(islice(refusals(retail, dice, operation), DRAWS))
    assert len(drawn) == DRAWS
    await let_the_rules_stand(retail, drawn)
    start = await mark(retail.sessions)
    at_once = asyncio.Semaphore(AT_ONCE)
    try:
        talks = await asyncio.gather(*(held(retail, draw, at_once) for draw in drawn))
        written = await transactions_since(retail.sessions, start)
    finally:
        await final_sale(retail, is_final=False)
    failures = [
        "\n".join([f"draw {number}, {draw.rule}, order {draw.order['number']}", *talk.transcript, problem])
        for number, (draw, (talk, problem)) in enumerate(zip(drawn, talks, strict=True))
        if problem
    ]
    assert not failures, f"{len(failures)} of {DRAWS} were not refused as they should\n\n" + "\n\n".join(
        failures
    )
    assert [line for each in written for line in each.told()] == []


async def let_the_rules_stand(retail: ImportedStore, drawn: Sequence[Refused]) -> None:
    """Bring the orders into the states that the draws are about."""
    async with retail.sessions.begin() as session:
        for draw in drawn:
            if draw.before:
                await session.execute(text(draw.before), {"number": number_of(draw.order)})
    await final_sale(retail, is_final=any(draw.rule == "final sale" for draw in drawn))


async def final_sale(retail: ImportedStore, *, is_final: bool) -> None:
    async with retail.sessions.begin() as session:
        await session.execute(
            text("UPDATE products SET is_final_sale = :is_final WHERE title = :title"),
            {"is_final": is_final, "title": FINAL_SALE},
        )


async def held(retail: ImportedStore, draw: Refused, at_once: asyncio.Semaphore) -> tuple[Talk, str]:
    """The talk until it is refused and left, with what went wrong in it."""
    talk = Talk.of(retail.client, draw.customer_id)
    async with at_once:
        try:
            await ScriptedShopper(talk, draw.answers, ends=draw.says.__contains__).pursue(draw.opening)
            await talk.say("never mind then")
        except AssertionError as lost:
            return talk, str(lost)
    return talk, ""
