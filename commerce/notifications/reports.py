"""What mail servers tell of e-mails that came back or were complained of: RFC 3464 and RFC 5965."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.consent.ledger import Subscriber, revoke
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.notifications.models import Undeliverable

# The mailbox is not there, or takes nothing any more; not one that is full, nor mail that was taken for spam.
_GONE = re.compile(r"5\.(?:1\.\d{1,3}|2\.1|0\.0)")
_STATUS, _FEEDBACK = "message/delivery-status", "message/feedback-report"
_COMPLAINTS = frozenset({"abuse", "fraud", "opt-out"})


@dataclass(frozen=True, slots=True)
class Told:
    """One address, and what is told of it."""

    address: str
    is_complaint: bool
    reason: str


def read_report(raw: bytes) -> list[Told]:
    """Return what a report tells; nothing of an e-mail that is none, or tells of what may pass."""
    report = message_from_bytes(raw)
    found: list[Told] = []
    for part in report.walk():
        if part.get_content_type() == _STATUS:
            found += _bounced(part)
        elif part.get_content_type() == _FEEDBACK:
            found += _complained(part, report)
    return found


async def take_report(session: AsyncSession, raw: bytes) -> int:
    """Write to no address any more that is a customer's and was told of; how many these are."""
    taken = 0
    for told in read_report(raw):
        is_ours = select(Customer.id).where(func.lower(Customer.email) == told.address)
        if await session.scalar(is_ours.limit(1)) is None:
            continue
        row = {"channel": "email", "address": told.address, "reason": told.reason}
        await session.execute(insert(Undeliverable).values(row).on_conflict_do_nothing())
        if told.is_complaint:
            subscriber = Subscriber("email", told.address)
            await revoke(session, subscriber, {Topic.MARKETING}, ConsentSource.PROVIDER)
        taken += 1
    return taken


def _bounced(part: Message) -> Iterator[Told]:
    for fields in _blocks(part):
        status = str(fields.get("Status") or "").strip()
        if str(fields.get("Action") or "").strip().lower() != "failed" or not _GONE.fullmatch(status):
            continue
        if address := _address(fields.get("Original-Recipient") or fields.get("Final-Recipient")):
            yield Told(address, False, f"bounced {status}")


def _complained(part: Message, report: Message) -> Iterator[Told]:
    for fields in _blocks(part):
        kind = str(fields.get("Feedback-Type") or "").strip().lower()
        if kind not in _COMPLAINTS:
            continue
        named = [_address(each) for each in fields.get_all("Original-Rcpt-To", [])]
        for address in filter(None, named or _written_to(report)):
            yield Told(address, True, f"complained: {kind}")


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a report's part, as the library has read them."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else [message_from_bytes(str(payload).encode())]
    return [each for each in blocks if isinstance(each, Message)]


def _written_to(report: Message) -> list[str]:
    """Whom the e-mail went to that was complained of, which comes with the report."""
    for part in report.walk():
        if part is not report and part.get_all("To") and part.get_content_maintype() != "multipart":
            return [address.lower() for _, address in getaddresses(part.get_all("To", [])) if "@" in address]
        if part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(bytes(part.get_payload(decode=True) or b""))
            return [address.lower() for _, address in getaddresses(headers.get_all("To", []))]
    return []


def _address(field: object) -> str:
    """The address of `rfc822; somebody@example.com`, or as it stands."""
    written = str(field or "").rpartition(";")[2].strip().strip("<>").lower()
    return written if "@" in written else ""
