"""Each process is killed in turn during a stream of messages: every one is answered once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from aisle.embedded import data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.product import Chat, Product

SCRIPT = [
    "hi",
    "where is my order?",
    "what can you do?",
    "show me my orders",
    "thanks",
    "are you a bot?",
    "where is my latest order?",
    "never mind",
    "hello again",
    "how long do I have to return something?",
]
CONVERSATIONS = 20
VICTIMS = ["gateway", "action server", "dialogue server", "worker", "postgres"]


def spoken(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(message["from"], message["text"]) for message in messages]


def write_late(product: Product) -> None:
    """Have PostgreSQL write what may be late after ten seconds, so that its end takes some of it along."""
    admin = EmbeddedPostgres(data_dir(product.var_dir)).admin_url()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")


def test_every_message_is_answered_once_whatever_dies(product: Product) -> None:
    write_late(product)
    token = product.token_of(product.demo_customers()[0]["id"])

    def talk(_: int) -> list[tuple[str, str]]:
        chat = Chat(product, shopper_token=token)
        for line in SCRIPT:
            chat.say(line)
        return spoken(chat.messages())

    undisturbed = talk(0)
    assert [text for author, text in undisturbed if author == "shopper"] == SCRIPT
    with ThreadPoolExecutor(CONVERSATIONS) as shoppers:
        talks = [shoppers.submit(talk, number) for number in range(CONVERSATIONS)]
        for victim in VICTIMS:
            product.kill(victim)
        results = [one.result() for one in talks]
    assert all(result == undisturbed for result in results), next(r for r in results if r != undisturbed)
