"""What a payment provider must do, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from commerce.customers.models import PaymentMethodKind
from commerce.errors import CommerceError
from commerce.money import Money


class ProviderUnavailable(CommerceError):
    """The provider could not be reached, or not now, or not as we are set up; the same may be tried again."""


@dataclass(eq=False)
class ProviderRefused(CommerceError):
    """the payment provider refused: {code}

    The provider does not do it, and will not when asked again; `code` is its reason.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line as the provider shows it."""

    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PaymentWanted:
    """Money to be taken: `attempt_id` names the try, also when it is sent again."""

    attempt_id: UUID
    amount: Money
    items: Sequence[Item]
    email: str = field(repr=False)
    done_url: str = field(repr=False)  # where the shopper goes once it is paid
    back_url: str = field(repr=False)  # and where otherwise
    keeps_method: bool = False  # whether the provider is to keep the method, to charge it again


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Where the shopper pays, and what the provider calls this try."""

    url: str = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True)
class PaidWith:
    """The method that paid: never more of a card than its last four digits."""

    id: str  # the provider's name of it
    kind: PaymentMethodKind = PaymentMethodKind.CREDIT_CARD
    brand: str | None = None
    last_four: str | None = None
    payer: str | None = None  # the provider's name of who pays, where it keeps the method for later


@dataclass(frozen=True, slots=True)
class ChargeWanted:
    """Money to be taken with a saved method while nobody is there; `attempt_id` names the try."""

    attempt_id: UUID
    amount: Money
    method: PaidWith
    reference: str | None  # what the provider calls the method, None where it was never saved there
    payer_reference: str | None


class PaymentState(StrEnum):
    """What the provider says of a try."""

    OPEN = "open"
    FAILED = "failed"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """How a try stands at the provider; `payment_reference` is what a refund of it names."""

    state: PaymentState
    amount: Money | None = None
    payment_reference: str | None = None
    paid_with: PaidWith | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class RefundWanted:
    """Money to go back to where it came from; `key` names it, also when it is sent again."""

    key: str
    payment_reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundSent:
    """What the provider calls it, and whether it has arrived already."""

    reference: str
    is_done: bool


class Payments(Protocol):
    """A payment provider."""

    @property
    def name(self) -> str:
        """What its payments are stored under."""
        ...

    async def begin(self, wanted: PaymentWanted) -> PaymentPage:
        """Open a page to pay on; the same one for the same attempt.

        Raises ProviderUnavailable or ProviderRefused.
        """
        ...

    async def charge(self, wanted: ChargeWanted) -> PaymentReport:
        """Take money with a saved method, once for the same attempt; a method that cannot be is FAILED.

        OPEN is what takes longer; its `payment_reference` is what `report` is asked by. Raises
        ProviderUnavailable.
        """
        ...

    async def report(self, reference: str) -> PaymentReport:
        """Tell how the try stands now. Raises ProviderUnavailable."""
        ...

    async def refund(self, wanted: RefundWanted) -> RefundSent:
        """Send money back, once for each key. Raises ProviderUnavailable or ProviderRefused."""
        ...
