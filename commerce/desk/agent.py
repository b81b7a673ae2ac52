"""Who acts at the desk, and how far their role reaches."""

from dataclasses import dataclass
from uuid import UUID

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.errors import CommerceError, NotFound
from commerce.money import Money
from commerce.staff.models import Role

# What one of the store's people may give away at once, in minor units of any currency; None is no limit.
LIMITS_MINOR: dict[Role, int | None] = {Role.AGENT: 10_000, Role.LEAD: 100_000, Role.OPERATOR: None}


class CaseNotFound(NotFound):
    """there is no such case"""


@dataclass(eq=False)
class CaseTaken(CommerceError):
    """{by} has this case"""

    by: str


class CaseClosed(CommerceError):
    """the case is resolved"""


class NotYourCase(CommerceError):
    """claim the case first"""


@dataclass(eq=False)
class AtCapacity(CommerceError):
    """you have {most} cases: resolve, snooze or release one first"""

    most: int


@dataclass(eq=False)
class AboveYourLimit(CommerceError):
    """{amount} is above your limit of {limit}: ask a lead"""

    amount: Money
    limit: Money


@dataclass(frozen=True, slots=True)
class Agent:
    """One of the store's people at the desk. `key` is the submitted form's own, so that twice is once."""

    id: UUID
    name: str
    role: Role
    key: UUID | None = None

    @property
    def cause(self) -> Cause:
        """Who causes what is done, and by which click."""
        return Cause(ActorKind.AGENT, str(self.id), self.key)

    def require_may_give(self, amount: Money) -> None:
        """Raise AboveYourLimit when the role does not reach to `amount`."""
        limit = LIMITS_MINOR.get(self.role, 0)
        if limit is not None and amount.amount_minor > limit:
            raise AboveYourLimit(amount, Money(limit, amount.currency))
