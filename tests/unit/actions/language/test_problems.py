"""What went wrong, and what should be done about it, as people put it."""

import pytest

from actions.language.problems import problem_in, remedies_in
from commerce.orders.problem_reports import ProblemKind
from commerce.policies.service import Remedy


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("the lamp came with a crack in its base", ProblemKind.DAMAGED_ITEM),
        ("kettle doesnt switch on anymore", ProblemKind.DAMAGED_ITEM),
        ("the kettle won't switch on", ProblemKind.DAMAGED_ITEM),
        ("one mug is in pieces", ProblemKind.DAMAGED_ITEM),
        ("the table is wobbly", ProblemKind.DAMAGED_ITEM),
        ("my coffee table keeps creaking", ProblemKind.DAMAGED_ITEM),
        ("the lamp gets very hot", ProblemKind.DAMAGED_ITEM),
        ("the fleece smells funny", ProblemKind.DAMAGED_ITEM),
        ("the kettle makes a weird noise", ProblemKind.DAMAGED_ITEM),
        ("the lid won't close", ProblemKind.DAMAGED_ITEM),
        ("the paint is peeling", ProblemKind.DAMAGED_ITEM),
        ("it's too hot in here", None),
        ("the soap smells great", None),
        ("headphones are faulty", ProblemKind.DAMAGED_ITEM),
        ("I ordered the blue shirt but got a red one", ProblemKind.WRONG_ITEM),
        ("you sent me the wrong size", ProblemKind.WRONG_ITEM),
        ("this is not what I ordered", ProblemKind.WRONG_ITEM),
        ("there was a pan in it instead of the lamp", ProblemKind.WRONG_ITEM),
        ("the mug is missing", ProblemKind.MISSING_ITEM),
        ("only two of the three mugs were in the box", ProblemKind.MISSING_ITEM),
        ("the charger wasn't in the box", ProblemKind.MISSING_ITEM),
        ("you forgot to pack the mug", ProblemKind.MISSING_ITEM),
        ("my parcel never arrived", ProblemKind.LOST_PARCEL),
        ("I think the carrier lost it", ProblemKind.LOST_PARCEL),
        ("the package hasn't come", ProblemKind.LOST_PARCEL),
        ("it says delivered but there's nothing here", ProblemKind.LOST_PARCEL),
        ("somebody stole my package", ProblemKind.LOST_PARCEL),
        ("my order is a week late", ProblemKind.LATE_ORDER),
        ("this should have been here on Monday", ProblemKind.LATE_ORDER),
        ("not broken, it's the wrong one", ProblemKind.WRONG_ITEM),
        ("it isn't missing, it's damaged", ProblemKind.DAMAGED_ITEM),
        ("I have a problem with my order", None),
        ("the lamp", None),
    ],
)
def test_problems(said: str, kind: ProblemKind | None) -> None:
    assert problem_in(said) is kind


@pytest.mark.parametrize(
    ("said", "remedies"),
    [
        ("I want my money back", [Remedy.REFUND]),
        ("a refund please", [Remedy.REFUND]),
        ("can you send me a new one", [Remedy.REPLACEMENT]),
        ("send it again", [Remedy.REPLACEMENT]),
        ("replacement", [Remedy.REPLACEMENT]),
        ("I'd like the delivery cost refunded", [Remedy.REFUND_SHIPPING, Remedy.REFUND]),
        ("store credit is fine", [Remedy.STORE_CREDIT]),
        ("the shade is cracked", []),
    ],
)
def test_remedies(said: str, remedies: list[Remedy]) -> None:
    assert remedies_in(said) == remedies
