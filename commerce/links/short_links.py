"""Makes links short enough for a text. A code is the link's own signature, so nobody can make one but us."""

import hmac
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.errors import CommerceError, NotFound
from commerce.links.models import ShortLink

LIFETIME = timedelta(days=30)
_LASTING = ("/invite/",)

_DIGITS = string.digits + string.ascii_letters
_CODE_LENGTH = 10  # in base 62: 59 bits


class LinkExpired(CommerceError):
    """The link was good, but is too old."""


@dataclass(frozen=True, slots=True)
class ShortLinks:
    """Makes and follows short links under `base_url`, signed with `secret`."""

    base_url: str
    secret: str = field(repr=False)

    async def shorten(self, session: AsyncSession, urls: Sequence[str], clock: Clock) -> dict[str, str]:
        """A short link for each of `urls` that gets shorter by it; made again, it lives on.

        What is passed on to others, and has to last, stays as it is.
        """
        urls = [url for url in urls if not any(path in url for path in _LASTING)]
        short = {url: f"{self.base_url.rstrip('/')}/l/{self._code(url)}" for url in urls}
        worthwhile = {url: link for url, link in short.items() if len(link) < len(url)}
        if worthwhile:
            expires_at = clock.now() + LIFETIME
            rows = [{"code": self._code(url), "url": url, "expires_at": expires_at} for url in worthwhile]
            new = insert(ShortLink).values(rows)
            latest = func.greatest(ShortLink.expires_at, new.excluded.expires_at)
            await session.execute(
                new.on_conflict_do_update(index_elements=[ShortLink.code], set_={"expires_at": latest})
            )
        return worthwhile

    async def follow(self, session: AsyncSession, code: str, clock: Clock) -> str:
        """Where a code leads. Raises LinkExpired, and NotFound also for what our secret did not sign."""
        link = await session.get(ShortLink, code)
        if link is None or not hmac.compare_digest(code.encode(), self._code(link.url).encode()):
            raise NotFound("no short link has this code")
        if link.expires_at <= clock.now():
            raise LinkExpired("a short link has expired")
        return link.url

    def _code(self, url: str) -> str:
        signature = hmac.digest(self.secret.encode(), f"short-link:{url}".encode(), "sha256")
        number = int.from_bytes(signature, "big")
        digits = []
        for _ in range(_CODE_LENGTH):
            number, digit = divmod(number, len(_DIGITS))
            digits.append(_DIGITS[digit])
        return "".join(digits)
