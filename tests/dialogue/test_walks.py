"""Random walks: whatever is said after whatever, each turn is answered, soon, and nothing breaks.

Seeded. AISLE_WALK_TURNS says how many turns there are (1,500), AISLE_WALK_SEED which ones.
"""

import os
import time
from dataclasses import dataclass, field
from random import Random

import pytest

from commerce.database import Sessions
from commerce.orders.models import OrderStatus, RefundStatus
from commerce.support.models import Conversation, IdentityLevel
from tests.dialogue.chat import Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.servers import Servers
from tests.dialogue.shoppers import ShopperWithOrders, a_shopper_with_orders, ago
from tests.dialogue.walking import pairs, words
from tests.dialogue.wares import BLUE_SHIRT, LAMP, MUG, SHOES, bought, received
from tests.discreet_logs import personal_in

TURNS = int(os.environ.get("AISLE_WALK_TURNS", "1500"))
SEED = os.environ.get("AISLE_WALK_SEED", "aisle")
SLOW_S, HUNG_S = 2.0, 10.0
MOST_SLOW = 0.02  # of all turns: the machine may be busy with something else
LEVELS = (IdentityLevel.ANONYMOUS, IdentityLevel.CLAIMED, IdentityLevel.VERIFIED)
PRESSES = 0.25  # how often a quick reply is pressed, where there is one
LONGEST_WALK = 25

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@dataclass
class Walk:
    """Conversations that are watched: what was said, and what went wrong."""

    begin: Begin
    sessions: Sessions
    random: Random
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    async def chat(self, level: IdentityLevel, shopper: ShopperWithOrders) -> Chat:
        chat = await self.begin(None if level is IdentityLevel.ANONYMOUS else shopper.id)
        async with self.sessions.begin() as session:
            (await session.get_one(Conversation, chat.id)).identity_level = level
        return chat

    async def say(self, chat: Chat, said: list[str], text: str) -> bool:
        """Say `text` or press a quick reply; whether the conversation can go on."""
        began = time.monotonic()
        offered = list(chat.buttons)
        is_pressed = bool(offered) and bool(said) and self.random.random() < PRESSES
        said.append(f"[{text}]" if is_pressed else text)
        try:
            if is_pressed:
                said[-1] = f"[{self.random.choice(offered)}]"
                answer = await chat.press(said[-1][1:-1])
            else:
                answer = await chat.say(text)
        except AssertionError as fault:
            self.faults.append(f"{said}: {str(fault)[:200]}")
            return False
        self.seconds.append(time.monotonic() - began)
        if "broke on our side" in answer:
            self.faults.append(f"{said}: {answer}")
            return False
        return True

    def check(self) -> None:
        assert not self.faults, "\n".join(self.faults)
        slow = sorted(each for each in self.seconds if each > SLOW_S)
        assert len(slow) <= MOST_SLOW * len(self.seconds), f"{len(slow)} of {len(self.seconds)} turns: {slow}"
        assert max(self.seconds) < HUNG_S


@pytest.fixture
async def shopper(store_sessions: Sessions) -> ShopperWithOrders:
    """One who has a bit of everything."""
    jane = await a_shopper_with_orders(store_sessions, first_name="Jane")
    await bought(jane, LAMP, MUG)
    await bought(jane, SHOES, BLUE_SHIRT)
    await received(jane, LAMP, MUG)
    await received(jane, BLUE_SHIRT, days=3)
    await jane.shipped("Blender", promised_on=ago(days=5).date())
    cancelled = await jane.orders("Kettle", status=OrderStatus.CANCELLED, cancelled_at=ago(days=1))
    await jane.refunds(cancelled, amount_minor=2000, status=RefundStatus.PENDING)
    return jane


@pytest.fixture
def walk(begin: Begin, store_sessions: Sessions, help_articles: None) -> Walk:
    return Walk(begin, store_sessions, Random(SEED))


async def test_every_two_requests_after_each_other(walk: Walk, shopper: ShopperWithOrders) -> None:
    """All of them from some 35,000 turns on; a sample of them before."""
    for number, (first, second) in enumerate(pairs(walk.random)):
        for level in LEVELS if TURNS > 10_000 else [LEVELS[number % 3]]:
            chat, said = await walk.chat(level, shopper), []
            for text in (first, second):
                if not await walk.say(chat, said, text):
                    break
        if len(walk.seconds) >= TURNS * 0.4:
            break
    walk.check()


async def test_random_walks(walk: Walk, store_sessions: Sessions) -> None:
    while len(walk.seconds) < TURNS * 0.6:
        shopper = await a_shopper_with_orders(store_sessions, first_name="Jane")
        order = await bought(shopper, LAMP, MUG)
        other = await received(shopper, BLUE_SHIRT, SHOES)
        late, tracking = await shopper.shipped("Blender", promised_on=ago(days=5).date())
        numbers = [order.number, f"#{other.number}", late.number, tracking, order.number[1:], shopper.email]
        chat, said = await walk.chat(walk.random.choice(LEVELS), shopper), []
        talk = words(walk.random, numbers)
        for _ in range(walk.random.randint(5, LONGEST_WALK)):
            if not await walk.say(chat, said, next(talk)):
                break
    walk.check()


async def test_no_log_tells_who_somebody_is_or_what_they_said(
    walk: Walk, servers: Servers, shopper: ShopperWithOrders
) -> None:
    """After all that was said before, and some more in which shoppers say who they are."""
    chat, said = await walk.chat(IdentityLevel.ANONYMOUS, shopper), []
    for text in (
        "where is my order",
        f"my e-mail is {shopper.email}, I'm Jane Doe",
        "my zip is 90210 and my phone +1 303 555 0134",
        "123456",
    ):
        await walk.say(chat, said, text)
    logs = list(servers.logs.iterdir())
    assert {"actions", "dialogue", "gateway"} <= {log.name for log in logs}
    assert any(log.stat().st_size for log in logs)
    assert personal_in(logs, "Jane", "jane", "Doe", "90210", "02110", "ls8 1qr", "123456", "555 0134") == {}
