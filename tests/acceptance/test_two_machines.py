"""Two gateways, action servers, dialogue servers and workers around one PostgreSQL are one product."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import psycopg
import pytest

from aisle.embedded import STORE_DATABASE, data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.product import TURN_DEADLINE_S, Chat, Product, wait_until
from tests.chaos.checker import check
from tests.chaos.machines import FurtherMachine
from tests.chaos.shoppers import Shopper
from tests.fakes.collector import Collector, running_collector

SHOPPERS, MESSAGES = 6, 90


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with running_collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def further(product: Product, collector: Collector) -> Iterator[FurtherMachine]:
    machine = FurtherMachine(product, AISLE_TRACES_URL=collector.url)
    machine.start()
    try:
        yield machine
    finally:
        machine.stop()


def test_one_trace_leads_from_taking_a_message_in_to_its_answer(
    product: Product, further: FurtherMachine, collector: Collector
) -> None:
    """Through the gateway, the dialogue server and the action server."""
    chat = Chat(further, shopper_token=product.token_of(product.demo_customers()[0]["id"]))
    chat.say("where is my order?")
    (message,) = stored(product, chat)

    def processes() -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for each in collector.of(message):
            names.setdefault(each.service, set()).add(each.name)
        return names

    def is_whole() -> bool:
        return processes().keys() >= {"aisle-gateway", "aisle-dialogue", "aisle-actions"}

    wait_until(is_whole, TURN_DEADLINE_S, "every process has told its spans")
    told = processes()
    assert told["aisle-gateway"] == {"take", "message", "dialogue", "store"}
    assert told["aisle-dialogue"] >= {"turn", "understand"}
    assert any("check_order_status" in each for each in told["aisle-actions"])
    spans = collector.of(message)
    ids = {each.id for each in spans}
    assert [each.name for each in spans if each.parent not in ids] == ["message"]


def stored(product: Product, chat: Chat) -> list[str]:
    """The ids of what the shopper said, as traces have them."""
    query = "SELECT id FROM messages WHERE conversation_id = %s AND author = 'shopper'"
    with psycopg.connect(EmbeddedPostgres(data_dir(product.var_dir)).admin_url(STORE_DATABASE)) as connection:
        return [each.hex for (each,) in connection.execute(query, [chat.conversation])]


def test_each_message_is_answered_once_and_in_order_whichever_machine_has_it(
    product: Product, further: FurtherMachine
) -> None:
    """Each message of a conversation comes to either gateway; in the middle two processes are killed."""
    customers = product.demo_customers()
    tokens = [product.token_of(each["id"]) for each in customers]
    urls = [product.url, further.url]
    shoppers = [Shopper(urls, tokens[n % len(tokens)], Random(n)) for n in range(SHOPPERS)]
    over = threading.Event()

    def told() -> int:
        return sum(len(each.told) for each in shoppers)

    with ThreadPoolExecutor(SHOPPERS) as talking:
        talks = [talking.submit(each.talk, over) for each in shoppers]
        try:
            wait_until(lambda: told() > MESSAGES // 3, TURN_DEADLINE_S, "a third of the messages")
            further.kill("gateway")
            further.kill("dialogue server")
            wait_until(lambda: told() > MESSAGES, TURN_DEADLINE_S, "all of the messages")
        finally:
            over.set()
        for talk in talks:
            talk.result()
    url = EmbeddedPostgres(data_dir(product.var_dir)).admin_url(STORE_DATABASE)
    assert check(url, shoppers).wrong == []
