"""`/desk/journeys/mails/<name>`: an e-mail of a journey as its reader sees it, and a test of it."""

from sanic import Blueprint, HTTPResponse, Request, html, redirect

from commerce.notification import Recipient
from commerce.notifications.samples import NoMail, sample, sample_mail
from commerce.staff.models import StaffMember
from connectors.edge.errors import ApiError
from connectors.staff.area import LEADS, OPERATORS, staff_of
from connectors.staff.desk.parts import DeskParts
from connectors.staff.pages import HEADERS, Pages

# An e-mail carries its style in itself; nothing of it may run, and it goes nowhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https:; frame-ancestors 'none'"


def mail_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The preview, and the button that sends it."""
    routes = Blueprint("desk_mails", url_prefix="/desk/journeys/mails")
    store_name = str(pages.templates.globals["store_name"])

    @routes.get("/<name:str>", ctx_access=LEADS)
    async def preview(_: Request, name: str) -> HTTPResponse:
        try:
            mail = sample_mail(name, store_name=store_name, base_url=parts.links.base_url)
        except NoMail:
            raise ApiError(404, "not_found", "there is no such e-mail") from None
        return html(mail.html, headers=HEADERS | {"content-security-policy": _POLICY})

    @routes.post("/<name:str>", ctx_access=OPERATORS)
    async def send_test(request: Request, name: str) -> HTTPResponse:
        try:
            filled = sample(name, parts.links.base_url)
        except NoMail:
            raise ApiError(404, "not_found", "there is no such e-mail") from None
        async with parts.sessions.begin() as session:
            member = await session.get_one(StaffMember, staff_of(request).member_id)
            recipient = Recipient(email=member.email, channel="email")
            await parts.notifier.notify(session, recipient, filled)
        return redirect("/desk/journeys/?tested=1", status=303)

    return routes
