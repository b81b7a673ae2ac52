"""Why a problem is not made good at once; each carries what is needed to say so in words."""

from datetime import date

from commerce.errors import CommerceError, NotFound
from commerce.orders.problem_reports import ProblemStatus
from commerce.policies.service import Evidence, Remedy


class EvidenceNeeded(CommerceError):
    """The policy wants the problem shown or described first."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(f"the policy wants {evidence} as evidence")
        self.evidence = evidence


class RemedyNotOffered(CommerceError):
    """The policy does not offer this remedy; `offered` are those it does, best first."""

    def __init__(self, remedy: Remedy, offered: tuple[Remedy, ...]) -> None:
        super().__init__(f"{remedy} is not offered, only: {', '.join(offered) or 'nothing'}")
        self.remedy = remedy
        self.offered = offered


class ReportTooLate(CommerceError):
    """The problem is reported after the time for it."""

    def __init__(self, order_number: str, title: str, closed_on: date) -> None:
        super().__init__(f"problems with {title!r} of order {order_number} were to be told until {closed_on}")
        self.order_number = order_number
        self.title = title
        self.closed_on = closed_on


class ProblemAlreadyReported(CommerceError):
    """The store makes good each line, and each late order, once; `status` is the first report's."""

    def __init__(self, order_number: str, title: str | None, status: ProblemStatus) -> None:
        super().__init__(f"a problem with {title or 'order'} {order_number} was reported before ({status})")
        self.order_number = order_number
        self.title = title
        self.status = status


class ParcelNotFound(NotFound):
    """The order has no such parcel."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"order {order_number} has no such parcel")
        self.order_number = order_number


class ParcelNotLost(CommerceError):
    """The parcel is still on its way as far as the carrier tells; `expected_on` where it is known."""

    def __init__(self, order_number: str, expected_on: date | None) -> None:
        super().__init__(f"a parcel of order {order_number} does not count as lost yet")
        self.order_number = order_number
        self.expected_on = expected_on


class OrderNotLate(CommerceError):
    """The order is not past its promised date; `promised_on` where one was given."""

    def __init__(self, order_number: str, promised_on: date | None) -> None:
        super().__init__(f"order {order_number} is not late")
        self.order_number = order_number
        self.promised_on = promised_on
