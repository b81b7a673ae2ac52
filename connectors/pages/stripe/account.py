"""The account at Stripe, as the settings have it."""

from dataclasses import dataclass, field

from aisle.settings import Settings, SettingsError

_API = "https://api.stripe.com"


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """An account's key and the secret that signs its webhooks."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_url: str = _API
    store_name: str = ""


def stripe_account_of(settings: Settings) -> StripeAccount | None:
    """The account that the settings name; None without one. Raises SettingsError for half of one."""
    key = settings.stripe_secret_key.get_secret_value()
    secret = settings.stripe_webhook_secret.get_secret_value()
    if not key and not secret:
        return None
    if not key or not secret:
        missing = "AISLE_STRIPE_WEBHOOK_SECRET" if key else "AISLE_STRIPE_SECRET_KEY"
        raise SettingsError(f"{missing} is missing; the other Stripe setting is there")
    return StripeAccount(key, secret, settings.stripe_api_url.rstrip("/"), settings.store_name)
