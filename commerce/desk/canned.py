"""Words that are often needed: kept by a short name, filled with whom they go to."""

import re
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation, audit
from commerce.desk.models import CannedReply
from commerce.desk.working import Desk
from commerce.errors import CommerceError

LONGEST_NAME, LONGEST_CANNED = 40, 3_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class CannedReplyUnfit(CommerceError):
    """a canned reply has a name of small letters, digits and dashes, and words"""


async def list_canned(session: AsyncSession) -> Sequence[CannedReply]:
    """Every canned reply, by its name."""
    return (await session.scalars(select(CannedReply).order_by(CannedReply.name))).all()


async def find_canned(session: AsyncSession, name: str) -> CannedReply | None:
    """The canned reply of this name, or the only one whose name begins so."""
    wanted = name.strip().lower()
    found = (
        await session.scalars(
            select(CannedReply)
            .where(CannedReply.name.startswith(wanted, autoescape=True))
            .order_by(func.length(CannedReply.name))
            .limit(2)
        )
    ).all()
    is_sure = found and wanted and (len(found) == 1 or found[0].name == wanted)
    return found[0] if is_sure else None


async def keep_canned(desk: Desk, name: str, text: str) -> None:
    """Keep words under a name, in place of those that were there. Raises CannedReplyUnfit."""
    wanted, words = name.strip().lower(), text.strip()
    if not _NAME.fullmatch(wanted) or len(wanted) > LONGEST_NAME or not 0 < len(words) <= LONGEST_CANNED:
        raise CannedReplyUnfit
    kept = insert(CannedReply).values(name=wanted, text=words, updated_by=desk.agent.id)
    changed = {"text": words, "updated_by": desk.agent.id, "updated_at": func.now()}
    await desk.session.execute(kept.on_conflict_do_update(index_elements=[CannedReply.name], set_=changed))
    audit(desk.session, desk.agent.cause, Operation("keep_canned_reply", "canned_reply", wanted))


async def drop_canned(desk: Desk, name: str) -> None:
    """Forget a canned reply; nothing when there is none."""
    await desk.session.execute(delete(CannedReply).where(CannedReply.name == name))
    audit(desk.session, desk.agent.cause, Operation("drop_canned_reply", "canned_reply", name))


def filled(text: str, *, shopper: str, agent: str, store: str) -> str:
    """The words with `{first_name}`, `{agent}` and `{store}` in them replaced."""
    values = {"{first_name}": shopper or "there", "{agent}": agent, "{store}": store}
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
