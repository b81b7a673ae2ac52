"""Which evidence a problem takes, and the one policy for items of several categories."""

from collections.abc import Mapping
from uuid import UUID

from commerce.policies.service import Evidence, ProblemPolicy
from commerce.problems.refusals import EvidenceNeeded

_BY_STRENGTH = (Evidence.NONE, Evidence.DESCRIPTION, Evidence.PHOTO)


def common_policy(policies: Mapping[UUID, ProblemPolicy]) -> ProblemPolicy:
    """What holds for all lines: remedies that each of them has, the strongest evidence, the lowest limit."""
    first, *others = policies.values()
    limited = [each for each in (first, *others) if each.review_above_minor is not None]
    strictest = min(limited, key=lambda each: each.review_above_minor or 0, default=first)
    return ProblemPolicy(
        remedies=tuple(each for each in first.remedies if all(each in other.remedies for other in others)),
        evidence=max((each.evidence for each in (first, *others)), key=_BY_STRENGTH.index),
        report_within_days=min(each.report_within_days for each in (first, *others)),
        review_above_minor=strictest.review_above_minor,
        currency=strictest.currency,
    )


def require_evidence(evidence: Evidence, description: str, photos: tuple[str, ...]) -> None:
    """Raise EvidenceNeeded unless the problem is shown or described as the policy wants."""
    is_shown = {
        Evidence.PHOTO: bool(photos),
        Evidence.DESCRIPTION: bool(description.strip() or photos),
        Evidence.NONE: True,
    }
    if not is_shown[evidence]:
        raise EvidenceNeeded(evidence)
