"""E-mails: deferred with the change that makes them true, then sent."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from procrastinate import App, PsycopgConnector
from sqlalchemy import text

from commerce.database import Sessions
from commerce.mail import Mail, Mailer
from commerce.mail_queue import JobMailQueue
from commerce.notifications.handover import begin_handover
from commerce.notifications.models import Undeliverable
from worker.mail import ConsoleMailer, SmtpMailer, mail_jobs

MAIL = Mail("ada@example.com", "Your return RMA-7KQ2M9XA", "Hello Ada,\n\nprint the label — and send it.\n")


class Inbox:
    """What a local SMTP server took in; `refusal` is what it answers instead, if set."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refusal: str | None = None
        self.no_such_address = False
        self.port = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.no_such_address:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        self.raw.append(envelope.original_content)
        self.received.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 taken"


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    made = Inbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(made, loop=loop), "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await server.wait_closed()


def smtp(inbox: Inbox) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", inbox.port, "Corner Store <hello@store.example>")


async def test_smtp_carries_the_whole_mail(inbox: Inbox) -> None:
    await smtp(inbox).send(MAIL)
    [message] = inbox.received
    assert (message["To"], message["Subject"]) == (MAIL.to, MAIL.subject)
    assert message["From"] == "Corner Store <hello@store.example>"
    assert message["Message-ID"].endswith("@store.example>")
    assert message.get_content().replace("\r\n", "\n") == MAIL.text


async def test_a_server_elsewhere_must_offer_starttls() -> None:
    inbox, loop = Inbox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, loop=loop), "127.0.0.2", 0)
    elsewhere = SmtpMailer("127.0.0.2", server.sockets[0].getsockname()[1], "hello@store.example")
    with pytest.raises(aiosmtplib.SMTPException, match="STARTTLS"):
        await elsewhere.send(MAIL)
    assert inbox.received == []
    server.close()
    await server.wait_closed()


async def test_a_mail_the_server_refuses_raises_so_that_it_is_tried_again(inbox: Inbox) -> None:
    inbox.refusal = "451 try again later"
    with pytest.raises(aiosmtplib.SMTPDataError):
        await smtp(inbox).send(MAIL)


async def test_no_line_break_in_a_subject_becomes_a_header(inbox: Inbox) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        await smtp(inbox).send(Mail(MAIL.to, "Hello\nBcc: all@example.com", ""))
    assert inbox.received == []


async def test_the_console_shows_the_mail(capsys: pytest.CaptureFixture[str]) -> None:
    await ConsoleMailer().send(MAIL)
    assert MAIL.text in capsys.readouterr().out


def job_app(jobs_url: str, sessions: Sessions, mailer: Mailer) -> App:
    app = App(connector=PsycopgConnector(conninfo=jobs_url))
    app.add_tasks_from(mail_jobs(sessions, mailer), namespace="mail")
    return app


async def test_a_deferred_mail_is_sent_by_the_worker(jobs_url: str, sessions: Sessions, inbox: Inbox) -> None:
    queue = JobMailQueue(App(connector=PsycopgConnector(conninfo=jobs_url)))
    async with sessions.begin() as session:
        await queue.put(session, MAIL)
    async with job_app(jobs_url, sessions, smtp(inbox)).open_async() as app:
        await app.run_worker_async(wait=False, install_signal_handlers=False)
    assert [message["Subject"] for message in inbox.received] == [MAIL.subject]


async def test_a_change_that_is_rolled_back_sends_no_mail(jobs_url: str, sessions: Sessions) -> None:
    queue = JobMailQueue(App(connector=PsycopgConnector(conninfo=jobs_url)))

    async def put_and_fail() -> None:
        async with sessions.begin() as session:
            await queue.put(session, MAIL)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await put_and_fail()
    async with sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


async def test_a_mail_that_fails_stays_a_job(jobs_url: str, sessions: Sessions, inbox: Inbox) -> None:
    inbox.refusal = "451 try again later"
    queue = JobMailQueue(App(connector=PsycopgConnector(conninfo=jobs_url)))
    async with sessions.begin() as session:
        await queue.put(session, MAIL)
    async with job_app(jobs_url, sessions, smtp(inbox)).open_async() as app:
        await app.run_worker_async(wait=False, install_signal_handlers=False)
    async with sessions() as session:
        status = await session.scalar(text("SELECT status::text FROM procrastinate_jobs"))
    assert status == "todo"


HTML = Mail(
    "ada@example.com",
    "You left a lamp",
    "Hello Ada,\n\nit's still there.\n",
    "<!doctype html><p>Hello Ada, it’s still there.</p>",
    f"https://store.example.com/unsubscribe/{'QzEwMDIz' * 12}.abcdefghijklmnop",
    "journey:1:reminder",
)


async def test_a_mail_has_both_parts_and_a_button_to_unsubscribe(inbox: Inbox) -> None:
    await smtp(inbox).send(HTML)
    [message] = inbox.received
    assert message.get_content_type() == "multipart/alternative"
    text_part, html_part = message.iter_parts()
    assert (text_part.get_content_type(), html_part.get_content_type()) == ("text/plain", "text/html")
    assert "it’s still there" in html_part.get_content()
    assert message["List-Unsubscribe"] == f"<{HTML.one_click_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = inbox.raw[0].decode()
    assert f"List-Unsubscribe: <{HTML.one_click_url}>\r\n" in raw  # one word, neither folded nor encoded


async def run_jobs(jobs_url: str, sessions: Sessions, mailer: Mailer) -> None:
    async with job_app(jobs_url, sessions, mailer).open_async() as app:
        await app.run_worker_async(wait=False, install_signal_handlers=False)


async def put(jobs_url: str, sessions: Sessions, mail: Mail) -> None:
    queue = JobMailQueue(App(connector=PsycopgConnector(conninfo=jobs_url)))
    async with sessions.begin() as session:
        await queue.put(session, mail)


async def test_a_mail_with_a_key_is_sent_once_however_often_its_job_is_run(
    jobs_url: str, sessions: Sessions, inbox: Inbox
) -> None:
    for _ in range(2):
        await put(jobs_url, sessions, HTML)
    await run_jobs(jobs_url, sessions, smtp(inbox))
    assert len(inbox.received) == 1


async def test_a_mail_whose_end_nobody_knows_is_not_sent_again(
    jobs_url: str, sessions: Sessions, inbox: Inbox
) -> None:
    await begin_handover(sessions, HTML.key)  # and there its worker was killed
    await put(jobs_url, sessions, HTML)
    await run_jobs(jobs_url, sessions, smtp(inbox))
    assert inbox.received == []


async def test_a_mail_that_was_surely_not_taken_is_tried_again(
    jobs_url: str, sessions: Sessions, inbox: Inbox
) -> None:
    inbox.refusal = "451 try again later"
    await put(jobs_url, sessions, HTML)
    await run_jobs(jobs_url, sessions, smtp(inbox))
    inbox.refusal = None
    async with sessions.begin() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    await run_jobs(jobs_url, sessions, smtp(inbox))
    assert len(inbox.received) == 1


async def test_an_address_that_the_server_does_not_know_is_noted(
    jobs_url: str, sessions: Sessions, inbox: Inbox
) -> None:
    inbox.no_such_address = True
    await put(jobs_url, sessions, HTML)
    await run_jobs(jobs_url, sessions, smtp(inbox))
    async with sessions() as session:
        noted = await session.get(Undeliverable, ("email", HTML.to))
        left = await session.scalar(text("SELECT status::text FROM procrastinate_jobs"))
    assert noted is not None
    assert left == "succeeded"
