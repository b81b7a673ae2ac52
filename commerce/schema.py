"""The schema's life: migrate a database to the newest revision, or draft the next one."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from commerce.database import async_url

MIGRATIONS = Path(__file__).parent / "migrations"


def _configured(connection: object = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database_url: str) -> None:
    """Bring `database_url` to the newest revision. Needs pgvector and the right to create tables."""
    engine = create_engine(async_url(database_url))
    try:
        with engine.connect() as connection:
            command.upgrade(_configured(connection), "head")
            connection.commit()
    finally:
        engine.dispose()


def draft_revision(database_url: str, message: str) -> None:
    """Write the next revision's file from what the models have and `database_url` has not."""
    engine = create_engine(async_url(database_url))
    try:
        with engine.connect() as connection:
            command.revision(_configured(connection), message=message, autogenerate=True)
    finally:
        engine.dispose()


if __name__ == "__main__":
    draft_revision(sys.argv[1], " ".join(sys.argv[2:]))
