"""Twilio and a mail server on loopback that can be away, busy, broken or silent."""

import asyncio
import threading
from collections import Counter
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.acceptance.product import free_ports
from tests.fakes.twilio import NUMBER, SID, TOKEN, FakeTwilio, running_twilio

# What each does when it is broken; `None` is silence until it is mended.
TWILIO_FAULTS: dict[str, int | None] = {"429": 429, "500": 500, "503": 503, "silent": None}
MAIL_FAULTS: dict[str, str] = {"busy": "451 try again later", "closing": "421 going down"}


class _Mailbox:
    """Takes e-mails, or says what it is told to say."""

    def __init__(self) -> None:
        self.answer: str | None = None
        self.taken: Counter[str] = Counter()  # by Message-ID

    async def handle_DATA(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answer is not None:
            return self.answer
        content = envelope.content
        assert isinstance(content, bytes)
        lines = content.decode(errors="replace").splitlines()
        self.taken[next(each for each in lines if each.lower().startswith("message-id:"))] += 1
        return "250 taken"


class Vendors:
    """Both, while the block lasts."""

    def __init__(self) -> None:
        self._mailbox = _Mailbox()
        self._over = asyncio.Event()
        self.twilio: FakeTwilio

    def __enter__(self) -> Self:
        self._mail = Controller(self._mailbox, hostname="127.0.0.1", port=free_ports(1)[0])
        self._mail.start()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        started = threading.Event()
        self._serving = asyncio.run_coroutine_threadsafe(self._serve(started), self._loop)
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._serving.result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._mail.stop()

    @property
    def settings(self) -> dict[str, str]:
        """What tells the product of them."""
        return {
            "AISLE_TWILIO_ACCOUNT_SID": SID, "AISLE_TWILIO_AUTH_TOKEN": TOKEN, "AISLE_TWILIO_NUMBER": NUMBER,
            "AISLE_TWILIO_API_URL": self.twilio.url, "AISLE_SMTP_HOST": "127.0.0.1",
            "AISLE_SMTP_PORT": str(self._mail.port),
        }  # fmt: skip

    @property
    def mails(self) -> Counter[str]:
        """How often each e-mail was taken."""
        return self._mailbox.taken

    def break_twilio(self, how: int | None) -> None:
        """Let every request to send meet a status, or silence where there is none."""
        self._loop.call_soon_threadsafe(self._break_twilio, how)

    def break_mail(self, answer: str | None) -> None:
        """Let every e-mail meet this answer; None lets them be taken."""
        self._mailbox.answer = answer

    def mend(self) -> None:
        """Let both work."""
        self._loop.call_soon_threadsafe(self._mend)
        self.break_mail(None)

    def _break_twilio(self, how: int | None) -> None:
        if how is None:
            self.twilio.held = asyncio.Event()
        else:
            self.twilio.fails_every = {1: how}

    def _mend(self) -> None:
        self.twilio.fails_every = {}
        if self.twilio.held is not None:
            self.twilio.held.set()
            self.twilio.held = None

    async def _serve(self, started: threading.Event) -> None:
        async with running_twilio() as self.twilio:
            started.set()
            await self._over.wait()


def answered(vendors: Vendors) -> dict[str, Any]:
    """How often Twilio answered what, for the report."""
    return {str(status): count for status, count in sorted(vendors.twilio.answers.items())}
