"""The two kinds of signed token: who may continue a conversation, and who the shop says its shopper is."""

from datetime import timedelta
from uuid import UUID

import jwt

from commerce.clock import Clock
from connectors.errors import ApiError

_ALGORITHM = "HS256"
_CONVERSATION_AUDIENCE = "aisle-conversation"
_SHOPPER_AUDIENCE = "aisle"
_LONGEST_SUBJECT = 254  # of an e-mail address


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
        except jwt.InvalidTokenError:
            claims = {}
        if claims.get("sub") != str(conversation_id):
            raise ApiError(401, "conversation_token_invalid", "this token is not this conversation's")

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
                # Expiry is checked below, against the clock we are given.
                options={"require": ["sub", "aud", "exp"], "verify_exp": False},
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
        except jwt.InvalidTokenError:
            raise ApiError(
                401, "shopper_token_invalid", "the shopper token is not one the shop signed"
            ) from None
        self._check_expiry(claims["exp"])
        return _checked_subject(claims["sub"])

    def _check_expiry(self, expires_at: object) -> None:
        if not isinstance(expires_at, int | float) or isinstance(expires_at, bool):
            raise ApiError(401, "shopper_token_invalid", "the shopper token's 'exp' is not a number")
        if expires_at <= self._clock.now().timestamp():
            raise ApiError(401, "shopper_token_expired", "the shopper token has expired; sign a new one")


def _checked_subject(subject: str) -> str:
    if not subject or len(subject) > _LONGEST_SUBJECT or "\x00" in subject:
        raise ApiError(401, "shopper_token_invalid", "the shopper token's 'sub' names no customer")
    return subject
