"""How long a dialogue server is waited for while the supervisor starts it again."""

import asyncio
import random
from dataclasses import dataclass, field

import structlog

from connectors.dialogue import DialogueServer, DialogueUnavailable, Question, TurnAnswer, TurnRefused

log = structlog.get_logger(__name__)

_FIRST_DELAY_S = 0.1
_LONGEST_DELAY_S = 2.0
_FEWEST_ATTEMPTS = 3


@dataclass(slots=True)
class Patience:
    """Asks a dialogue server again until it answers or the time is up.

    A server that is away is waited for `deadline_s` seconds. One that is there and cannot complete the turn,
    as while the action server restarts, is given `refused_deadline_s`: a turn that breaks every time must not
    keep a shopper waiting as long.

    Once a server has been away for the whole deadline, a further message gets a few attempts only, so that
    a queue of them does not wait the deadline out one after another.
    """

    deadline_s: float = 120.0
    refused_deadline_s: float = 30.0
    _away_since: dict[str, float] = field(default_factory=dict)

    async def ask(self, server: DialogueServer, question: Question) -> TurnAnswer:
        """The answer; raises DialogueUnavailable after the deadline, DialogueFailed at once."""
        waiting = _Waiting(began=_now())
        while True:
            try:
                answer = await server.ask(question)
            except DialogueUnavailable as error:
                waiting.attempts += 1
                if self._is_over(waiting, server, error):
                    raise
                if waiting.attempts == 1:
                    log.warning("no answer from the dialogue server, asking again", reason=str(error))
                await asyncio.sleep(waiting.next_delay())
            else:
                self._away_since.pop(server.url, None)
                return answer

    def _is_over(self, waiting: "_Waiting", server: DialogueServer, error: DialogueUnavailable) -> bool:
        if isinstance(error, TurnRefused):
            self._away_since.pop(server.url, None)
            waiting.refused_since = waiting.refused_since or _now()
            waited, deadline_s = _now() - waiting.refused_since, self.refused_deadline_s
        else:
            away_since = self._away_since.setdefault(server.url, _now())
            waited, deadline_s = _now() - min(waiting.began, away_since), self.deadline_s
        return waited >= deadline_s and waiting.attempts >= _FEWEST_ATTEMPTS


@dataclass(slots=True)
class _Waiting:
    """One message's wait. Times are the event loop's, in seconds."""

    began: float
    attempts: int = 0
    refused_since: float | None = None

    def next_delay(self) -> float:
        delay = min(_FIRST_DELAY_S * 2 ** (self.attempts - 1), _LONGEST_DELAY_S)
        return delay * random.uniform(0.5, 1.0)


def _now() -> float:
    return asyncio.get_running_loop().time()
