"""Which payment provider the settings name."""

from aisle.settings import Settings
from commerce.clock import Clock
from commerce.payments.port import Payments
from connectors.pages.checkout.demo_payments import DemoPayments
from connectors.pages.stripe.account import stripe_account_of
from connectors.pages.stripe.payments import StripePayments


def payments_of(settings: Settings, clock: Clock) -> Payments:
    """The account at Stripe, else the demo store's page. Raises SettingsError for half of an account."""
    account = stripe_account_of(settings)
    if account is not None:
        return StripePayments(account, clock)
    return DemoPayments(settings.public_url, settings.conversation_secret.get_secret_value())
