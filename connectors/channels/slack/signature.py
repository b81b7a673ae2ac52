"""Tells Slack's own requests from everybody else's, on the raw bytes."""

from collections.abc import Mapping

from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from commerce.clock import Clock


class _Now(SlackClock):
    """Our clock as the library wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class SignedBySlack:
    """Checks requests against an app's signing secret; one older (or newer) than five minutes is none."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))

    def is_genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed exactly these bytes, now."""
        try:
            return self._verifier.is_valid_request(body, dict(headers))
        except (ValueError, TypeError):
            # The library reads a timestamp that is no number, a signature beyond ASCII or a body that is not
            # UTF-8 without a check; Slack sends none of them.
            return False
