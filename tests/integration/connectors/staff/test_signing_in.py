"""The way in for the store's people, as their browsers see it."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pyotp
import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.staff.models import Role
from tests.integration.connectors.running import RunningGateway
from tests.integration.connectors.staff.people import PASSWORD, Browser, a_member, link_for

Enter = Callable[..., Awaitable[Browser]]


async def test_a_link_leads_to_a_password_and_in(stranger: Browser, sessions: Sessions) -> None:
    path = f"/staff/link/{await link_for(sessions, 'kim@store.example', Role.AGENT)}"
    for _ in range(2):  # opening it uses nothing up: mail programs open links too
        assert "kim@store.example" in (await stranger.open(path)).text
    refused = await stranger.send(path, name="Kim", password="short")
    assert refused.status_code == 422
    answer = await stranger.send(path, name="Kim", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert "Kim" in (await stranger.open("/staff/account")).text
    assert (await stranger.open(path)).status_code == 410


async def test_signing_in_and_out(stranger: Browser, sessions: Sessions) -> None:
    await a_member(sessions)
    wrong = await stranger.send("/staff/sign-in", email="robin@store.example", password="nope")
    assert wrong.status_code == 401
    assert "don't match" in wrong.text or "don&#39;t match" in wrong.text
    right = await stranger.send(
        "/staff/sign-in", email="robin@store.example", password=PASSWORD, next="/staff/account"
    )
    assert right.headers["location"] == "/staff/account"
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert (await stranger.open("/staff/account")).status_code == 200
    assert (await stranger.submit("/staff/sign-out")).headers["location"] == "/staff/sign-in"
    assert (await stranger.open("/staff/account")).status_code == 303


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "/desk/\\x", ""]
)
async def test_signing_in_leads_nowhere_else(stranger: Browser, sessions: Sessions, onward: str) -> None:
    await a_member(sessions)
    answer = await stranger.send(
        "/staff/sign-in", email="robin@store.example", password=PASSWORD, next=onward
    )
    assert answer.headers["location"] == "/desk/"


async def test_an_operator_sets_up_a_second_step_before_anything(
    stranger: Browser, sessions: Sessions
) -> None:
    path = f"/staff/link/{await link_for(sessions, 'op@store.example', Role.OPERATOR)}"
    await stranger.send(path, name="Op", password=PASSWORD)
    assert (await stranger.open("/staff/account")).headers["location"] == "/staff/second-factor/set-up"
    page = (await stranger.open("/staff/second-factor/set-up")).text
    [secret] = re.findall(r"<code>([A-Z2-7]{32})</code>", page)
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    assert (await stranger.send("/staff/second-factor/set-up", csrf=token, code="000000")).status_code == 422
    code = pyotp.TOTP(secret).at(SystemClock().now())
    done = await stranger.send("/staff/second-factor/set-up", csrf=token, code=code)
    backup = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", done.text)
    assert len(backup) == 10
    assert (await stranger.open("/staff/account")).status_code == 200

    await stranger.submit("/staff/sign-out")
    answer = await stranger.send("/staff/sign-in", email="op@store.example", password=PASSWORD)
    assert answer.status_code == 303
    assert (await stranger.open("/staff/account")).headers["location"] == "/staff/second-factor"
    assert (await stranger.submit("/staff/second-factor", code="1")).status_code == 401
    assert (await stranger.submit("/staff/second-factor", code=backup[0])).status_code == 303
    assert (await stranger.open("/staff/account")).status_code == 200


async def test_a_session_is_revoked_from_another_browser(enter: Enter, gateway: RunningGateway) -> None:
    browser = await enter()
    page = (await browser.open("/staff/account")).text
    [path] = re.findall(r'action="(/staff/sessions/[^"]+)"', page)
    assert (await browser.submit(path)).status_code == 303
    assert (await browser.open("/staff/account")).status_code == 303


async def test_a_page_of_another_site_can_send_nothing(enter: Enter) -> None:
    browser = await enter()
    token = await browser.csrf()
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
        answer = await browser.client.post("/staff/sign-out", data={"csrf": token}, headers=headers)
        assert answer.status_code == 403, headers
    assert (await browser.send("/staff/sign-out", csrf="guess")).status_code == 403
    assert (await browser.send("/staff/sign-out")).status_code == 403
    assert (await browser.open("/staff/account")).status_code == 200


async def test_pages_run_no_script_of_anybody_elses(stranger: Browser) -> None:
    page = await stranger.open("/staff/sign-in")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page.text)


async def test_over_https_the_cookie_is_secure(start_gateway: Callable, sessions: Sessions) -> None:
    gateway = await start_gateway(public_url="https://store.example")
    await a_member(sessions)
    async with httpx.AsyncClient(base_url=gateway.client.base_url) as client:
        answer = await Browser(client).send("/staff/sign-in", email="robin@store.example", password=PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-aisle-staff=")
    assert "secure" in cookie.lower()


async def test_one_address_cannot_try_without_end(start_gateway: Callable, sessions: Sessions) -> None:
    gateway = await start_gateway(sign_in_burst=3)
    async with httpx.AsyncClient(base_url=gateway.client.base_url) as client:
        browser = Browser(client)
        answers = [
            await browser.send("/staff/sign-in", email=f"{number}@store.example", password="guess")
            for number in range(4)
        ]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    assert "retry-after" in answers[-1].headers


async def test_what_is_not_there_is_told_as_a_page(enter: Enter) -> None:
    answer = await (await enter()).open("/desk/customers/nobody")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
