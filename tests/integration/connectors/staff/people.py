"""The store's people in front of their browsers, and a gateway to open."""

import re
from dataclasses import dataclass

import httpx

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.staff.members import accept, invite
from commerce.staff.models import Role, StaffMember
from commerce.staff.sign_in import open_session

PASSWORD = "four words make sense"
OWN_PAGE = {"sec-fetch-site": "same-origin"}


@dataclass
class Browser:
    """One member of staff's browser: it keeps cookies, and sends forms as a page of ours would."""

    client: httpx.AsyncClient

    async def open(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form without its token, from a page of ours."""
        return await self.client.post(path, data=fields, headers=OWN_PAGE)

    async def submit(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with its token."""
        return await self.send(path, csrf=await self.csrf(), **fields)

    async def csrf(self) -> str:
        page = (await self.client.get("/staff/account", follow_redirects=True)).text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None, page
        return found[1]


async def link_for(sessions: Sessions, email: str, role: Role) -> str:
    async with sessions.begin() as session:
        return (await invite(session, email, role, clock=SystemClock())).token


async def a_member(
    sessions: Sessions, role: Role = Role.AGENT, email: str = "robin@store.example"
) -> StaffMember:
    """A member with the password of these tests."""
    token = await link_for(sessions, email, role)
    async with sessions.begin() as session:
        name = email.partition("@")[0].title()
        return await accept(session, token, name=name, password=PASSWORD, clock=SystemClock())


async def signed_in(sessions: Sessions, base_url: httpx.URL | str, member: StaffMember) -> Browser:
    """The member's browser with a complete session; a second factor is taken as given."""
    async with sessions.begin() as session:
        if member.role.needs_second_factor:
            stored = await session.get_one(StaffMember, member.id)
            stored.totp_confirmed_at = SystemClock().now()
        opened = await open_session(session, member, browser="Test", is_complete=True, clock=SystemClock())
    return Browser(httpx.AsyncClient(base_url=base_url, timeout=30, cookies={"aisle-staff": opened.token}))
