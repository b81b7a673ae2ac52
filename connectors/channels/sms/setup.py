"""The SMS channel's part in the gateway."""

from collections.abc import Sequence
from typing import Self

from sanic import Blueprint

from commerce.links.short_links import ShortLinks
from connectors.channels.kit import Kit
from connectors.channels.phone.limits import Floods
from connectors.channels.phone.reception import PhoneReception
from connectors.channels.sms.channel import SMS
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.phone import Phone, phone_routes
from connectors.channels.sms.routes import short_link_routes, twilio_routes
from connectors.channels.sms.webhook import SignedByTwilio
from connectors.edge.rejections import Refusals


class SmsGateway:
    """Twilio's part in a gateway."""

    def __init__(self, line: SmsLine, kit: Kit, floods: Floods) -> None:
        self.refusals = Refusals(SMS)
        reception = PhoneReception(
            SMS,
            sessions=kit.sessions,
            log=kit.log,
            inbound=kit.inbound(),
            jobs=kit.jobs,
            clock=kit.clock,
            store_name=kit.store_name,
            floods=floods,
            refusals=self.refusals,
        )
        links = ShortLinks(line.public_url, kit.link_secret)
        self._blueprints = [
            twilio_routes(SignedByTwilio(line), reception, kit.sessions, self.refusals),
            short_link_routes(kit.sessions, links, kit.clock, kit.store_name),
        ]
        if line.is_console:
            self._blueprints.append(phone_routes(Phone(line, kit.sessions)))

    def routes(self) -> Sequence[Blueprint]:
        """The webhooks, the short links, and in development the page that plays a phone."""
        return self._blueprints

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is open: Twilio calls."""
