"""Mixed load on the whole product while faults are drawn, then the checker's word.

CHAOS_SECONDS says how long, CHAOS_SHOPPERS how many talk at once, CHAOS_SEED which faults come.
"""

import os
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from aisle.embedded import STORE_DATABASE, data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.conftest import product as product  # noqa: PLC0414  a fixture
from tests.acceptance.product import Product, wait_until
from tests.chaos.checker import check
from tests.chaos.faults import Faults
from tests.chaos.shoppers import Shopper

SECONDS = int(os.environ.get("CHAOS_SECONDS", "120"))
SHOPPERS = int(os.environ.get("CHAOS_SHOPPERS", "8"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
RECOVERY_S = 180.0


@pytest.mark.timeout(SECONDS + 1_800)
def test_nothing_that_was_taken_is_lost_doubled_or_out_of_order(product: Product) -> None:
    random = Random(SEED)
    customers = product.demo_customers()
    shoppers = [
        Shopper(product.url, product.token_of(customers[n % len(customers)]["id"]), Random(SEED + n))
        for n in range(SHOPPERS)
    ]
    faults, tried, over = Faults(product, random), Counter[str](), threading.Event()
    recovered: list[float] = []
    with ThreadPoolExecutor(SHOPPERS) as talking:
        talks = [talking.submit(shopper.talk, over) for shopper in shoppers]
        ends = time.monotonic() + SECONDS
        try:
            while time.monotonic() < ends:
                time.sleep(random.uniform(0.5, 4.0))
                tried[faults.next()] += 1
                began = time.monotonic()
                wait_until(product.is_ready, RECOVERY_S, "the product's recovery")
                recovered.append(time.monotonic() - began)
        finally:
            over.set()
        for talk in talks:
            talk.result()
    url = EmbeddedPostgres(data_dir(product.var_dir)).admin_url(STORE_DATABASE)
    report = check(url, shoppers)
    print(f"\nseed {SEED}, {SECONDS} s, {SHOPPERS} shoppers: {report.messages} messages")
    print(f"orders cancelled: {report.changes}; wrong: {len(report.wrong)}")
    print(f"faults: {tried.total()}: {dict(tried.most_common())}")
    _print_times("answered within", [told.waited_s for shopper in shoppers for told in shopper.told])
    _print_times("ready again within", recovered)
    assert report.wrong == []
    assert report.messages > SHOPPERS
    assert tried


def _print_times(what: str, seconds: list[float]) -> None:
    half, most = statistics.median(seconds), sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    print(f"{what}: half {half:.2f} s, 95 % {most:.1f} s, all {max(seconds):.1f} s")
