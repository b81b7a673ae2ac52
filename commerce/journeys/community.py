"""Where the store's customers talk to each other, if it has such a place."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.policies.service import PolicyValue, read_policy


class Community(PolicyValue):
    """Its address; none where there is no community."""

    url: str = ""


async def community(session: AsyncSession) -> Community:
    """Read the policy `community`; raises MalformedPolicy."""
    return await read_policy(session, "community", Community)
