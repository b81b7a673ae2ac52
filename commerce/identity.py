"""Who is asking, as the server knows it: never taken from what a shopper typed."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from commerce.errors import NotAllowed


class IdentityLevel(StrEnum):
    """How sure the store is of who is speaking."""

    ANONYMOUS = "anonymous"  # nothing known
    CLAIMED = "claimed"  # knew an order number and its e-mail, or a name and postcode: may read orders
    VERIFIED = "verified"  # the shop, the number on file or a one-time code vouches: everything of their own

    @property
    def sees_private(self) -> bool:
        """Whether streets, card digits and contact data are shown: the one rule of chat, links and documents.

        An order number or a postcode is known to others; what they could do harm with is not shown for it.
        """
        return self is IdentityLevel.VERIFIED


@dataclass(frozen=True, slots=True)
class Shopper:
    """The person in a conversation and how sure the store is of them."""

    conversation_id: UUID
    customer_id: str | None
    level: IdentityLevel

    def known_customer(self) -> str:
        """The customer whose data may be read; raises NotAllowed for an anonymous shopper."""
        if self.customer_id is None or self.level is IdentityLevel.ANONYMOUS:
            raise NotAllowed("reading a customer's data needs a known shopper")
        return self.customer_id

    def verified_customer(self) -> str:
        """The customer whose data may be changed; raises NotAllowed unless the shopper is verified."""
        if self.customer_id is None or self.level is not IdentityLevel.VERIFIED:
            raise NotAllowed("changing a customer's data needs a verified shopper")
        return self.customer_id
