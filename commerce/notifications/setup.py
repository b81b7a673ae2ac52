"""Puts the notifier together on the store's own database."""

from commerce.clock import Clock
from commerce.jobs import job_queue
from commerce.mail_queue import JobMailQueue
from commerce.notifications.notifier import CatalogueNotifier
from commerce.notifications.preferences import PreferenceLinks
from commerce.spelling import Spelling, as_written
from commerce.support.delivery_queue import DeliveryQueue
from commerce.text import JobTextQueue


def notifier_of(
    database_url: str,
    clock: Clock,
    store_name: str,
    *,
    sends_texts: bool = False,
    preferences: PreferenceLinks | None = None,
    spelling: Spelling = as_written,
) -> CatalogueNotifier:
    """The notifier whose e-mails and messages the store's worker carries."""
    jobs = job_queue(database_url)
    texts = JobTextQueue(jobs) if sends_texts else None
    return CatalogueNotifier(
        JobMailQueue(jobs), DeliveryQueue(jobs), jobs, clock, store_name, texts, preferences, spelling
    )
