"""The two kinds of signed token: who may continue a conversation, and who the shop says its shopper is."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import jwt

from commerce.clock import Clock
from connectors.edge.errors import ApiError
from connectors.edge.rate import network_of

_ALGORITHM = "HS256"
_CONVERSATION_AUDIENCE = "aisle-conversation"
_SHOPPER_AUDIENCE = "aisle"
_LONGEST_SUBJECT = 254  # of an e-mail address
_LEEWAY_S = 30  # by which the shop's clock may be ahead of ours
_END_OF_TIME_S = 253_402_300_800  # the year 10000


class Tokens:
    """Signs and checks tokens with the gateway's two secrets."""

    def __init__(self, *, conversation_secret: str, shopper_secret: str, clock: Clock) -> None:
        self._conversation_secret = conversation_secret
        self._shopper_secret = shopper_secret
        self._clock = clock

    def conversation_token(self, conversation_id: UUID) -> str:
        """Proof that its bearer may read and continue a conversation. It does not expire."""
        claims = {"sub": str(conversation_id), "aud": _CONVERSATION_AUDIENCE}
        return jwt.encode(claims, self._conversation_secret, _ALGORITHM)

    def network(self, address: str) -> str:
        """Make what stands for the network of an address; the same for all of a network, and no way back."""
        named = f"network:{network_of(address)}".encode()
        return hmac.digest(self._conversation_secret.encode(), named, "sha256").hex()[:32]

    def check_conversation(self, token: str | None, conversation_id: UUID) -> None:
        """Raise a 401 unless `token` is the conversation's own, which says nothing of whether it exists."""
        if not token:
            raise ApiError(401, "conversation_token_missing", "a conversation is continued with its token")
        try:
            claims = jwt.decode(
                token,
                self._conversation_secret,
                audience=_CONVERSATION_AUDIENCE,
                options={"require": ["sub", "aud"]},
                algorithms=[_ALGORITHM],
            )
        except (jwt.InvalidTokenError, UnicodeError):
            claims = {}
        if claims.get("sub") != str(conversation_id):
            raise ApiError(401, "conversation_token_invalid", "this token is not this conversation's")

    def conversation_of_key(self, key: str) -> UUID:
        """The conversation that begins with what its sender calls `key`; nobody else can tell its id."""
        digest = hmac.new(self._conversation_secret.encode(), f"begun by {key}".encode(), hashlib.sha256)
        return UUID(bytes=digest.digest()[:16], version=4)

    def shopper_token(self, subject: str, lifetime: timedelta) -> str:
        """The shop's word, for `lifetime`, that its shopper is customer `subject` (an id or an e-mail)."""
        claims = {"sub": subject, "aud": _SHOPPER_AUDIENCE, "exp": self._clock.now() + lifetime}
        return jwt.encode(claims, self._shopper_secret, _ALGORITHM)

    def shopper_subject(self, token: str) -> str:
        """The customer id or e-mail a shopper token vouches for; raises a 401 that says what is wrong."""
        try:
            claims = jwt.decode(
                token,
                self._shopper_secret,
                audience=_SHOPPER_AUDIENCE,
                # Times are checked below, against the clock we are given.
                options={
                    "require": ["sub", "aud", "exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
                algorithms=[_ALGORITHM],
            )
        except jwt.MissingRequiredClaimError as missing:
            raise ApiError(
                401, "shopper_token_invalid", f"the shopper token has no {missing.claim!r}"
            ) from None
        except jwt.InvalidAudienceError:
            raise ApiError(
                401, "shopper_token_invalid", "the shopper token is for another audience"
            ) from None
        except (jwt.InvalidTokenError, UnicodeError):
            raise ApiError(
                401, "shopper_token_invalid", "the shopper token is not one the shop signed"
            ) from None
        self._check_times(claims)
        return _checked_subject(claims["sub"])

    def _check_times(self, claims: Mapping[str, object]) -> None:
        now = self._clock.now().timestamp()
        if _moment(claims, "exp") <= now:
            raise ApiError(401, "shopper_token_expired", "the shopper token has expired; sign a new one")
        for claim in ("nbf", "iat"):
            if claim in claims and _moment(claims, claim) > now + _LEEWAY_S:
                raise ApiError(
                    401,
                    "shopper_token_not_yet_valid",
                    f"the shopper token's {claim!r} is in the future, so it is not valid yet; compare the "
                    "shop's clock with the gateway's",
                )


def _moment(claims: Mapping[str, object], claim: str) -> float:
    """The claim in seconds since 1970; raises a 401 for what is no moment, as NaN and infinity are not."""
    value = claims[claim]
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < _END_OF_TIME_S:
        raise ApiError(401, "shopper_token_invalid", f"the shopper token's {claim!r} is not a moment")
    return value


def _checked_subject(subject: str) -> str:
    if not subject or len(subject) > _LONGEST_SUBJECT or "\x00" in subject:
        raise ApiError(401, "shopper_token_invalid", "the shopper token's 'sub' names no customer")
    return subject
