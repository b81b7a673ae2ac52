"""Signed links to a shopper's documents that stop working after a while."""

from dataclasses import dataclass, field
from datetime import UTC, timedelta
from enum import StrEnum

import jwt

from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import IdentityLevel

_ALGORITHM = "HS256"
_AUDIENCE = "aisle-document"


class DocumentKind(StrEnum):
    """What a link leads to, and with it how long it works."""

    RECEIPT = "receipt"  # subject: an order's number
    RETURN_LABEL = "return_label"  # subject: an RMA number
    CHECKOUT = "checkout"  # subject: a cart's id
    FILE = "file"  # subject: the id of a file that was sent

    @property
    def lifetime(self) -> timedelta:
        """How long a link works: a label has to outlast the packing, a receipt can be asked for again."""
        days = {DocumentKind.RETURN_LABEL: 30, DocumentKind.CHECKOUT: 7, DocumentKind.FILE: 30}
        return timedelta(days=days.get(self, 1))

    @property
    def path(self) -> str:
        """Where on the site it is."""
        return {DocumentKind.CHECKOUT: "checkout", DocumentKind.FILE: "files"}.get(self, "documents")

    @property
    def level_before(self) -> IdentityLevel:
        """The level of links that were made before links told it."""
        is_label = self is DocumentKind.RETURN_LABEL
        return IdentityLevel.VERIFIED if is_label else IdentityLevel.CLAIMED


class LinkExpired(CommerceError):
    """The link was good, but is too old; a new one can be asked for."""


class LinkInvalid(CommerceError):
    """The link is not one of ours."""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document of a customer's."""

    kind: DocumentKind
    subject: str
    customer_id: str  # empty for a guest's cart
    level: IdentityLevel = IdentityLevel.CLAIMED  # of whom it is made for: what the document shows


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """Makes and checks links under `base_url`, signed with `secret` (at least 32 bytes)."""

    base_url: str
    secret: str = field(repr=False)

    def url(self, document: DocumentRef, *, clock: Clock) -> str:
        """A link to the document that works from now on for its kind's lifetime."""
        return f"{self.base_url.rstrip('/')}/{document.kind.path}/{self.token(document, clock=clock)}"

    def token(self, document: DocumentRef, *, clock: Clock) -> str:
        """The signed part of the link."""
        claims = {
            "aud": _AUDIENCE,
            "kind": document.kind.value,
            "sub": document.subject,
            "customer": document.customer_id,
            "level": document.level.value,
            "exp": clock.now().astimezone(UTC) + document.kind.lifetime,
        }
        return jwt.encode(claims, self.secret, algorithm=_ALGORITHM)

    def read(self, token: str, *, clock: Clock) -> DocumentRef:
        """The document a link leads to; raises LinkExpired or LinkInvalid."""
        try:
            claims = jwt.decode(
                token,
                self.secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                # The expiry is compared with the clock we are given, below.
                options={"require": ["exp", "sub"], "verify_exp": False},
            )
            kind = DocumentKind(claims["kind"])
            level = IdentityLevel(claims.get("level", kind.level_before))
            document = DocumentRef(kind, claims["sub"], claims["customer"], level)
        except (jwt.InvalidTokenError, KeyError, ValueError):
            raise LinkInvalid("a document link does not verify") from None
        if claims["exp"] <= clock.now().timestamp():
            raise LinkExpired(f"a {document.kind} link has expired")
        return document
