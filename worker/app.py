"""The job queue with every job that the worker knows."""

from collections.abc import Mapping
from pathlib import Path

from procrastinate import App, PsycopgConnector

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.journeys.stepping import Stepper
from commerce.mail import Mailer
from commerce.notification import Notifier
from commerce.payments.port import Payments
from connectors.channels.port import Channel
from connectors.channels.sms.media import MediaFetcher
from connectors.channels.sms.sender import SmsSender
from connectors.pages.stripe.events import StripeEvents
from connectors.pages.stripe.payments import STRIPE
from worker.attachments import attachment_jobs
from worker.checkout import checkout_jobs
from worker.delivery import delivery_jobs
from worker.desk import DeskOf, desk_jobs
from worker.figures import figure_jobs
from worker.fraud import fraud_jobs
from worker.housekeeping import ConversationRetention, housekeeping_jobs
from worker.journeys import journey_jobs
from worker.mail import mail_jobs
from worker.notifications import notification_jobs
from worker.payments import payment_jobs
from worker.points import points_jobs
from worker.referrals import referral_jobs
from worker.search import search_jobs
from worker.segments import segment_jobs
from worker.subscriptions import subscription_jobs
from worker.texts import text_jobs
from worker.training import Training, training_jobs


def create_app(
    database_url: str,
    sessions: Sessions,
    *,
    clock: Clock,
    mailer: Mailer,
    notifier: Notifier,
    channels: Mapping[str, Channel],
    retention: ConversationRetention,
    stepper: Stepper,
    encoder_folder: Path,
    media: MediaFetcher | None = None,
    texts: SmsSender | None = None,
    make_desk: DeskOf,
    public_url: str = "",
    training: Training | None = None,
    payments: Payments | None = None,
) -> App:
    """The jobs of the store at `database_url`; `sessions` are on the same store."""
    app = App(connector=PsycopgConnector(conninfo=database_url))
    app.add_tasks_from(housekeeping_jobs(sessions, clock, retention), namespace="housekeeping")
    app.add_tasks_from(mail_jobs(sessions, mailer), namespace="mail")
    app.add_tasks_from(notification_jobs(sessions, notifier), namespace="notifications")
    app.add_tasks_from(desk_jobs(sessions, clock, make_desk), namespace="desk")
    app.add_tasks_from(delivery_jobs(sessions, channels), namespace="delivery")
    if payments is not None:
        is_reported = payments.name == STRIPE  # by webhooks; the demo store's page settles at once
        events = StripeEvents(sessions, payments, notifier, clock) if is_reported else None
        app.add_tasks_from(payment_jobs(sessions, payments, events, clock), namespace="payments")
        renewals = subscription_jobs(sessions, payments, clock, notifier)
        app.add_tasks_from(renewals, namespace="subscriptions")
    app.add_tasks_from(checkout_jobs(sessions, clock, notifier), namespace="checkout")
    app.add_tasks_from(points_jobs(sessions, clock, notifier), namespace="points")
    app.add_tasks_from(referral_jobs(sessions, clock, notifier), namespace="referrals")
    app.add_tasks_from(fraud_jobs(sessions, clock, notifier, public_url), namespace="fraud")
    app.add_tasks_from(figure_jobs(sessions, clock, notifier), namespace="figures")
    app.add_tasks_from(search_jobs(sessions, clock, notifier, encoder_folder), namespace="search")
    app.add_tasks_from(attachment_jobs(sessions, media), namespace="attachments")
    app.add_tasks_from(segment_jobs(sessions, clock), namespace="segments")
    app.add_tasks_from(journey_jobs(sessions, clock, stepper), namespace="journeys")
    if training is not None:
        app.add_tasks_from(training_jobs(training, retention.keep_understandings), namespace="training")
    if texts is not None:
        app.add_tasks_from(text_jobs(sessions, texts), namespace="texts")
    return app
