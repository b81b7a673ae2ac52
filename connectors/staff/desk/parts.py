"""What the desk's pages are made of, and an agent's work in one transaction."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sanic import HTTPResponse, Request

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.agent import Agent
from commerce.desk.drafts import DraftQueue
from commerce.desk.rules import DeskRules
from commerce.desk.working import Desk
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.support.delivery_queue import DeliveryQueue
from connectors.conversation.hub import Hub
from connectors.conversation.signs import Signs
from connectors.staff.area import staff_of
from connectors.staff.desk.fields import Fields, as_uuid, text_in

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk's routes are given."""

    sessions: Sessions
    hub: Hub
    signs: Signs
    deliveries: DeliveryQueue
    notifier: Notifier
    links: DocumentLinks
    clock: Clock
    drafts: DraftQueue
    rules: DeskRules = field(default_factory=DeskRules)
    undo: timedelta = timedelta(0)  # in which a reply written on the web can be taken back

    @asynccontextmanager
    async def working(self, request: Request) -> AsyncIterator[Desk]:
        """The agent of the request at work, in a transaction that commits when the block ends."""
        staff = staff_of(request)
        key = text_in(fields_of(request), "key", 36)
        agent = Agent(staff.member_id, staff.name, staff.role, as_uuid(key) if key else None)
        async with self.at_work(agent) as desk:
            yield desk

    @asynccontextmanager
    async def at_work(self, agent: Agent) -> AsyncIterator[Desk]:
        """The agent at work, in a transaction that commits when the block ends."""
        async with self.sessions.begin() as session:
            yield Desk(session, agent, self.deliveries, self.notifier, self.links, self.clock, self.rules)


def fields_of(request: Request) -> Fields:
    """What the submitted form holds; browsers end lines with two characters and count them as one."""
    sent = (request.form or {}).items()
    return {name: str(values[0]).replace("\r\n", "\n") for name, values in sent if values}
