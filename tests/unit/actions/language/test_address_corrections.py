"""One part of an address put right."""

import pytest

from actions.language.address_corrections import corrected_address

KNOWN = {"line1": "12 Oak St", "city": "Boston", "region": "MA", "postcode": "02110", "country": "US"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("postcode should be ls81qs", {"postcode": "LS81QS", "country": "GB", "region": None}),
        ("the zip is 02111", {"postcode": "02111"}),
        ("zip should be 02111 not 02110", {"postcode": "02111"}),
        ("house number is 14", {"line1": "14 Oak St"}),
        ("the city should be Salem, not Boston", {"city": "Salem"}),
        ("no, the town is Salem", {"city": "Salem"}),
        ("city: Salem", {"city": "Salem"}),
        ("state is NH", {"region": "NH"}),
    ],
)
def test_a_correction(text: str, changed: dict[str, str | None]) -> None:
    corrected = corrected_address(text, KNOWN)
    assert {name: corrected.get(name) for name in KNOWN if corrected.get(name) != KNOWN[name]} == changed


@pytest.mark.parametrize(
    "text",
    [
        "the zip is wrong", "what city is it?", "the state is wrong", "what is the postcode 02111 for?",
        "the state of my order is pending", "yes", "cancel it",
    ],
)  # fmt: skip
def test_no_correction(text: str) -> None:
    assert corrected_address(text, KNOWN) == {}
