"""Signed links that bring somebody back to their cart, on whatever device they are opened."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from commerce.clock import Clock
from commerce.errors import CommerceError, NotFound

LIFETIME = timedelta(days=7)
_CODE = ":"  # between the parts of what is signed
_SIGNATURE_LENGTH = 16


class CartLinkExpired(CommerceError):
    """The link was good, but is too old."""

    def __init__(self) -> None:
        super().__init__("a link to a cart has expired")


class CartLinkInvalid(NotFound):
    """The link is not one of ours."""

    def __init__(self) -> None:
        super().__init__("a link to a cart does not verify")


@dataclass(frozen=True, slots=True)
class CartLink:
    """What a link opens: one cart, of whomever holds the link, with the code it brings."""

    cart_id: UUID
    code: str = ""


@dataclass(frozen=True, slots=True)
class CartLinks:
    """Makes and reads links under `base_url`, signed with `secret` (at least 32 bytes)."""

    base_url: str
    secret: str = field(repr=False)

    def url(self, link: CartLink, *, clock: Clock) -> str:
        """A link to the cart that works from now on for `LIFETIME`."""
        until = int((clock.now() + LIFETIME).timestamp())
        payload = _CODE.join((link.cart_id.hex, str(until), link.code))
        encoded = urlsafe_b64encode(payload.encode()).decode().rstrip("=")
        return f"{self.base_url.rstrip('/')}/cart/{encoded}.{self._signature(payload)}"

    def read(self, token: str, *, clock: Clock) -> CartLink:
        """What the link opens. Raises CartLinkExpired or CartLinkInvalid."""
        encoded, _, signature = token.partition(".")
        try:
            payload = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
            cart_id, until, code = payload.split(_CODE)
            link, expires_at = CartLink(UUID(cart_id), code), datetime.fromtimestamp(int(until), UTC)
        except (Error, ValueError):
            raise CartLinkInvalid from None
        if not hmac.compare_digest(signature.encode(), self._signature(payload).encode()):
            raise CartLinkInvalid
        if expires_at <= clock.now():
            raise CartLinkExpired
        return link

    def _signature(self, payload: str) -> str:
        made = hmac.digest(self.secret.encode(), f"cart-link:{payload}".encode(), "sha256")
        return urlsafe_b64encode(made).decode()[:_SIGNATURE_LENGTH]
