"""The links that lead to a cart's checkout, on whatever device."""

from uuid import UUID

from commerce.clock import Clock
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef, LinkInvalid


def read_checkout_link(links: DocumentLinks, token: str, *, clock: Clock) -> tuple[UUID, bool]:
    """Return the cart and whether private data may be shown. Raises LinkExpired or LinkInvalid."""
    found = links.read(token, clock=clock)
    if found.kind is not DocumentKind.CHECKOUT:
        raise LinkInvalid("what the link leads to is no checkout")
    try:
        return UUID(found.subject), found.level.sees_private
    except ValueError:
        raise LinkInvalid("what the link leads to is no cart") from None


def checkout_ref(cart_id: UUID, customer_id: str | None, level: IdentityLevel) -> DocumentRef:
    """What a checkout link is made of."""
    return DocumentRef(DocumentKind.CHECKOUT, str(cart_id), customer_id or "", level)
