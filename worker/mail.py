"""Sends the e-mails that the core deferred: by SMTP, or onto the console where none is configured."""

from dataclasses import dataclass, field
from email import policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from email.utils import make_msgid

import structlog
from aiosmtplib import (
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
    send,
)
from procrastinate import Blueprint

from aisle.settings import Settings, SettingsError
from commerce.database import Sessions
from commerce.mail import Mail, Mailer
from commerce.notifications.handover import (
    begin_handover,
    end_handover,
    note_undeliverable,
    undo_handover,
)
from worker.retries import tries

log = structlog.get_logger(__name__)

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_TLS_FROM_THE_START = 465
_HEADERS = HeaderRegistry()
_POLICY = policy.EmailPolicy(linesep="\r\n", header_factory=_HEADERS)

# The server went away in the middle: perhaps it has the e-mail.
_END_UNKNOWN = (SMTPServerDisconnected, SMTPReadTimeoutError)
# Mailbox unavailable, not local, name not allowed (RFC 5321).
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})


class _OneWord(UnstructuredHeader):
    """A header that is one word, a link: folded, the standard library would make encoded words of it."""

    def fold(self, *, policy: Policy) -> str:
        """Write it in one line, however long it is."""
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS.map_to_type("list-unsubscribe", _OneWord)  # type: ignore[arg-type]  # as its documentation has it


class ConsoleMailer:
    """Prints e-mails for whoever runs the store on their own machine; never used in production."""

    async def send(self, mail: Mail) -> None:
        """Write the whole e-mail to the terminal."""
        print(f"--- e-mail to {mail.to}: {mail.subject}\n{mail.text}\n---", flush=True)  # noqa: T201


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands e-mails to an SMTP server: encrypted, but to one on this machine that offers no STARTTLS."""

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 20.0

    @property
    def is_here(self) -> bool:
        """Whether the server is on this machine, where nobody listens between."""
        return self.host in _THIS_MACHINE

    async def send(self, mail: Mail) -> None:
        """Hand over one e-mail; raises what aiosmtplib raises, so that the job is tried again."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = self.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">"))
        if mail.one_click_url:
            message["List-Unsubscribe"] = f"<{mail.one_click_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
        await send(
            message,
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            timeout=self.timeout_s,
            use_tls=self.port == _TLS_FROM_THE_START,
            start_tls=False if self.port == _TLS_FROM_THE_START else (None if self.is_here else True),
        )


def mailer_of(settings: Settings) -> Mailer:
    """The mailer the settings ask for. Raises SettingsError in production without a mail server."""
    if not settings.smtp_host:
        if settings.is_production:
            raise SettingsError("AISLE_SMTP_HOST is missing; production sends its e-mail through a server")
        return ConsoleMailer()
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
    )


def mail_jobs(sessions: Sessions, mailer: Mailer) -> Blueprint:
    """The job that sends an e-mail, again for six hours when the server does not take it.

    Added to the app under the namespace `mail`, as `commerce.mail_queue.SEND_MAIL` names it.
    """
    jobs = Blueprint()

    @jobs.task(name="send_mail", retry=tries(8, exponential_wait_s=4))
    async def send_mail(
        to: str, subject: str, text: str, *, html: str = "", one_click_url: str = "", key: str = ""
    ) -> None:
        if key and not await begin_handover(sessions, key):
            log.warning("an e-mail is not sent again: nobody knows whether the server took it", key=key)
            return
        try:
            await mailer.send(Mail(to, subject, text, html, one_click_url, key))
        except Exception as error:
            if key and isinstance(error, _END_UNKNOWN):
                log.warning("an e-mail may have left and is not sent again", error=type(error).__name__)
                return
            if key:
                await undo_handover(sessions, key)
            if is_refused_for_good(error):
                await note_undeliverable(sessions, "email", to, "refused by the mail server")
                log.warning("an e-mail was refused: its address takes none")
                return
            log.warning("an e-mail could not be sent and is tried again", error=type(error).__name__)
            raise
        if key:
            await end_handover(sessions, key)
        log.info("sent an e-mail")

    return jobs


def is_refused_for_good(error: Exception) -> bool:
    """Whether the server said that the address does not exist: 5xx of the recipient, not of the message."""
    refused = error.recipients if isinstance(error, SMTPRecipientsRefused) else [error]
    return bool(refused) and all(
        isinstance(each, SMTPRecipientRefused) and each.code in _NO_SUCH_ADDRESS for each in refused
    )
