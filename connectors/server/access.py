"""Who may use which route, and by what they show it: told of the route table, so that none is forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sanic import Sanic

from connectors.channels.listed import CHANNELS
from connectors.staff.area import HALF, PUBLIC


class Access(StrEnum):
    """By what somebody shows that they may use a route."""

    ANYBODY = "anybody"
    SHOPPER = "whoever holds the conversation's token"
    LINK = "whoever holds the link: signed or random, and it ends"
    COUNTED = "whoever holds the link: signed, of no use but to be counted and lead to the store's site"
    CHOICES = "whoever holds the link: signed, of no use but to choose what one is written about"
    INVITED = "whoever holds a customer's code for friends: it shows the first name"
    PROVIDER = "the provider, by its signature on the body"
    SHOP = "the shop's server, by the events' key"
    DEVELOPMENT = "anybody, and only in development"
    STAFF = "a signed-in member of staff whose role it is for"


# By the beginning of the path, the longest first. Staff's routes say it themselves.
_BY_PATH = {
    "account/unlock/": Access.LINK,
    "chat/": Access.SHOPPER,
    "checkout/": Access.LINK,
    "checkout/checkout.css": Access.ANYBODY,
    "documents/": Access.LINK,
    "invite/": Access.INVITED,
    "l/": Access.LINK,
    "preferences/": Access.CHOICES,
    "preferences/style.css": Access.ANYBODY,
    "unsubscribe/": Access.CHOICES,
    "payments/stripe": Access.PROVIDER,
    "dev/": Access.DEVELOPMENT,
    "pay/demo": Access.DEVELOPMENT,
    "store/demo-": Access.DEVELOPMENT,
    "desk": Access.STAFF,
    "staff/": Access.STAFF,
    "trainer": Access.STAFF,
    "docs": Access.ANYBODY,
    "files/": Access.LINK,
    "healthz": Access.ANYBODY,
    "robots.txt": Access.ANYBODY,
    "sitemap.xml": Access.ANYBODY,
    "help": Access.ANYBODY,
    "readyz": Access.ANYBODY,
    "store/cart": Access.SHOPPER,
    "store/products": Access.ANYBODY,
    "store/reviews": Access.ANYBODY,
    "store/reviews/helpful": Access.SHOPPER,
    "store/reviews/write": Access.SHOPPER,
    "store/searched": Access.SHOPPER,
    "store/suggestions": Access.ANYBODY,
    "store/viewed": Access.SHOPPER,
    "events": Access.SHOP,
    "m/": Access.COUNTED,
    "mail/reports": Access.SHOP,
    "storefront/": Access.ANYBODY,
    "widget/": Access.ANYBODY,
    "wishlist/": Access.LINK,
    **{f"{channel.name}/": Access.PROVIDER for channel in CHANNELS},
}
_HOME = ""  # the storefront's page


@dataclass(frozen=True, slots=True)
class RouteAccess:
    """One method of one path. `roles` says more of STAFF."""

    method: str
    path: str
    access: Access
    roles: str = ""

    @property
    def line(self) -> str:
        """The route as a line of the table in docs/security.md."""
        who = f"{self.access}: {self.roles}" if self.roles else self.access
        return f"| `{self.method} /{self.path}` | {who} |"


def routes_of(app: Sanic[Any, Any]) -> list[RouteAccess]:
    """Every route but the preflights, by path. Raises LookupError for one of which nothing is said."""
    found = []
    for route in app.router.routes:
        access = _access_of(route.path)
        roles = _roles_of(route) if access is Access.STAFF else ""
        found += [RouteAccess(method, route.path, access, roles) for method in route.methods - {"OPTIONS"}]
    return sorted(found, key=lambda each: (each.path, each.method))


def access_table(routes: Iterable[RouteAccess]) -> str:
    """The table of docs/security.md."""
    return "\n".join(["| route | for |", "|---|---|", *(each.line for each in routes)])


def _access_of(path: str) -> Access:
    if path == _HOME:
        return Access.ANYBODY
    begins = [each for each in _BY_PATH if path.startswith(each)]
    if not begins:
        raise LookupError(f"nothing is said of who may use /{path}")
    return _BY_PATH[max(begins, key=len)]


def _roles_of(route: Any) -> str:
    access = getattr(route.ctx, "access", None)
    if access is None:
        raise LookupError(f"/{route.path} does not say whom it is for")
    if access == PUBLIC:
        return "the way in, for anybody"
    if access == HALF:
        return "password given, second factor still to come"
    return ", ".join(sorted(access))
