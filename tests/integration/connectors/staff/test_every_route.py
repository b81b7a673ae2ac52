"""Nobody opens a page of the store's people without being one of those it is for: every route, generated."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from commerce.staff.models import Role
from connectors.staff.area import HALF, PUBLIC
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import OWN_PAGE, Browser

Enter = Callable[..., Awaitable[Browser]]
_PLACES = {"str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "int": "1"}


def staff_routes(gateway: RunningGateway) -> list[tuple[str, str, Any]]:
    """Method, path with something in its places, and access, of each route for the store's people."""
    found = []
    for route in gateway.app.router.routes:
        if route.path.startswith(("desk", "staff", "trainer")):
            path = "/" + "/".join(_filled(part) for part in route.path.split("/"))
            found += [(method, path, getattr(route.ctx, "access", None)) for method in sorted(route.methods)]
    return found


def _filled(part: str) -> str:
    if not part.startswith("<"):
        return part
    return _PLACES[part.strip("<>").partition(":")[2] or "str"]


async def ask(browser: Browser, method: str, path: str, token: str = "") -> int:
    answer = await browser.client.request(method, path, headers={**OWN_PAGE, "x-csrf-token": token})
    return answer.status_code


async def test_every_route_says_whom_it_is_for(gateway: RunningGateway) -> None:
    routes = staff_routes(gateway)
    assert len(routes) > 10
    assert [path for _, path, access in routes if access is None] == []


async def test_a_stranger_gets_nothing(gateway: RunningGateway, stranger: Browser) -> None:
    for method, path, access in staff_routes(gateway):
        if access != PUBLIC:
            assert await ask(stranger, method, path) == 303, (method, path)


@pytest.mark.parametrize("role", list(Role))
async def test_another_role_gets_nothing(gateway: RunningGateway, enter: Enter, role: Role) -> None:
    browser = await enter(role)
    token = await browser.csrf()
    for method, path, access in staff_routes(gateway):
        if access not in {PUBLIC, HALF} and role not in access:
            assert await ask(browser, method, path, token) == 403, (method, path)


async def test_nothing_is_written_without_the_token_of_the_page(
    gateway: RunningGateway, enter: Enter
) -> None:
    browser = await enter(Role.OPERATOR)
    for method, path, access in staff_routes(gateway):
        if method == "POST" and access != PUBLIC:
            assert await ask(browser, method, path) == 403, path
