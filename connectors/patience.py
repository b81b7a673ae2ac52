"""How long a dialogue server is waited for while the supervisor starts it again."""

import asyncio
import random
from dataclasses import dataclass, field

import structlog

from commerce.support.messages import Reply
from connectors.dialogue import DialogueServer, DialogueUnavailable, Question

log = structlog.get_logger(__name__)

_FIRST_DELAY_S = 0.1
_LONGEST_DELAY_S = 2.0
_FEWEST_ATTEMPTS = 3


@dataclass(slots=True)
class Patience:
    """Asks a dialogue server again until it answers or `deadline_s` seconds have passed.

    Once a server has been away for the whole deadline, a further message gets a few attempts only, so that
    a queue of them does not wait the deadline out one after another.
    """

    deadline_s: float = 120.0
    _away_since: dict[str, float] = field(default_factory=dict)

    async def ask(self, server: DialogueServer, question: Question) -> list[Reply]:
        """The replies; raises DialogueUnavailable after the deadline, DialogueFailed at once."""
        now = asyncio.get_running_loop().time
        began, attempts, delay = now(), 0, _FIRST_DELAY_S
        while True:
            try:
                replies = await server.ask(question)
            except DialogueUnavailable as error:
                attempts += 1
                away_since = self._away_since.setdefault(server.url, now())
                waited = now() - min(began, away_since)
                if waited >= self.deadline_s and attempts >= _FEWEST_ATTEMPTS:
                    raise
                if attempts == 1:
                    log.warning("dialogue server away, trying again", reason=str(error))
                await asyncio.sleep(delay * random.uniform(0.5, 1.0))
                delay = min(delay * 2, _LONGEST_DELAY_S)
            else:
                self._away_since.pop(server.url, None)
                return replies
