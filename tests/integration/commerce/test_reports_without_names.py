"""Reports that were kept word for word lose who is named in them, and those that wait stay handleable."""

import json

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from commerce.database import async_url
from commerce.schema import MIGRATIONS

BODY = {
    "created": 1_767_000_000,
    "data": {
        "object": {
            "object": "checkout.session", "id": "cs_1", "customer_details": {"email": "ada@example.com"},
            "customer_email": "ada@example.com", "status": "\0open", "amount": 500,
            "metadata": {"attempt": "a-1"},
        }
    },
}  # fmt: skip
INSERT = """
INSERT INTO provider_events (provider, id, kind, body, handled_at)
VALUES ('stripe', 'waits', 'x', %(body)s, NULL), ('stripe', 'done', 'x', %(body)s, now())
"""


def test_the_migration_keeps_what_waits_and_forgets_the_rest(database_url: str) -> None:
    engine = create_engine(async_url(database_url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0043")
        connection.commit()
        with psycopg.connect(database_url) as plain:
            plain.execute(INSERT, {"body": json.dumps(BODY)})
        command.upgrade(config, "0205")
        connection.commit()
    engine.dispose()
    with psycopg.connect(database_url) as plain:
        found = dict(plain.execute("SELECT id, facts FROM provider_events").fetchall())
    assert found == {
        "done": None,
        "waits": {
            "object": "checkout.session", "id": "cs_1", "status": "open", "attempt": "a-1", "amount": 500,
            "created": 1_767_000_000,
        },
    }  # fmt: skip
