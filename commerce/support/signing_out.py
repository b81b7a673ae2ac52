"""Signs a shopper out who says so, or that they are not who they are taken for: their conversation ends.

Whoever writes next from the same browser begins another one, and finds nothing of this one.
"""

import re
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.identity import IdentityLevel
from commerce.support.conversations import lock_conversation

SIGNED_OUT = (
    "OK, you're signed out, and this chat is closed. Write again whenever you like, and we'll start fresh."
)

_LONGEST = 80  # characters: a longer message is about something else
_MAYBE = re.compile(r"\bnot\b|n[’']?t\b|out\b|off\b|\belse\b|\bwrong\b|\bdifferent\b", re.IGNORECASE)
_COURTESY = r"(?:please|pls|now|thanks|thank you|ok|okay|hey|hi|hello|no|sorry|wait|um)"
_I_AM = r"(?:i[’']?m|i am|am|it[’']?s|it is|that[’']?s|that is|this is|you[’']?re talking to|this)"
_NOT = r"(?:not|isn[’']?t|ain[’']?t|wasn[’']?t)"
_ASKS = r"(?:(?:can|could|would) you |i want to |i[’']?d like to |let me )?"
_FROM = r"(?: of (?:this(?: chat)?|here|my account|the chat))?"
_SAYS = [
    rf"{_ASKS}(?:sign|log)(?: ?me)? ?(?:out|off){_FROM}",
    rf"(?:{_I_AM} )?{_NOT} me",
    r"(?:that|this|it)(?: (?:is|was))?(?:n[’']?t| not) me",
    rf"{_I_AM} (?:a |the )?(?:someone|somebody) else",
    rf"{_I_AM} (?:a |the )?(?:different|wrong|another|other) person",
    r"(?:you have|you[’']?ve got|got) the wrong person",
    r"wrong (?:person|customer|account)",
]
_SIGNS_OUT = re.compile(rf"(?:{_COURTESY} )*(?:{'|'.join(_SAYS)})(?: {_COURTESY})*", re.IGNORECASE)
_IS_NOT = re.compile(
    rf"(?:{_COURTESY} )*(?:i[’']?m not|i am not|this (?:is not|isn[’']?t)|my name (?:is not|isn[’']?t))"
    rf" (?P<name>[\w’'. -]+?)(?: {_COURTESY})*",
    re.IGNORECASE,
)


def may_sign_out(text: str, payload: str | None) -> bool:
    """Tell without the database whether a message may sign its writer out: few do."""
    return payload is None and len(text) <= _LONGEST and bool(_MAYBE.search(text))


def signs_out(text: str, names: set[str]) -> bool:
    """Whether the message does, to a shopper who is taken for a person of these names in lower case."""
    plain = " ".join(re.sub(r"[,.!?;:–—-]+", " ", text).split())
    if _SIGNS_OUT.fullmatch(plain):
        return True
    denied = _IS_NOT.fullmatch(plain)
    return denied is not None and denied["name"].lower() in names


async def sign_out(session: AsyncSession, conversation_id: UUID, text: str, *, clock: Clock) -> bool:
    """End the conversation of a shopper who is known and wants out; False for any other message."""
    conversation = await lock_conversation(session, conversation_id)
    if conversation is None or conversation.is_vouched_by_address or conversation.customer_id is None:
        return False
    customer = await session.get_one(Customer, conversation.customer_id)
    first, last = customer.first_name.lower(), customer.last_name.lower()
    if not signs_out(text, {first, last, f"{first} {last}"}):
        return False
    conversation.identity_level = IdentityLevel.ANONYMOUS
    conversation.ended_at = clock.now()
    return True
