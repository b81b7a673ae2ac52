"""What is broken: processes, the database beneath them, the network between them, and vendors.

Each fault ends by itself within seconds.
"""

import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import LiteralString

import psutil
import psycopg

from aisle.embedded import STORE_DATABASE, TRACKER_DATABASE, data_dir
from ops.postgres import EmbeddedPostgres
from tests.acceptance.product import MODULES, Product
from tests.chaos.links import Link, State
from tests.chaos.machines import FurtherMachine
from tests.chaos.vendors import MAIL_FAULTS, TWILIO_FAULTS, Vendors

_DATABASE_UP_S = 120.0
_CUT: LiteralString = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()
"""

_DISK_FULL: LiteralString = """
CREATE FUNCTION chaos_disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER chaos_disk_full BEFORE INSERT ON messages EXECUTE FUNCTION chaos_disk_full();
"""


class Faults:
    """Every kind once, in an order drawn from a seed, and then again."""

    def __init__(self, machines: Sequence[Product], vendors: Vendors, random: Random) -> None:
        self._first, *further = machines
        self._vendors = vendors
        self._random = random
        self._server = EmbeddedPostgres(data_dir(self._first.var_dir))
        self._kinds: dict[str, Callable[[], None]] = {
            "kill -9 postgres": partial(self._kill, self._first, "postgres"),
            "database read-only": self._read_only,
            "database full": self._full,
            "database connections cut": self._cut,
            "message log locked": self._lock,
        }
        for machine, on in zip(machines, "ab", strict=False):
            self._kinds |= {f"kill -9 {name} {on}": partial(self._kill, machine, name) for name in MODULES}
            self._kinds |= {f"freeze {name} {on}": partial(self._freeze, machine, name) for name in MODULES}
        for machine in further:
            assert isinstance(machine, FurtherMachine)
            for name, link in machine.links.items():
                for state in (State.CUT, State.DEAF, State.SLOW):
                    self._kinds[f"network to {name} {state}"] = partial(self._disturb, link, state)
        for name, status in TWILIO_FAULTS.items():
            self._kinds[f"Twilio {name}"] = partial(self._break, partial(vendors.break_twilio, status))
        for name, answer in MAIL_FAULTS.items():
            self._kinds[f"mail server {name}"] = partial(self._break, partial(vendors.break_mail, answer))
        self._deck: list[str] = []

    def next(self) -> str:
        """Break something; its name, once it is over."""
        if not self._deck:
            self._deck = self._random.sample(sorted(self._kinds), len(self._kinds))
        name = self._deck.pop()
        self._kinds[name]()
        return name

    @property
    def names(self) -> list[str]:
        """Every kind of fault there is."""
        return sorted(self._kinds)

    def _kill(self, machine: Product, name: str) -> None:
        with suppress(psutil.NoSuchProcess):
            if machine.process(name) is not None:
                machine.kill(name)

    def _freeze(self, machine: Product, name: str) -> None:
        with suppress(psutil.NoSuchProcess):
            victim = machine.process(name)
            if victim is not None:
                victim.send_signal(signal.SIGSTOP)
                self._linger()
                victim.send_signal(signal.SIGCONT)

    def _disturb(self, link: Link, state: State) -> None:
        link.become(state)
        try:
            self._linger()
        finally:
            link.become(State.WHOLE)

    def _break(self, breaks: Callable[[], None]) -> None:
        breaks()
        try:
            self._linger()
        finally:
            self._vendors.mend()

    def _full(self) -> None:
        """Let storing a message fail as it does where the disk is full."""
        with connected(self._server.admin_url(STORE_DATABASE)) as admin:
            admin.execute(_DISK_FULL)
            try:
                self._linger()
            finally:
                admin.execute("DROP FUNCTION chaos_disk_full() CASCADE")

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
