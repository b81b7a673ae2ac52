"""One part of an address put right."""

import pytest

from actions.language.address_corrections import corrected_address, corrected_at_summary, postcode_alone

KNOWN = {"line1": "12 Oak St", "city": "Boston", "region": "MA", "postcode": "02110", "country": "US"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("postcode should be ls81qs", {"postcode": "LS81QS", "country": "GB", "region": None}),
        ("the zip is 02111", {"postcode": "02111"}),
        ("zip should be 02111 not 02110", {"postcode": "02111"}),
        ("house number is 14", {"line1": "14 Oak St"}),
        ("the same street but number 14", {"line1": "14 Oak St"}),
        ("same road, no 7b", {"line1": "7b Oak St"}),
        ("same address but zip 02111", {"postcode": "02111"}),
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


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("96814", "96814"),
        ("its 96814 now", "96814"),
        ("zip code 96814 please", "96814"),
        ("E1C 4Z1", "E1C 4Z1"),
        ("12 Oak St 96814", None),
        ("96814 Honolulu", None),
        ("A900001", None),
    ],
)
def test_a_postcode_alone(text: str, postcode: str | None) -> None:
    assert postcode_alone(text).get("postcode") == postcode


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("14b i mean", {"line1": "14b Oak St"}),
        ("no, 16", {"line1": "16 Oak St"}),
        ("its lane not street", {"line1": "12 Oak Lane"}),
        ("Salem not Boston", {"city": "Salem"}),
        ("02111", {"postcode": "02111"}),
        ("2", {}),
        ("yes not that one", {}),
        ("no not now", {}),
        ("that's not right", {}),
    ],
)
def test_a_correction_of_what_was_just_told(text: str, changed: dict[str, str]) -> None:
    corrected = corrected_at_summary(text, KNOWN)
    assert {name: value for name, value in corrected.items() if value != KNOWN[name]} == changed
