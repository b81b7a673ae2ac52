"""One running product for all acceptance tests."""

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.product import Product
from tests.discreet_logs import personal_in

HERE = Path(__file__).parent
# The first test waits for the whole set-up, training included.
TIMEOUT_S = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(TIMEOUT_S))


@contextmanager
def running_product(**settings: str) -> Iterator[Product]:
    """The product with the demo store, set up in an empty folder, stopped afterwards, and its logs read."""
    with tempfile.TemporaryDirectory(prefix="aisle-", ignore_cleanup_errors=True) as folder:
        running = Product(Path(folder), **settings)
        running.ops("setup")
        try:
            running.start()
            yield running
        finally:
            running.stop()
        logs = [log for log in (Path(folder) / "log").iterdir() if log.is_file()]
        assert {stat.S_IMODE(log.stat().st_mode) for log in logs} == {0o600}
        talkers = ("gateway", "actions", "dialogue")  # the worker prints the e-mails that it does not send
        assert personal_in(log for log in logs if log.name.startswith(talkers)) == {}


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """One for all tests."""
    with running_product() as running:
        yield running
