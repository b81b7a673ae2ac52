"""Who is asking, as the server knows it: never taken from what a shopper typed."""

from dataclasses import dataclass
from uuid import UUID

from commerce.errors import NotAllowed
from commerce.support.models import IdentityLevel


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
