"""Only what was signed with the right secret, for this purpose, and is still valid, counts."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from connectors.channels.web.tokens import Tokens
from connectors.edge.errors import ApiError
from tests.factories import FixedClock

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
_NEVER = (math.nan, math.inf, -math.inf, 10**400, True, "tomorrow", [1], {})
CONVERSATION_SECRET, SHOPPER_SECRET = "c" * 40, "s" * 40


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(
        conversation_secret=CONVERSATION_SECRET, shopper_secret=SHOPPER_SECRET, clock=FixedClock(NOON)
    )


def signed(secret: str = SHOPPER_SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    claims = {"sub": "c1", "aud": "aisle", "exp": NOON + timedelta(minutes=1)} | claims
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm)


def test_shopper_token_names_its_customer(tokens: Tokens) -> None:
    assert tokens.shopper_subject(signed()) == "c1"
    assert tokens.shopper_subject(tokens.shopper_token("ada@example.com", timedelta(hours=1))) == (
        "ada@example.com"
    )


@pytest.mark.parametrize("claim", ["nbf", "iat"])
@pytest.mark.parametrize("seconds", [-3600, 0, 1, 20, 30])
def test_a_shop_whose_clock_is_some_seconds_ahead_is_trusted(
    tokens: Tokens, claim: str, seconds: int
) -> None:
    assert tokens.shopper_subject(signed(**{claim: NOON + timedelta(seconds=seconds)})) == "c1"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (signed(exp=NOON), "shopper_token_expired"),
        (signed(exp=NOON - timedelta(days=1)), "shopper_token_expired"),
        (signed(secret="x" * 40), "shopper_token_invalid"),
        (signed(secret=CONVERSATION_SECRET), "shopper_token_invalid"),
        (signed(algorithm="HS512", secret="s" * 64), "shopper_token_invalid"),
        (jwt.encode({"sub": "c1", "aud": "aisle", "exp": NOON}, None, "none"), "shopper_token_invalid"),
        (signed(aud="aisle-conversation"), "shopper_token_invalid"),
        (signed(aud=None), "shopper_token_invalid"),
        (signed(exp=None), "shopper_token_invalid"),
        (signed(sub=None), "shopper_token_invalid"),
        (signed(sub=""), "shopper_token_invalid"),
        (signed(sub="a\x00b"), "shopper_token_invalid"),
        ("not a token", "shopper_token_invalid"),
        *((signed(exp=never), "shopper_token_invalid") for never in _NEVER),
        *((signed(nbf=never), "shopper_token_invalid") for never in _NEVER),
        *((signed(iat=never), "shopper_token_invalid") for never in _NEVER),
        (signed(nbf=NOON + timedelta(seconds=31)), "shopper_token_not_yet_valid"),
        (signed(iat=NOON + timedelta(minutes=5)), "shopper_token_not_yet_valid"),
        (signed(iat=NOON - timedelta(hours=1), exp=NOON - timedelta(seconds=1)), "shopper_token_expired"),
    ],
)
def test_bad_shopper_token_is_refused(tokens: Tokens, token: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        tokens.shopper_subject(token)
    assert (refused.value.status, refused.value.code) == (401, code)


def test_conversation_token_opens_its_conversation_only(tokens: Tokens) -> None:
    conversation = uuid4()
    token = tokens.conversation_token(conversation)
    tokens.check_conversation(token, conversation)
    for wrong, asked in (
        (token, uuid4()),
        ("x.y.z", conversation),
        (signed(sub=str(conversation)), conversation),
    ):
        with pytest.raises(ApiError) as refused:
            tokens.check_conversation(wrong, asked)
        assert refused.value.code == "conversation_token_invalid"


@pytest.mark.parametrize("nothing", [None, ""])
def test_missing_conversation_token_is_refused(tokens: Tokens, nothing: str | None) -> None:
    with pytest.raises(ApiError) as refused:
        tokens.check_conversation(nothing, UUID(int=1))
    assert (refused.value.status, refused.value.code) == (401, "conversation_token_missing")
