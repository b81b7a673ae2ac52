"""How long a dialogue server is waited for while the supervisor starts it again."""

import asyncio
import random
from dataclasses import dataclass, field

import structlog

from connectors.conversation.dialogue import (
    DialogueFailed,
    DialogueServer,
    DialogueUnavailable,
    Question,
    TurnAnswer,
    TurnBroke,
    TurnRefused,
)

log = structlog.get_logger(__name__)

_FIRST_DELAY_S = 0.1
_LONGEST_DELAY_S = 2.0
_FEWEST_ATTEMPTS = 3


@dataclass(slots=True)
class Patience:
    """Asks a dialogue server again until it answers or the time is up.

    A server that is away is waited for `deadline_s` seconds. One that is there and lacks what the turn
    needs, as while the action server restarts, is given `refused_deadline_s`. Only what is away is waited
    for: a turn that breaks is run once more, and not again when it breaks the same way.

    Once a server has been away for the whole deadline, a further message gets a few attempts only, so that
    a queue of them does not wait the deadline out one after another.
    """

    deadline_s: float = 120.0
    refused_deadline_s: float = 30.0
    _away_since: dict[str, float] = field(default_factory=dict)

    async def ask(self, server: DialogueServer, question: Question) -> TurnAnswer:
        """The answer; raises DialogueUnavailable after the deadline, DialogueFailed once it is certain."""
        waiting = _Waiting(began=_now())
        while True:
            try:
                answer = await server.ask(question)
            except TurnBroke as error:
                if str(error) in waiting.failures:
                    raise DialogueFailed(str(error)) from error
                waiting.failures.add(str(error))
                await self._wait_after(error, waiting, server)
            except DialogueUnavailable as error:
                await self._wait_after(error, waiting, server)
            else:
                self._away_since.pop(server.url, None)
                return answer

    async def _wait_after(
        self, error: DialogueUnavailable, waiting: "_Waiting", server: DialogueServer
    ) -> None:
        """Wait before the next attempt; raises `error` when there is to be none."""
        waiting.attempts += 1
        if self._is_over(waiting, server, error):
            raise error
        if waiting.attempts == 1:
            log.warning("no answer from the dialogue server, asking again", reason=str(error))
        await asyncio.sleep(waiting.next_delay())

    def _is_over(self, waiting: "_Waiting", server: DialogueServer, error: DialogueUnavailable) -> bool:
        if isinstance(error, TurnRefused | TurnBroke):
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
    failures: set[str] = field(default_factory=set)  # in which ways the turn broke

    def next_delay(self) -> float:
        delay = min(_FIRST_DELAY_S * 2 ** (self.attempts - 1), _LONGEST_DELAY_S)
        return delay * random.uniform(0.5, 1.0)


def _now() -> float:
    return asyncio.get_running_loop().time()
