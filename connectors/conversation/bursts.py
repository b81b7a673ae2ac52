"""What a conversation says next: the message, or the parts of one, that wait for a turn."""

from dataclasses import dataclass
from uuid import UUID

from commerce.support.messages import (
    LogConnection,
    WaitingMessage,
    join_messages,
    said_before,
    waiting_messages,
)
from connectors.conversation.fragments import MOST_PARTS, burst_of, is_begun_by


@dataclass(frozen=True, slots=True)
class NextTurn:
    """The message to answer, in how many seconds if more of it may come, and what else waits."""

    waiting: WaitingMessage
    wait_s: float = 0.0
    is_followed: bool = False
    is_joined: bool = False


async def next_turn(log: LogConnection, conversation_id: UUID) -> NextTurn | None:
    """What is to be answered next; None when nothing waits.

    The parts of one message are joined in the log before it is answered, a part that was answered and could
    not stand alone too, so that after a crash the same whole is taken up.
    """
    waiting = await waiting_messages(log, conversation_id, MOST_PARTS + 1)
    if not waiting:
        return None
    burst = burst_of(waiting)
    if burst.wait_s:
        return NextTurn(burst.last, burst.wait_s)
    first = burst.parts[0]
    before = await said_before(log, first.message)
    begun = [before] if before is not None and is_begun_by(first, before) else []
    parts = [*begun, *(part.message for part in burst.parts[:-1])]
    is_followed = len(waiting) > len(burst.parts)
    if not parts:
        return NextTurn(burst.last, is_followed=is_followed)
    await join_messages(log, parts, burst.last.message)
    (joined, *_) = await waiting_messages(log, conversation_id, 1)
    return NextTurn(joined, is_followed=is_followed, is_joined=True)
