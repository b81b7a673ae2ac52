"""`/staff/...`: signing in and out, the second factor, and one's own sessions."""

from uuid import UUID

import segno
from sanic import Blueprint, HTTPResponse, Request, redirect
from sanic.exceptions import BadRequest, PayloadTooLarge
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.staff.members import LinkNotUsable, WeakPassword, accept, invited, set_duty
from commerce.staff.models import StaffMember
from commerce.staff.secrets import SHORTEST_PASSWORD, totp_uri
from commerce.staff.sign_in import (
    check_password,
    check_second_factor,
    confirm_second_factor,
    open_session,
    propose_second_factor,
    revoke_session,
    sessions_of_member,
)
from connectors.edge.errors import ApiError
from connectors.staff.area import (
    EVERYBODY,
    HALF,
    PUBLIC,
    SIGN_IN,
    Forbidden,
    StaffArea,
    field,
    raw_field,
    staff_of,
)
from connectors.staff.pages import Pages

_WRONG = "That e-mail and password don't match. After five wrong tries, wait 15 minutes."
_WRONG_CODE = "That code isn't right, or was used before. Please try the next one."


def staff_routes(area: StaffArea, pages: Pages) -> Blueprint:
    """The pages by which the store's people come in."""
    routes = Blueprint("staff", url_prefix="/staff")
    area.guard(routes)
    _add_entrance(routes, area, pages)
    _add_second_factor(routes, area, pages)
    _add_account(routes, area, pages)
    add_refusals(routes, pages)

    @routes.get("/static/<name:str>", ctx_access=PUBLIC)
    async def static(request: Request, name: str) -> HTTPResponse:
        return pages.files.serve(request, name, {})

    return routes


def add_refusals(routes: Blueprint, pages: Pages) -> None:
    """Word for people what the routes refuse."""

    @routes.exception(Forbidden)
    async def on_forbidden(request: Request, _: Forbidden) -> HTTPResponse:
        return pages.page(request, "forbidden.html", status=403)

    @routes.exception(CommerceError)
    async def on_core_refusal(request: Request, error: CommerceError) -> HTTPResponse:
        return pages.page(request, "refused.html", status=409, reason=str(error))

    @routes.exception(PayloadTooLarge, BadRequest)
    async def on_framework_refusal(request: Request, error: PayloadTooLarge | BadRequest) -> HTTPResponse:
        reason = "what was sent is too large or could not be read"
        return pages.page(request, "refused.html", status=error.status_code, reason=reason)

    @routes.exception(ApiError)
    async def on_refusal(request: Request, error: ApiError) -> HTTPResponse:
        answer = pages.page(request, "refused.html", status=error.status, reason=error.reason)
        answer.headers.update(error.headers)
        return answer


def _add_entrance(routes: Blueprint, area: StaffArea, pages: Pages) -> None:
    @routes.get("/sign-in", ctx_access=PUBLIC)
    async def show_sign_in(request: Request) -> HTTPResponse:
        return pages.page(request, "sign_in.html", error="", email="", next=_next(request.args.get("next")))

    @routes.post("/sign-in", ctx_access=PUBLIC)
    async def sign_in(request: Request) -> HTTPResponse:
        email, onward = field(request, "email", 254), _next(field(request, "next"))
        async with area.sessions.begin() as session:
            password = raw_field(request, "password")[:1_000]
            member = await check_password(session, email, password, clock=area.clock)
            token = await _begin(session, area, request, member) if member else None
        if token is None:
            return pages.page(request, "sign_in.html", status=401, error=_WRONG, email=email, next=onward)
        assert member is not None
        return area.give(redirect(onward or member.role.home, status=303), token)

    @routes.get("/link/<token:str>", ctx_access=PUBLIC)
    async def show_link(request: Request, token: str) -> HTTPResponse:
        async with area.sessions.begin() as session:
            try:
                member = await invited(session, token, clock=area.clock)
            except LinkNotUsable:
                return pages.page(request, "link_gone.html", status=410)
        return _set_password(pages, request, member)

    @routes.post("/link/<token:str>", ctx_access=PUBLIC)
    async def use_link(request: Request, token: str) -> HTTPResponse:
        password = raw_field(request, "password")
        async with area.sessions.begin() as session:
            try:
                member = await invited(session, token, clock=area.clock)
                await accept(
                    session, token, name=field(request, "name", 100), password=password, clock=area.clock
                )
            except LinkNotUsable:
                return pages.page(request, "link_gone.html", status=410)
            except WeakPassword as weak:
                return _set_password(pages, request, member, f"Please choose another one: {weak}.")
            opened = await _begin(session, area, request, member)
        return area.give(redirect(member.role.home, status=303), opened)

    @routes.post("/sign-out", ctx_access=HALF)
    async def sign_out(request: Request) -> HTTPResponse:
        staff = staff_of(request)
        async with area.sessions.begin() as session:
            await set_duty(session, staff.member_id, is_on=False)
            await revoke_session(session, staff.member_id, staff.session_id, clock=area.clock)
        return area.take(redirect(SIGN_IN, status=303))


def _add_second_factor(routes: Blueprint, area: StaffArea, pages: Pages) -> None:
    @routes.get("/second-factor", ctx_access=HALF)
    async def show_second_factor(request: Request) -> HTTPResponse:
        return pages.page(request, "second_factor.html", error="")

    @routes.post("/second-factor", ctx_access=HALF)
    async def give_second_factor(request: Request) -> HTTPResponse:
        async with area.sessions.begin() as session:
            code = field(request, "code", 40)
            is_right = await check_second_factor(
                session, staff_of(request), code, seal=area.seal, clock=area.clock
            )
        if not is_right:
            return pages.page(request, "second_factor.html", status=401, error=_WRONG_CODE)
        return redirect(staff_of(request).role.home, status=303)

    @routes.get("/second-factor/set-up", ctx_access=HALF)
    async def show_set_up(request: Request) -> HTTPResponse:
        return await _set_up(area, pages, request)

    @routes.post("/second-factor/set-up", ctx_access=HALF)
    async def set_up(request: Request) -> HTTPResponse:
        async with area.sessions.begin() as session:
            code = field(request, "code", 40)
            codes = await confirm_second_factor(
                session, staff_of(request), code, seal=area.seal, clock=area.clock
            )
        if codes is None:
            return await _set_up(area, pages, request, _WRONG_CODE)
        return pages.page(request, "backup_codes.html", codes=codes)


def _add_account(routes: Blueprint, area: StaffArea, pages: Pages) -> None:
    @routes.get("/account", ctx_access=EVERYBODY)
    async def account(request: Request) -> HTTPResponse:
        staff = staff_of(request)
        async with area.sessions() as session:
            found = await sessions_of_member(session, staff.member_id, clock=area.clock)
        return pages.page(request, "account.html", sessions=found)

    @routes.post("/sessions/<session_id:uuid>/revoke", ctx_access=EVERYBODY)
    async def revoke(request: Request, session_id: UUID) -> HTTPResponse:
        async with area.sessions.begin() as session:
            await revoke_session(session, staff_of(request).member_id, session_id, clock=area.clock)
        return redirect("/staff/account", status=303)


async def _begin(session: AsyncSession, area: StaffArea, request: Request, member: StaffMember) -> str:
    """Open a session; it is complete unless a second factor is there to be given, or must be set up."""
    is_complete = not member.has_second_factor and not member.role.needs_second_factor
    browser = request.headers.get("user-agent", "")
    opened = await open_session(session, member, browser=browser, is_complete=is_complete, clock=area.clock)
    return opened.token


def _set_password(pages: Pages, request: Request, member: StaffMember, error: str = "") -> HTTPResponse:
    status = 422 if error else 200
    return pages.page(
        request, "set_password.html", status=status, member=member, error=error, shortest=SHORTEST_PASSWORD
    )


async def _set_up(area: StaffArea, pages: Pages, request: Request, error: str = "") -> HTTPResponse:
    staff = staff_of(request)
    if staff.has_second_factor:  # it is changed by a new link, not by whoever sits at the browser
        return redirect("/staff/account", status=303)
    async with area.sessions.begin() as session:
        secret = await propose_second_factor(session, staff.member_id, seal=area.seal)
    uri = totp_uri(secret, staff.email, str(pages.templates.globals["store_name"]))
    picture = segno.make(uri).svg_data_uri(scale=5, border=2, light="#fff")
    status = 422 if error else 200
    return pages.page(request, "set_up.html", status=status, secret=secret, picture=picture, error=error)


def _next(path: str | None) -> str:
    """Where to go on: a page of ours, never another site; empty for where the role begins."""
    is_ours = path is not None and path.startswith(("/desk/", "/staff/", "/trainer")) and "\\" not in path
    return path if path and is_ours else ""
