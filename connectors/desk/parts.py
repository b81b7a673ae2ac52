"""What the desk's pages are made of, and an agent's work in one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sanic import Request

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.agent import Agent
from commerce.desk.cases import Desk
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.support.delivery_queue import DeliveryQueue
from connectors.errors import ApiError
from connectors.hub import Hub
from connectors.staff.area import field, staff_of


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk's routes are given."""

    sessions: Sessions
    hub: Hub
    deliveries: DeliveryQueue
    notifier: Notifier
    links: DocumentLinks
    clock: Clock

    @asynccontextmanager
    async def working(self, request: Request) -> AsyncIterator[Desk]:
        """The agent of the request at work, in a transaction that commits when the block ends."""
        staff = staff_of(request)
        key = field(request, "key", 36)
        agent = Agent(staff.member_id, staff.name, staff.role, as_uuid(key) if key else None)
        async with self.sessions.begin() as session:
            yield Desk(session, agent, self.deliveries, self.notifier, self.links, self.clock)


def as_uuid(written: str) -> UUID:
    """The id that a form holds. Raises ApiError (422)."""
    try:
        return UUID(written)
    except ValueError:
        raise ApiError(422, "field_invalid", "the form holds no id of ours") from None
