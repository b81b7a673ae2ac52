"""Why a problem is not made good at once; each carries what is needed to say so in words."""

from dataclasses import dataclass
from datetime import date

from commerce.errors import CommerceError, NotFound
from commerce.orders.problem_reports import ProblemStatus
from commerce.policies.service import Evidence, Remedy


@dataclass(eq=False)
class EvidenceNeeded(CommerceError):
    """the policy wants {evidence} as evidence"""

    evidence: Evidence


class RemedyNotOffered(CommerceError):
    """The policy does not offer this remedy; `offered` are those it does, best first."""

    def __init__(self, remedy: Remedy, offered: tuple[Remedy, ...]) -> None:
        super().__init__(f"{remedy} is not offered, only: {', '.join(offered) or 'nothing'}")
        self.remedy = remedy
        self.offered = offered


@dataclass(eq=False)
class ReportTooLate(CommerceError):
    """problems with {title!r} of order {order_number} were to be told until {closed_on}"""

    order_number: str
    title: str
    closed_on: date


class ProblemAlreadyReported(CommerceError):
    """The store makes good each line, and each late order, once; `status` is the first report's."""

    def __init__(self, order_number: str, title: str | None, status: ProblemStatus) -> None:
        super().__init__(f"a problem with {title or 'order'} {order_number} was reported before ({status})")
        self.order_number = order_number
        self.title = title
        self.status = status


@dataclass(eq=False)
class ParcelNotFound(NotFound):
    """order {order_number} has no such parcel"""

    order_number: str


@dataclass(eq=False)
class ParcelNotLost(CommerceError):
    """a parcel of order {order_number} does not count as lost yet

    The parcel is still on its way as far as the carrier tells; `expected_on` where it is known.
    """

    order_number: str
    expected_on: date | None


@dataclass(eq=False)
class OrderNotLate(CommerceError):
    """order {order_number} is not late

    The order is not past its promised date; `promised_on` where one was given.
    """

    order_number: str
    promised_on: date | None
