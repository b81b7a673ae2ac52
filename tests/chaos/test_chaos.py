"""Mixed load on two whole machines around one PostgreSQL while faults are drawn, then the checker's word.

CHAOS_SECONDS says how long, CHAOS_SHOPPERS how many talk at once, CHAOS_SEED which faults come.
"""

import os
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg
import pytest

from aisle.embedded import STORE_DATABASE, data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.conftest import running_product
from tests.acceptance.product import Product, wait_until
from tests.chaos.checker import check
from tests.chaos.faults import Faults
from tests.chaos.machines import FurtherMachine
from tests.chaos.shoppers import Shopper
from tests.chaos.texters import Texter
from tests.chaos.vendors import Vendors, answered

SECONDS = int(os.environ.get("CHAOS_SECONDS", "120"))
SHOPPERS = int(os.environ.get("CHAOS_SHOPPERS", "8"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
RECOVERY_S = 180.0
DELIVERED_S = 400.0
UNDER_WAY = """
SELECT (SELECT count(*) FROM deliveries WHERE status = 'pending') + (
    SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail:send_mail' AND status IN ('todo', 'doing')
)
"""


@dataclass(frozen=True)
class Town:
    """The machines, and who they send by."""

    machines: Sequence[Product]
    vendors: Vendors

    @property
    def urls(self) -> list[str]:
        return [machine.url for machine in self.machines]

    @property
    def database_url(self) -> str:
        return EmbeddedPostgres(data_dir(self.machines[0].var_dir)).admin_url(STORE_DATABASE)

    def is_ready(self) -> bool:
        return all(machine.is_ready() for machine in self.machines)

    def has_delivered(self) -> bool:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(UNDER_WAY).fetchone() == (0,)

    def size(self) -> int:
        """How many bytes both databases take."""
        sizes = "SELECT sum(pg_database_size(datname)) FROM pg_database WHERE datname LIKE 'aisle%'"
        with psycopg.connect(self.database_url) as connection:
            found = connection.execute(sizes).fetchone()
        assert found is not None
        return int(found[0])

    def shoppers(self, count: int) -> list[Shopper]:
        # First who has an order that can still be cancelled.
        customers = sorted(self.machines[0].demo_customers(), key=_has_nothing_pending)
        tokens = [self.machines[0].token_of(each["id"]) for each in customers]
        return [Shopper(self.urls, tokens[n % len(tokens)], Random(SEED + n)) for n in range(count)]

    def texters(self, count: int) -> list[Texter]:
        return [
            Texter(self.urls, f"+1415555{n:04}", self.vendors, Random(SEED + n))
            for n in range(100, 100 + count)
        ]


def _has_nothing_pending(customer: dict[str, Any]) -> bool:
    return all(order["status"] != "pending" for order in customer["orders"])


@pytest.fixture
def town() -> Iterator[Town]:
    with (
        Vendors() as vendors,
        running_product(**vendors.settings, AISLE_MESSAGES_PER_MINUTE="100000") as product,
    ):
        further = FurtherMachine(product)
        try:
            further.start()
            yield Town([product, further], vendors)
        finally:
            further.stop()


@pytest.mark.timeout(SECONDS + 2_400)
def test_nothing_that_was_taken_is_lost_doubled_or_out_of_order(town: Town) -> None:
    random = Random(SEED)
    shoppers, texters = town.shoppers(SHOPPERS), town.texters(max(1, SHOPPERS // 3))
    faults, tried, over = Faults(town.machines, town.vendors, random), Counter[str](), threading.Event()
    recovered: list[float] = []
    timeline: list[str] = []
    size = town.size()
    with ThreadPoolExecutor(len(shoppers) + len(texters)) as talking:
        talks = [talking.submit(each.talk, over) for each in (*shoppers, *texters)]
        ends = time.monotonic() + SECONDS
        try:
            while time.monotonic() < ends:
                time.sleep(random.uniform(0.5, 4.0))  # the load goes on between two faults
                broken_at, name = datetime.now(UTC), faults.next()
                tried[name] += 1
                timeline.append(f"{broken_at:%H:%M:%S} to {datetime.now(UTC):%H:%M:%S} {name}")
                began = time.monotonic()
                wait_until(town.is_ready, RECOVERY_S, "the machines' recovery")
                recovered.append(time.monotonic() - began)
        finally:
            over.set()
        for talk in talks:
            talk.result()
    wait_until(town.has_delivered, DELIVERED_S, "every delivery and e-mail")
    sent = [(each.to, each.sid) for each in town.vendors.twilio.sent]
    report = check(town.database_url, shoppers, texters, sent)
    print(
        f"\nseed {SEED}, {SECONDS} s, {SHOPPERS} shoppers, {len(texters)} by text: {report.messages} messages"
    )
    grown = (town.size() - size) / 1024 / max(1, report.messages)
    print(f"both databases grew by {grown:.1f} KB for each message")
    print(f"orders cancelled: {report.changes}; wrong: {len(report.wrong)}")
    mails = town.vendors.mails
    print(f"texts that left: {len(sent)}, e-mails: {len(mails)}, of them twice: {mails.total() - len(mails)}")
    print(f"Twilio answered: {answered(town.vendors)}")
    print(f"faults: {tried.total()} of {len(faults.names)} kinds: {dict(tried.most_common())}")
    _print_times("answered within", [told.waited_s for shopper in shoppers for told in shopper.told])
    _print_times("ready again within", recovered)
    if report.wrong:
        left = [f"{each.created_at:%H:%M:%S} {each.to} {each.sid}" for each in town.vendors.twilio.sent]
        print("\n".join(timeline + left))
    assert report.wrong == []
    assert town.vendors.twilio.complaints == []
    assert report.messages > SHOPPERS
    assert 0 < report.changes <= len(mails)  # each cancellation is told by e-mail, too
    assert tried


def _print_times(what: str, seconds: list[float]) -> None:
    half, most = statistics.median(seconds), sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    print(f"{what}: half {half:.2f} s, 95 % {most:.1f} s, all {max(seconds):.1f} s")
