"""The demo store's payment provider: a page of ours with cards that cost nothing."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from commerce.payments.port import (
    ChargeWanted,
    PaidWith,
    PaymentPage,
    PaymentReport,
    PaymentState,
    PaymentWanted,
    RefundSent,
    RefundWanted,
)

DEMO = "demo"
# What each card of the page does: none has a number that anybody owns.
CARDS = {
    "visa-4242": PaidWith("visa_4242", brand="visa", last_four="4242"),
    "mastercard-4444": PaidWith("mastercard_4444", brand="mastercard", last_four="4444"),
}
DECLINED = "visa-0002"
_DECLINED_DIGITS = "0002"


@dataclass(frozen=True, slots=True)
class DemoPayments:
    """Pays by a press of a button on `/pay/demo/...`, which settles at once: it knows of nothing later."""

    base_url: str
    secret: str = field(repr=False)
    name: str = DEMO

    async def begin(self, wanted: PaymentWanted) -> PaymentPage:
        """Open the page of an attempt; nobody else can tell its address."""
        reference = self.reference(wanted.attempt_id)
        return PaymentPage(f"{self.base_url.rstrip('/')}/pay/demo/{reference}", reference)

    async def charge(self, wanted: ChargeWanted) -> PaymentReport:
        """Take what never was, at once; the card that the page declines is declined here, too."""
        if wanted.method.last_four == _DECLINED_DIGITS:
            return PaymentReport(PaymentState.FAILED, failure="card_declined")
        reference = f"demo_{self.reference(wanted.attempt_id)}"
        return PaymentReport(PaymentState.PAID, wanted.amount, reference, wanted.method)

    async def report(self, reference: str) -> PaymentReport:
        """What is paid was settled when it was."""
        del reference
        return PaymentReport(PaymentState.OPEN)

    async def refund(self, wanted: RefundWanted) -> RefundSent:
        """Give back what never was: at once."""
        return RefundSent(f"demo_refund_{wanted.key}", is_done=True)

    def reference(self, attempt_id: UUID) -> str:
        """Return what stands for an attempt."""
        return hmac.new(self.secret.encode(), f"demo payment {attempt_id}".encode(), sha256).hexdigest()
