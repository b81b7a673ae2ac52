"""Links to documents."""

from dataclasses import replace

import jwt
import pytest

from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef, LinkExpired, LinkInvalid
from tests.factories import NOON, SECRET, FixedClock

LINKS = DocumentLinks("https://store.example/", SECRET)
RECEIPT = DocumentRef(DocumentKind.RECEIPT, "W1", "customer_1")
LABEL = DocumentRef(DocumentKind.RETURN_LABEL, "RMA-7KQ2M9XA", "customer_1", IdentityLevel.VERIFIED)


def test_a_link_leads_to_its_document() -> None:
    url = LINKS.url(LABEL, clock=FixedClock())
    assert url.startswith("https://store.example/documents/")
    assert LINKS.read(url.rpartition("/")[2], clock=FixedClock()) == LABEL


@pytest.mark.parametrize(("document", "hours"), [(RECEIPT, 24), (LABEL, 30 * 24)])
def test_a_link_works_for_as_long_as_its_kind_says(document: DocumentRef, hours: int) -> None:
    clock = FixedClock()
    token = LINKS.token(document, clock=clock)
    clock.forward(seconds=hours * 3600 - 1)
    assert LINKS.read(token, clock=clock) == document
    clock.forward(seconds=1)
    with pytest.raises(LinkExpired):
        LINKS.read(token, clock=clock)


def test_a_link_signed_by_somebody_else_is_refused() -> None:
    forged = replace(LINKS, secret="another-secret-that-is-long-enough-too").token(
        RECEIPT, clock=FixedClock()
    )
    with pytest.raises(LinkInvalid):
        LINKS.read(forged, clock=FixedClock())


def test_a_token_made_for_another_purpose_is_refused() -> None:
    claims = {"aud": "aisle", "sub": "W1", "kind": "receipt", "customer": "customer_1", "exp": 2**33}
    with pytest.raises(LinkInvalid):
        LINKS.read(jwt.encode(claims, SECRET, algorithm="HS256"), clock=FixedClock())


@pytest.mark.parametrize("level", IdentityLevel)
def test_a_link_keeps_whom_it_was_made_for(level: IdentityLevel) -> None:
    document = replace(RECEIPT, level=level)
    assert LINKS.read(LINKS.token(document, clock=FixedClock()), clock=FixedClock()).level is level


@pytest.mark.parametrize(
    ("kind", "level"), [("receipt", IdentityLevel.CLAIMED), ("return_label", IdentityLevel.VERIFIED)]
)
def test_a_link_from_before_has_the_level_it_was_made_at(kind: str, level: IdentityLevel) -> None:
    claims = {"aud": "aisle-document", "sub": "W1", "kind": kind, "customer": "c", "exp": 2**33}
    token = jwt.encode(claims, SECRET, algorithm="HS256")
    assert LINKS.read(token, clock=FixedClock()).level is level


@pytest.mark.parametrize("missing", ["kind", "customer", "sub", "exp"])
def test_a_token_that_lacks_something_is_refused(missing: str) -> None:
    claims = {"aud": "aisle-document", "sub": "W1", "kind": "receipt", "customer": "c", "exp": 2**33}
    del claims[missing]
    with pytest.raises(LinkInvalid):
        LINKS.read(jwt.encode(claims, SECRET, algorithm="HS256"), clock=FixedClock())


def test_every_changed_character_breaks_a_link() -> None:
    token = LINKS.token(RECEIPT, clock=FixedClock(NOON))
    for index in range(0, len(token) - 1, 7):
        changed = token[:index] + ("A" if token[index] != "A" else "B") + token[index + 1 :]
        with pytest.raises(LinkInvalid):
            LINKS.read(changed, clock=FixedClock())
