"""Gives a store that has no policies the defaults."""

from commerce.importing.bulk import Bulk, Connection
from commerce.policies.defaults import DEFAULT_POLICIES
from commerce.policies.models import Policy


async def write_default_policies(connection: Connection, *, with_categories: bool) -> None:
    """Write the defaults unless there are policies; those of categories only where the store has them."""
    cursor = await connection.execute("SELECT 1 FROM policies LIMIT 1")
    if await cursor.fetchone():
        return
    bulk = Bulk()
    for policy in DEFAULT_POLICIES:
        if with_categories or policy.category_id is None:
            bulk.add(Policy, **policy._asdict())
    await bulk.write(connection)
