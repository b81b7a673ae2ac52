"""Everything the store holds of a customer, for the customer."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Base
from commerce.privacy.personal import personal_tables

# What protects the customer from others, and would not once it is written down.
_HIDDEN = {"code_hash", "unmasked"}


async def export_customer(session: AsyncSession, customer_id: str, clock: Clock) -> dict[str, Any]:
    """The rows that are the customer's, by table, as JSON has them."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for name, is_theirs in personal_tables().items():
        table = Base.metadata.tables[name]
        key = [column.asc() for column in table.primary_key.columns]
        rows = await session.scalars(
            select(func.to_jsonb(table.table_valued())).where(is_theirs).order_by(*key),
            {"customer": customer_id},
        )
        tables[name] = [_shown(row) for row in rows]
    return {"customer": customer_id, "at": clock.now().isoformat(), "tables": tables}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _HIDDEN}
