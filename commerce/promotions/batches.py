"""Makes single-use codes in batches, each too long to be guessed."""

import secrets
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, audit, require_staff
from commerce.errors import NotFound
from commerce.promotions.models import Promotion, SingleUseCode

MOST_IN_A_BATCH = 100_000
# Nothing that is taken for something else when read out or typed from paper.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 10  # 50 bits


@dataclass(eq=False)
class PromotionNotFound(NotFound):
    """no promotion {code} that single-use codes may be made for"""

    code: str


async def make_codes(
    session: AsyncSession, promotion_code: str, count: int, batch: str, *, cause: Cause
) -> list[str]:
    """Make `count` codes of a promotion, which `batch` names together; return them.

    Raises PromotionNotFound, NotAllowed for a shopper, and ValueError for a batch that is empty or too large.
    """
    require_staff(cause)
    if not 1 <= count <= MOST_IN_A_BATCH:
        raise ValueError(f"a batch has 1 to {MOST_IN_A_BATCH} codes")
    promotion = await session.get(Promotion, promotion_code)
    if promotion is None or not promotion.is_single_use:
        raise PromotionNotFound(promotion_code)
    made: list[str] = []
    while len(made) < count:
        codes = {f"{promotion_code[:4]}{_random()}" for _ in range(count - len(made))}
        rows = [{"code": code, "promotion_code": promotion_code, "batch": batch} for code in sorted(codes)]
        new = insert(SingleUseCode).values(rows).on_conflict_do_nothing().returning(SingleUseCode.code)
        made += await session.scalars(new)
    operation = Operation("make_codes", "promotion", promotion_code, batch)
    audit(session, cause, operation, {"codes": count})
    return made


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
