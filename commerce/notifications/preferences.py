"""Signed links by which somebody says what they want to be written about, without signing in."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field

from commerce.errors import NotFound

# Short, since a mail's header names one: 96 bits are more than anybody guesses.
_SIGNATURE_LENGTH = 16


class PreferenceLinkInvalid(NotFound):
    """a preference link does not verify"""


@dataclass(frozen=True, slots=True)
class PreferenceLinks:
    """Makes and reads such links under `base_url`, signed with `secret`.

    They never expire: a mail of years ago must still stop the mails. All they open is what is written about.
    """

    base_url: str
    secret: str = field(repr=False)

    def page(self, customer_id: str) -> str:
        """Where somebody chooses."""
        return f"{self.base_url.rstrip('/')}/preferences/{self._token(customer_id)}"

    def one_click(self, customer_id: str) -> str:
        """Where a mail program unsubscribes them with one POST (RFC 8058)."""
        return f"{self.base_url.rstrip('/')}/unsubscribe/{self._token(customer_id)}"

    def read(self, token: str) -> str:
        """The customer's id. Raises PreferenceLinkInvalid."""
        encoded, _, signature = token.partition(".")
        try:
            customer_id = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
        except (Error, ValueError):
            raise PreferenceLinkInvalid from None
        if not hmac.compare_digest(signature.encode(), self._signature(customer_id).encode()):
            raise PreferenceLinkInvalid
        return customer_id

    def _token(self, customer_id: str) -> str:
        encoded = urlsafe_b64encode(customer_id.encode()).decode().rstrip("=")
        return f"{encoded}.{self._signature(customer_id)}"

    def _signature(self, customer_id: str) -> str:
        made = hmac.digest(self.secret.encode(), f"preferences:{customer_id}".encode(), "sha256")
        return urlsafe_b64encode(made).decode()[:_SIGNATURE_LENGTH]
