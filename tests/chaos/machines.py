"""Several whole machines on one PostgreSQL, the further ones by links that can be cut."""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from aisle.embedded import (
    STORE_DATABASE,
    STORE_ROLE,
    TRACKER_DATABASE,
    TRACKER_ROLE,
    data_dir,
    embedded_url,
    socket_dir,
)
from tests.acceptance.product import ROOT, START_DEADLINE_S, Product, wait_until
from tests.chaos.links import Link


class FurtherMachine(Product):
    """Gateway, action server, dialogue server and worker beside those of `first`, on its PostgreSQL."""

    def __init__(self, first: Product, **settings: str) -> None:
        super().__init__(first.var_dir)
        self._folder = tempfile.TemporaryDirectory(prefix="aisle-b-", ignore_cleanup_errors=True)
        here = Path(self._folder.name)
        self.links = {
            "database": Link.to_socket(socket_dir(data_dir(first.var_dir)), here),
            "dialogue server": Link.to_port(int(self.env["AISLE_DIALOGUE_PORT"])),
            "action server": Link.to_port(int(self.env["AISLE_ACTIONS_PORT"])),
        }
        own = {name: self.env[name] for name in ("AISLE_PORT", "AISLE_ACTIONS_PORT", "AISLE_DIALOGUE_PORT")}
        self.env = first.env | own | settings | {
            "DATABASE_URL": self._url(STORE_ROLE, STORE_DATABASE, here),
            "TRACKER_DATABASE_URL": self._url(TRACKER_ROLE, TRACKER_DATABASE, here),
            "LINK_TO_DIALOGUE": str(self.links["dialogue server"].port),
            "LINK_TO_ACTIONS": str(self.links["action server"].port),
            "MACHINE_LOGS": str(here / "log"),
        }  # fmt: skip

    def start(self) -> float:
        """Start its processes; they are ready when this returns."""
        log_path = self.var_dir / "machine-b.log"
        with log_path.open("wb") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.machine"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        wait_until(self._ready_or_dead, START_DEADLINE_S, "the further machine became ready")
        assert self._supervisor.poll() is None, log_path.read_text()
        return 0.0

    def stop(self) -> None:
        """Stop its processes, then cut its links."""
        super().stop()
        for link in self.links.values():
            link.close()
        self._folder.cleanup()

    def _url(self, role: str, database: str, host: Path) -> str:
        url = embedded_url(self.var_dir, role, database)
        assert url is not None
        return f"{url.partition('?')[0]}?host={quote(str(host), safe='')}"
