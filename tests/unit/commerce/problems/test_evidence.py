"""One policy for items of several categories, and what counts as evidence."""

from uuid import uuid4

import pytest

from commerce.policies.service import Evidence, ProblemPolicy, Remedy
from commerce.problems.evidence import common_policy, require_evidence
from commerce.problems.refusals import EvidenceNeeded

BOTH = (Remedy.REPLACEMENT, Remedy.REFUND)


def a_policy(**fields) -> ProblemPolicy:
    return ProblemPolicy(**{"remedies": BOTH, "evidence": Evidence.NONE, "report_within_days": 30} | fields)


def common(*policies: ProblemPolicy) -> ProblemPolicy:
    return common_policy({uuid4(): each for each in policies})


def test_only_remedies_that_all_have_are_offered() -> None:
    assert common(a_policy(), a_policy(remedies=(Remedy.REFUND,))).remedies == (Remedy.REFUND,)
    assert common(a_policy(), a_policy()).remedies == BOTH


def test_the_strongest_evidence_and_the_shortest_time_hold() -> None:
    both = common(
        a_policy(evidence=Evidence.PHOTO), a_policy(evidence=Evidence.DESCRIPTION, report_within_days=14)
    )
    assert (both.evidence, both.report_within_days) == (Evidence.PHOTO, 14)


def test_the_lowest_limit_holds_and_none_is_no_limit() -> None:
    limits = [a_policy(review_above_minor=above, currency="USD") for above in (None, 9_000, 20_000)]
    assert common(*limits).review_above_minor == 9_000
    assert common(limits[0], limits[0]).review_above_minor is None


@pytest.mark.parametrize(
    ("evidence", "description", "photos", "is_enough"),
    [
        (Evidence.NONE, "", (), True),
        (Evidence.DESCRIPTION, "", (), False),
        (Evidence.DESCRIPTION, "the shade is cracked", (), True),
        (Evidence.DESCRIPTION, "", ("photo-1",), True),
        (Evidence.PHOTO, "the shade is cracked", (), False),
        (Evidence.PHOTO, "", ("photo-1",), True),
    ],
)
def test_evidence(evidence: Evidence, description: str, photos: tuple[str, ...], is_enough: bool) -> None:
    if is_enough:
        require_evidence(evidence, description, photos)
        return
    with pytest.raises(EvidenceNeeded):
        require_evidence(evidence, description, photos)
