"""Sends the texts that the core deferred to numbers in no conversation, unless their holder said stop."""

from contextlib import AbstractAsyncContextManager, nullcontext
from uuid import uuid4

import structlog
from procrastinate import Blueprint

from commerce.consent.ledger import Subscriber, standing
from commerce.consent.models import Topic
from commerce.database import Sessions
from connectors.channels.port import SendRefused
from connectors.channels.sms.console_sender import ConsoleSender
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.sender import SmsSender
from connectors.channels.sms.twilio_sender import TwilioSender

log = structlog.get_logger(__name__)

_SMS = "sms"


def text_sender(line: SmsLine | None) -> AbstractAsyncContextManager[SmsSender | None]:
    """The sender of the store's line, connected while the block lasts; None where there is no line."""
    if line is None:
        return nullcontext(None)
    return nullcontext(ConsoleSender()) if line.is_console else TwilioSender(line)


def text_jobs(sessions: Sessions, sender: SmsSender) -> Blueprint:
    """The job that sends a text, once: a code that comes twice, or late, helps nobody.

    Added to the app under the namespace `texts`, as `commerce.text.SEND_TEXT` names it.
    """
    jobs = Blueprint()

    @jobs.task(name="send_text")
    async def send_text(to: str, body: str) -> None:
        async with sessions() as session:
            entry = (await standing(session, Subscriber(_SMS, to))).get(Topic.SERVICE)
        if entry is not None and not entry.is_granted:
            log.info("a text was not sent: its number wants none")
            return
        try:
            await sender.send(to, body, str(uuid4()))
        except SendRefused as refused:
            log.warning("a text was refused", code=refused.code)

    return jobs
