"""Browsers of the store's people on a running gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from commerce.database import Sessions
from commerce.staff.models import Role
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import Browser, a_member, signed_in

Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def stranger(gateway: RunningGateway) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with."""
    async with httpx.AsyncClient(base_url=gateway.client.base_url, timeout=30) as client:
        yield Browser(client)


@pytest.fixture
async def enter(gateway: RunningGateway, sessions: Sessions) -> AsyncIterator[Enter]:
    """Signs a new member of a role in."""
    async with AsyncExitStack() as stack:

        async def begin(role: Role = Role.AGENT, email: str = "") -> Browser:
            member = await a_member(sessions, role, email or f"{role.value}@store.example")
            browser = await signed_in(sessions, gateway.client.base_url, member)
            await stack.enter_async_context(browser.client)
            return browser

        yield begin
