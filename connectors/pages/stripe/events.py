"""What Stripe's events make due. They are only knocks on the door: how things stand is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout.money_back import DisputeReport, note_dispute, note_refund_report
from commerce.checkout.paying import attempt_of, settle
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.money import Money
from commerce.notification import Notifier
from commerce.payments.events import note_handled, take_event
from commerce.payments.models import DisputeStatus, PaymentAttempt
from commerce.payments.port import Payments
from connectors.pages.stripe.payments import STRIPE

log = structlog.get_logger(__name__)

_DISPUTES = {"won": DisputeStatus.WON, "lost": DisputeStatus.LOST}


@dataclass(frozen=True, slots=True)
class StripeEvents:
    """Handles stored events, each in one transaction with what it changes."""

    sessions: Sessions
    payments: Payments
    notifier: Notifier
    clock: Clock

    async def handle(self, event_id: str) -> bool:
        """Do what a stored event makes due; False where it is done already.

        Raises ProviderUnavailable, or ProviderRefused.
        """
        async with self.sessions.begin() as session:
            event = await take_event(session, STRIPE, event_id)
            if event is None:
                return False
            await self._do(session, event.kind, event.facts or {})
            note_handled(event, self.clock)
        return True

    async def settle(self, attempt_id: UUID, reference: str) -> None:
        """Ask how a try stands and do what that makes due. Raises ProviderUnavailable."""
        report = await self.payments.report(reference)
        async with self.sessions.begin() as session:
            await settle(session, attempt_id, report, clock=self.clock, notifier=self.notifier)

    async def _do(self, session: AsyncSession, kind: str, thing: dict[str, Any]) -> None:
        if kind.startswith(("checkout.session.", "payment_intent.")):
            await self._of_attempt(session, thing)
        elif kind.startswith("charge.dispute."):
            await self._of_dispute(session, thing)
        elif kind.startswith("refund.") or kind == "charge.refund.updated":
            status = str(thing.get("status"))
            failure = str(thing.get("failure_reason") or status) if status in ("failed", "canceled") else None
            await note_refund_report(
                session, str(thing["id"]), is_done=status == "succeeded", failure=failure, clock=self.clock
            )

    async def _of_attempt(self, session: AsyncSession, thing: dict[str, Any]) -> None:
        attempt = await self._attempt(session, thing)
        if attempt is not None and attempt.payment_method_id is not None and attempt.reference is None:
            return  # whoever charges a saved method has the answer at once, and asks again if not
        if attempt is None or attempt.reference is None:
            log.warning("an event of a payment that is not ours", thing=str(thing.get("object")))
            return
        report = await self.payments.report(attempt.reference)
        await settle(session, attempt.id, report, clock=self.clock, notifier=self.notifier)

    @staticmethod
    async def _attempt(session: AsyncSession, thing: dict[str, Any]) -> PaymentAttempt | None:
        named = thing.get("attempt")
        try:
            found = await session.get(PaymentAttempt, UUID(str(named))) if named else None
        except ValueError:
            found = None
        if found is None or found.provider != STRIPE:
            return await attempt_of(session, STRIPE, str(thing.get("id")))
        if found.reference is None and thing.get("object") == "checkout.session":
            found.reference = str(thing["id"])  # the process died before it could keep it
        return found

    @staticmethod
    async def _of_dispute(session: AsyncSession, thing: dict[str, Any]) -> None:
        report = DisputeReport(
            reference=str(thing["id"]),
            payment_reference=str(thing.get("payment_intent")),
            amount=Money(int(thing["amount"]), str(thing["currency"]).upper()),
            reason=str(thing.get("reason") or "unknown"),
            status=_DISPUTES.get(str(thing.get("status")), DisputeStatus.OPEN),
            at=datetime.fromtimestamp(thing["created"], UTC),
        )
        if await note_dispute(session, STRIPE, report):
            log.error("a payment is disputed", dispute=report.reference, status=report.status.value)
