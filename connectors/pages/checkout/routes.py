"""`/checkout/<token>`: a cart on whatever device, who buys, where it goes, and the way to pay."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from pydantic import TypeAdapter, ValidationError
from sanic import Blueprint, HTTPResponse, Request, html, redirect
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.costs import Delivery, NoDelivery
from commerce.checkout.holding import hold
from commerce.checkout.links import read_checkout_link
from commerce.checkout.page import CheckoutView, checkout_view
from commerce.checkout.paying import begin, note_reference, tell_buyer
from commerce.checkout.refusals import AlreadyOrdered, CartIsEmpty, CheckoutNotFound, HoldEnded
from commerce.checkout.terms import Buyer
from commerce.clock import Clock
from commerce.customers.addresses import AddressError, AddressProblem, InvalidAddress, served_address
from commerce.customers.contacts import InvalidEmail, normal_email
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentLinks, LinkExpired, LinkInvalid
from commerce.locks.standing import AccountLocked
from commerce.notification import Notifier
from commerce.orders.numbers import display_number
from commerce.payments.port import Payments, PaymentWanted, ProviderRefused, ProviderUnavailable
from commerce.plans import PlanChanged
from connectors.edge.static_files import StaticFolder
from connectors.pages.checkout.pages import CheckoutPages, lines_shown, problems_shown, sums_shown
from connectors.pages.invitations.routes import invited_with

log = structlog.get_logger(__name__)

_HERE = Path(__file__).parent
_ADDRESS = ("line1", "line2", "city", "region", "postcode", "country")
_LONGEST_NAME = 100
_DELIVERY = TypeAdapter(Delivery)


@dataclass(frozen=True, slots=True)
class CheckoutParts:
    """What the pages need."""

    sessions: Sessions
    links: DocumentLinks
    clock: Clock
    notifier: Notifier
    payments: Payments
    pages: CheckoutPages
    pay_origin: str = ""  # where the provider's page is, if it is not ours: forms may lead there

    @property
    def headers(self) -> dict[str, str]:
        """What the pages may do: show themselves, send their forms, and be in no frame or index."""
        policy = (
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            f"form-action 'self' {self.pay_origin}; frame-ancestors 'none'"
        )
        return {"content-security-policy": policy, "x-robots-tag": "noindex"}

    def show(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        """Answer with a page."""
        return html(self.pages.render(template, **values), status=status, headers=self.headers)

    def notice(self, title: str, sentence: str, status: int = 200) -> HTTPResponse:
        """Answer with a page of one sentence."""
        return self.show("notice.html", status, title=title, sentence=sentence)


_NO_PAYING = (
    "Paying doesn't work right now",
    "Nothing was ordered and nothing was taken. Please go back and try again in a moment.",
    503,
)
_REFUSED: Mapping[type[Exception], tuple[str, str, int]] = {
    LinkExpired: ("This link has expired", "Ask our assistant for a new one.", 410),
    LinkInvalid: ("There is nothing here", "Please check the link.", 404),
    AccountLocked: (
        "Your account is locked",
        "It looked as if somebody else used it. The link in our e-mail unlocks it; so can our team.",
        403,
    ),
    CheckoutNotFound: ("There is nothing here", "Please check the link.", 404),
    CartIsEmpty: ("Nothing left to buy", "The items in this cart have sold out, or it's empty.", 200),
    NoDelivery: ("We can't deliver there", "Please choose an address in another country.", 422),
}

Handler = Callable[[Request, str], Coroutine[Any, Any, HTTPResponse]]


def checkout_routes(parts: CheckoutParts) -> Blueprint:
    """`/checkout/<token>` and what its forms do; whatever goes wrong is told to a person."""
    routes = Blueprint("checkout", url_prefix="/checkout")
    files = StaticFolder(_HERE)
    page = _Page(parts)

    @routes.get("/checkout.css")
    async def style(request: Request) -> HTTPResponse:
        return files.serve(request, "checkout.css", {})

    routes.add_route(_told(parts, page.show), "/<token:str>", methods=["GET"])
    routes.add_route(_told(parts, page.hold), "/<token:str>/hold", methods=["POST"])
    routes.add_route(_told(parts, page.tell), "/<token:str>/details", methods=["POST"])
    routes.add_route(_told(parts, page.pay), "/<token:str>/pay", methods=["POST"])
    return routes


def _told(parts: CheckoutParts, handler: Handler) -> Handler:
    """The handler, with what is refused told in words."""

    async def handle(request: Request, token: str) -> HTTPResponse:
        try:
            return await handler(request, token)
        except AlreadyOrdered as done:
            number = display_number(done.order_number)
            return parts.notice(
                "Thank you!", f"Your order {number} is placed. We've e-mailed you the details."
            )
        except (ProviderUnavailable, ProviderRefused) as away:
            log.error("the payment provider failed", kind=type(away).__name__)
            return parts.notice(*_NO_PAYING)
        except tuple(_REFUSED) as refused:
            return parts.notice(*_REFUSED[type(refused)])

    handle.__name__ = f"checkout_{handler.__name__}"
    return handle


class _Page:
    """The steps of a checkout: each reads its link first."""

    def __init__(self, parts: CheckoutParts) -> None:
        self._parts = parts

    async def show(self, request: Request, token: str) -> HTTPResponse:
        """The cart as it stands."""
        cart_id, is_private = self._cart(token)
        async with self._parts.sessions.begin() as session:
            view = await checkout_view(session, cart_id, is_private=is_private, clock=self._parts.clock)
        is_changed = request.args.get("changed") is not None
        return self._shown(token, view, notice="changed" if is_changed else "")

    async def hold(self, _: Request, token: str) -> HTTPResponse:
        """Hold the goods, anew or for the first time."""
        cart_id, _private = self._cart(token)
        async with self._parts.sessions.begin() as session:
            await hold(session, cart_id, clock=self._parts.clock)
        return self._back(token)

    async def tell(self, request: Request, token: str) -> HTTPResponse:
        """Take who buys and where it goes, or say what is wrong with it."""
        cart_id, is_private = self._cart(token)
        given = {name: form_value(request, name) for name in ("email", "full_name", *_ADDRESS)}
        delivery = _delivery(form_value(request, "delivery"))
        async with self._parts.sessions.begin() as session:
            view = await checkout_view(session, cart_id, is_private=is_private, clock=self._parts.clock)
            if view.checkout_id is None or view.until is None:
                raise CheckoutNotFound
            buyer, errors = await _buyer(session, given)
            if buyer is None:
                return self._shown(token, view, given=given, errors=problems_shown(errors), status=422)
            try:
                await tell_buyer(
                    session, view.checkout_id, buyer, delivery,
                    clock=self._parts.clock, friend_code=invited_with(request),
                )  # fmt: skip
            except HoldEnded:
                return self._back(token)
        return self._back(token)

    async def pay(self, request: Request, token: str) -> HTTPResponse:
        """Begin to pay on the terms that were shown, at the provider's page."""
        cart_id, is_private = self._cart(token)
        agreed = form_value(request, "agreed")
        parts = self._parts
        try:
            async with parts.sessions.begin() as session:
                view = await checkout_view(session, cart_id, is_private=is_private, clock=parts.clock)
                if view.checkout_id is None:
                    raise CheckoutNotFound
                begun = await begin(
                    session, view.checkout_id, agreed, parts.payments.name,
                    clock=parts.clock, notifier=parts.notifier,
                )  # fmt: skip
        except (HoldEnded, PlanChanged):
            return redirect(f"/checkout/{token}?changed=1", status=303, headers=parts.headers)
        if begun.order_number is not None:
            return self._back(token)
        here = f"{parts.links.base_url.rstrip('/')}/checkout/{token}"
        wanted = PaymentWanted(
            begun.attempt_id, begun.amount, begun.items, begun.email, here, here,
            keeps_method=begun.keeps_method,
        )  # fmt: skip
        opened = await parts.payments.begin(wanted)
        async with parts.sessions.begin() as session:
            await note_reference(session, begun.attempt_id, opened.reference)
        return redirect(opened.url, status=303, headers=parts.headers)

    def _cart(self, token: str) -> tuple[UUID, bool]:
        return read_checkout_link(self._parts.links, token, clock=self._parts.clock)

    def _back(self, token: str) -> HTTPResponse:
        return redirect(f"/checkout/{token}", status=303, headers=self._parts.headers)

    def _shown(
        self,
        token: str,
        view: CheckoutView,
        *,
        notice: str = "",
        given: dict[str, str] | None = None,
        errors: dict[str, str] | None = None,
        status: int = 200,
    ) -> HTTPResponse:
        return self._parts.show(
            "checkout.html",
            status,
            token=token,
            lines=lines_shown(view.quote),
            sums=sums_shown(view.quote, view.terms),
            minutes=view.minutes_left(self._parts.clock),
            countries=view.countries,
            given=given or view.given,
            errors=errors or {},
            agreed=view.agreed if not errors else None,
            due=str(view.terms.due) if view.terms else "",
            address=_address_shown(view),
            delivery=view.quote.delivery.value,
            notice=notice,
        )


def form_value(request: Request, name: str) -> str:
    """Return what a form sent under `name`; nothing where it did not."""
    form = request.form
    return str(form.get(name, "")) if form else ""


def _delivery(given: str) -> Delivery:
    try:
        return _DELIVERY.validate_python(given)
    except ValidationError:
        return Delivery.STANDARD


def _address_shown(view: CheckoutView) -> str:
    """Where it goes; only the town, where the link may not show what is on file."""
    if view.terms is None:
        return ""
    level = IdentityLevel.VERIFIED if view.given["line1"] else IdentityLevel.ANONYMOUS
    return view.terms.address.seen_by(level)


async def _buyer(
    session: AsyncSession, given: dict[str, str]
) -> tuple[Buyer | None, dict[str, AddressError]]:
    errors: dict[str, AddressError] = {}
    email, name = "", " ".join(given["full_name"].split())
    try:
        email = normal_email(given["email"])
    except InvalidEmail:
        errors["email"] = AddressError(AddressProblem.MISSING, "name@example.com")
    if not name or len(name) > _LONGEST_NAME or "\x00" in name:
        errors["full_name"] = AddressError(AddressProblem.TOO_LONG if name else AddressProblem.MISSING)
    try:
        address = await served_address(session, {field: given[field] for field in _ADDRESS})
    except InvalidAddress as wrong:
        return None, errors | wrong.errors
    return (None, errors) if errors else (Buyer(email, name, address), {})
