"""A worker that is really killed, in the middle of a step: nothing is lost and nothing is sent twice."""

import asyncio
import signal
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from tests.integration.commerce.journeys.conftest import Town

ROOT = Path(__file__).resolve().parents[4]
# Takes due steps as a worker does, and is gone after so many messages: in the last one's transaction.
DYING = """
import asyncio, os, signal, sys
from datetime import datetime
import commerce.models
from commerce.clock import Clock
from commerce.database import create_engine, sessions_of
from commerce.journeys.setup import stepper_of
from commerce.links.documents import DocumentLinks
from commerce.notifications.notifier import CatalogueNotifier
from commerce.notifications.setup import notifier_of

url, at, most = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
told, real = 0, CatalogueNotifier.notify

class Standing(Clock):
    def now(self):
        return at

async def notify(self, *arguments, **named):
    global told
    done = await real(self, *arguments, **named)
    told += 1
    if told == most:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

CatalogueNotifier.notify = notify
import commerce.journeys.stepping
commerce.journeys.stepping.is_held_out = lambda *_: False
sessions, clock = sessions_of(create_engine(url)), Standing()
links = DocumentLinks("https://store.example", "s" * 40)
asyncio.run(stepper_of(sessions, clock, notifier_of(url, clock, "Test Store"), links).take_all())
"""


async def test_a_worker_that_is_killed_sends_nothing_twice_and_loses_nothing(town: Town) -> None:
    _, lamp = await town.ware(stock_on_hand=1000)
    customers = [await town.customer(email=True) for _ in range(50)]
    for customer in customers:
        await town.cart(customer, lamp)
    town.clock.forward(hours=1)
    await enter(town.sessions, journeys()["abandoned_cart"], town.clock)
    for most in (25, 8, 1):  # in the second batch, in the first, at the first message
        arguments = (town.url, town.clock.now().isoformat(), str(most))
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DYING, *arguments, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
        )
        assert await worker.wait() == -signal.SIGKILL
    await town.stepper.take_all()
    async with town.sessions() as session:
        queued = await session.scalars(
            text("SELECT args->>'to' FROM procrastinate_jobs WHERE task_name = 'mail:send_mail'")
        )
        sent = Counter(queued.all()) + Counter(mail.to for mail in town.mail.mails)
    assert sent == Counter({customer.email: 1 for customer in customers})
