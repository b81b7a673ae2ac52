"""The SMS channel's part in the gateway."""

from procrastinate import App
from sanic import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.sms.floods import Floods
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.phone import Phone, phone_routes
from connectors.channels.sms.reception import SmsReception
from connectors.channels.sms.routes import short_link_routes, twilio_routes
from connectors.channels.sms.webhook import SignedByTwilio
from connectors.conversation.inbound import Inbound
from connectors.conversation.pool import LogPool
from connectors.edge.rejections import Refusals


class SmsGateway:
    """Twilio's part in a gateway."""

    def __init__(
        self,
        line: SmsLine,
        *,
        inbound: Inbound,
        sessions: Sessions,
        log: LogPool,
        jobs: App,
        links: ShortLinks,
        clock: Clock,
        store_name: str,
        floods: Floods,
    ) -> None:
        self.refusals = Refusals("sms")
        reception = SmsReception(
            sessions=sessions,
            log=log,
            inbound=inbound,
            jobs=jobs,
            clock=clock,
            store_name=store_name,
            floods=floods,
            refusals=self.refusals,
        )
        self._blueprints = [
            twilio_routes(SignedByTwilio(line), reception, sessions, self.refusals),
            short_link_routes(sessions, links, clock, store_name),
        ]
        if line.is_console:
            self._blueprints.append(phone_routes(Phone(line, sessions)))

    def routes(self) -> list[Blueprint]:
        """The webhooks, the short links, and in development the page that plays a phone."""
        return self._blueprints
