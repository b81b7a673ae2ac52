"""What is broken: processes, and the database beneath them. Each fault ends by itself within seconds."""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import LiteralString

import psutil
import psycopg

from aisle.embedded import STORE_DATABASE, TRACKER_DATABASE, data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.product import MODULES, Product

_ALL = (*MODULES, "postgres")
_DATABASE_UP_S = 120.0
_CUT: LiteralString = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()
"""


class Faults:
    """Draws one after the other from a seed."""

    def __init__(self, product: Product, random: Random) -> None:
        self._product = product
        self._random = random
        self._server = EmbeddedPostgres(data_dir(product.var_dir))
        self._kinds: list[tuple[str, Callable[[], None]]] = [
            *((f"kill -9 {name}", lambda name=name: self._kill(name)) for name in _ALL),
            *((f"freeze {name}", lambda name=name: self._freeze(name)) for name in MODULES),
            ("database read-only", self._read_only),
            ("database connections cut", self._cut),
            ("message log locked", self._lock),
        ]

    def next(self) -> str:
        """Break something; its name, once it is over."""
        name, fault = self._random.choice(self._kinds)
        fault()
        return name

    @property
    def names(self) -> list[str]:
        """Every kind of fault there is."""
        return [name for name, _ in self._kinds]

    def _kill(self, name: str) -> None:
        with suppress(psutil.NoSuchProcess):
            if self._product.process(name) is not None:
                self._product.kill(name)

    def _freeze(self, name: str) -> None:
        with suppress(psutil.NoSuchProcess):
            victim = self._product.process(name)
            if victim is not None:
                victim.send_signal(signal.SIGSTOP)
                self._linger()
                victim.send_signal(signal.SIGCONT)

    def _read_only(self) -> None:
        with self._admin() as admin:
            admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
            admin.execute("SELECT pg_reload_conf()")
            try:
                self._linger()
            finally:
                admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
                admin.execute("SELECT pg_reload_conf()")

    def _cut(self) -> None:
        with self._admin() as admin:
            admin.execute(_CUT, [[STORE_DATABASE, TRACKER_DATABASE]])

    def _lock(self) -> None:
        with connected(self._server.admin_url(STORE_DATABASE)) as admin, admin.transaction():
            admin.execute("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE")
            self._linger()

    def _admin(self) -> psycopg.Connection:
        return connected(self._server.admin_url())

    def _linger(self) -> None:
        time.sleep(self._random.uniform(1.0, 6.0))


def connected(url: str) -> psycopg.Connection:
    """A connection that may write, as soon as the server takes one; fails after two minutes."""
    give_up = time.monotonic() + _DATABASE_UP_S
    while True:
        try:
            return psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off")
        except psycopg.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
