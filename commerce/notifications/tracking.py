"""Whether an e-mail that sells was opened and its link followed: counted here, of our own links alone.

No other site learns of it, no cookie is set, and nothing is kept but the two moments beside the e-mail's key.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import NotFound
from commerce.notifications.models import MailHandover

_SIGNATURE_LENGTH = 16  # of base64: 96 bits


class MailLinkInvalid(NotFound):
    """a link of an e-mail does not verify"""


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Makes and reads the links of one e-mail under `base_url`, signed with `secret`."""

    base_url: str
    secret: str = field(repr=False)

    def opened(self, key: str) -> str:
        """Return where the picture is that a mail program fetches when it shows the e-mail."""
        return self._url(key, "")

    def followed(self, key: str, url: str) -> str:
        """Return the way to `url` by which it is counted; one that is not ours stays as it is."""
        home = self.base_url.rstrip("/")
        return self._url(key, url.removeprefix(home)) if url.startswith(f"{home}/") else url

    def read(self, token: str) -> tuple[str, str]:
        """Return the e-mail's key, and where on our site it leads; nowhere for the picture.

        Raises MailLinkInvalid.
        """
        encoded, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(encoded).encode()):
            raise MailLinkInvalid
        try:
            key, path = json.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
        except (Error, ValueError):
            raise MailLinkInvalid from None
        return str(key), str(path)

    def _url(self, key: str, path: str) -> str:
        encoded = urlsafe_b64encode(json.dumps([key, path]).encode()).decode().rstrip("=")
        return f"{self.base_url.rstrip('/')}/m/{encoded}.{self._signature(encoded)}"

    def _signature(self, encoded: str) -> str:
        made = hmac.digest(self.secret.encode(), f"mail:{encoded}".encode(), "sha256")
        return urlsafe_b64encode(made).decode()[:_SIGNATURE_LENGTH]


async def note_opened(session: AsyncSession, key: str) -> None:
    """Note that an e-mail was opened, the first time."""
    opened = func.coalesce(MailHandover.opened_at, func.now())
    await session.execute(update(MailHandover).where(MailHandover.key == key).values(opened_at=opened))


async def note_followed(session: AsyncSession, key: str) -> None:
    """Note that an e-mail's link was followed, the first time; then it was opened, too."""
    now = func.now()
    await session.execute(
        update(MailHandover)
        .where(MailHandover.key == key)
        .values(
            opened_at=func.coalesce(MailHandover.opened_at, now),
            followed_at=func.coalesce(MailHandover.followed_at, now),
        )
    )
