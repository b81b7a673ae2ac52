"""Operators see how the machinery does."""

from collections.abc import Awaitable, Callable

import pytest
from procrastinate import App, PsycopgConnector

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.operations import read_operations
from commerce.staff.models import Role
from tests.conftest import add_job_queue
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser

Enter = Callable[..., Awaitable[Browser]]


async def test_an_operator_reads_the_page(gateway: RunningGateway, enter: Enter) -> None:
    await gateway.chat().say("hello")
    browser = await enter(Role.OPERATOR)
    page = await browser.open("/desk/operations")
    assert page.status_code == 200
    assert "Ready" in page.text
    assert "messages not yet answered" in page.text
    assert "/desk/operations" in (await browser.open("/desk/")).text


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
async def test_nobody_else_does(enter: Enter, role: Role) -> None:
    browser = await enter(role)
    assert (await browser.open("/desk/operations")).status_code == 403
    assert "/desk/operations" not in (await browser.open("/desk/")).text


async def test_jobs_are_counted_and_their_lag_is_told(database_url: str, sessions: Sessions) -> None:
    app = App(connector=PsycopgConnector(conninfo=database_url))

    @app.task(name="post")
    async def post() -> None:
        pass

    add_job_queue(database_url)
    async with app.open_async():
        await post.defer_async()
        await post.configure(schedule_in={"hours": 1}).defer_async()
    async with sessions() as session:
        [queue] = (await read_operations(session, SystemClock())).jobs
    assert (queue.task, queue.todo, queue.doing, queue.failed) == ("post", 2, 0, 0)
    assert 0 <= queue.lag_s < 60
