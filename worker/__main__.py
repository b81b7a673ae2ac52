"""Starts the worker: `python -m worker`."""

import asyncio
import logging
import sys
from datetime import timedelta

import uvloop
from procrastinate.exceptions import ConnectorException

from aisle.logs import configure_logging
from aisle.settings import Settings, SettingsError, load_settings
from aisle.tracing import configure_tracing
from commerce.clock import Clock, SystemClock
from commerce.database import create_engine, sessions_of
from commerce.journeys.files import MalformedJourney, journeys
from commerce.journeys.setup import stepper_of
from commerce.links.documents import DocumentLinks
from commerce.mail import Mailer
from commerce.notifications.notifier import CatalogueNotifier
from commerce.notifications.preferences import PreferenceLinks
from commerce.notifications.setup import notifier_of
from commerce.spelling import spelling_of
from connectors.channels.listed import open_channels
from connectors.channels.sms.line import sms_line_of
from connectors.channels.sms.media import MediaFetcher
from connectors.pages.payments import payments_of
from connectors.staff.desk.rules import desk_rules_of
from worker.app import create_app
from worker.desk import desk_of
from worker.following import following
from worker.housekeeping import ConversationRetention
from worker.mail import mailer_of
from worker.texts import text_sender
from worker.training import Training

_JOBS_AT_ONCE = 16
# A job whose turn comes because another of its lock is done, or its time, is not announced.
_LOOK_EVERY_S = 0.25
_GRACE_S = 3.0  # for running jobs when it is told to stop


def notifier_by(settings: Settings, clock: Clock) -> CatalogueNotifier:
    """Make the notifier of the worker's own jobs."""
    return notifier_of(
        settings.database_url.get_secret_value(),
        clock,
        settings.store_name,
        sends_texts=settings.sends_texts,
        preferences=PreferenceLinks(settings.public_url, settings.conversation_secret.get_secret_value()),
        spelling=spelling_of(settings.locale),
    )


async def work(settings: Settings, mailer: Mailer) -> None:
    """Run jobs until stopped by a signal. Raises SettingsError for a channel that is half set up."""
    database_url = settings.database_url.get_secret_value()
    engine = create_engine(database_url, pool_size=_JOBS_AT_ONCE)
    retention = ConversationRetention(
        timedelta(days=settings.keep_conversations_days),
        timedelta(days=settings.keep_understandings_days),
        settings.tracker_database_url.get_secret_value(),
    )
    sessions, clock = sessions_of(engine), SystemClock(settings.time_zone)
    secret, notifier = settings.conversation_secret.get_secret_value(), notifier_by(settings, clock)
    line, rules = sms_line_of(settings), desk_rules_of(settings)
    links = DocumentLinks(settings.public_url, secret)
    try:
        async with (
            open_channels(settings, sessions, clock) as channels,
            text_sender(line) as texts,
            following(settings, sessions, rules, clock),
        ):
            jobs = create_app(
                database_url,
                sessions,
                clock=clock,
                mailer=mailer,
                notifier=notifier,
                stepper=stepper_of(sessions, clock, notifier, DocumentLinks(settings.public_url, secret)),
                make_desk=desk_of(notifier, links, clock, rules),
                channels=channels,
                public_url=settings.public_url,
                retention=retention,
                encoder_folder=settings.var_path / "encoder",
                media=MediaFetcher(line) if line is not None else None,
                texts=texts,
                payments=payments_of(settings, clock),
                training=Training.of(settings, sessions, clock),
            )
            async with jobs.open_async() as app:
                await app.run_worker_async(
                    concurrency=_JOBS_AT_ONCE,
                    fetch_job_polling_interval=_LOOK_EVERY_S,
                    shutdown_graceful_timeout=_GRACE_S,
                    delete_jobs="successful",
                )
    finally:
        await engine.dispose()


def main() -> None:
    """Read the settings and work."""
    try:
        settings = load_settings()
        mailer = mailer_of(settings)
        journeys()
    except (SettingsError, MalformedJourney) as error:
        sys.exit(f"worker: {error}")
    configure_logging("worker", json=settings.is_production)
    configure_tracing("worker", settings.traces_url)
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it writes every job's arguments
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work(settings, mailer))
    except SettingsError as error:
        sys.exit(f"worker: {error}")
    except ConnectorException as error:
        sys.exit(f"worker: the job queue's database cannot be used: {type(error.__cause__).__name__}")


if __name__ == "__main__":
    main()
