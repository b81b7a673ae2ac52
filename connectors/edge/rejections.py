"""Counts the providers' requests that were refused or passed over, and says so in the log."""

from collections import Counter

import structlog

from connectors.edge.meters import REFUSED

log = structlog.get_logger(__name__)


class Refusals:
    """How many of each kind since this process started.

    The log has the first of a kind and then each time their number has doubled, so that a flood of forged
    requests is seen and does not fill it.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._counts: Counter[str] = Counter()

    def count(self, reason: str) -> None:
        """Note one more."""
        self._counts[reason] += 1
        REFUSED.labels(f"{self._channel}: {reason}").inc()
        so_far = self._counts[reason]
        if so_far & (so_far - 1) == 0:
            log.warning("refused a request", channel=self._channel, reason=reason, so_far=so_far)

    def __getitem__(self, reason: str) -> int:
        return self._counts[reason]

    @property
    def total(self) -> int:
        """All kinds together."""
        return self._counts.total()
