"""Puts the engine together on the store's own database."""

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.journeys.contents import contents_of
from commerce.journeys.offers import Offers, RecoveryOffers
from commerce.journeys.stepping import Stepper
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.notifications.limits import limits


def stepper_of(
    sessions: Sessions, clock: Clock, notifier: Notifier, links: DocumentLinks, offers: Offers | None = None
) -> Stepper:
    """What takes the steps of journeys."""
    return Stepper(sessions, clock, notifier, contents_of(links), limits(), offers or RecoveryOffers(clock))
