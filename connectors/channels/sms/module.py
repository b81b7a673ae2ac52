"""The channel `sms`, for the list of channels."""

import time

from connectors.channels.kit import ChannelModule, Kit
from connectors.channels.phone.limits import Floods
from connectors.channels.sms.channel import SMS
from connectors.channels.sms.line import SmsLine, sms_line_of
from connectors.channels.sms.sending import sms_channel
from connectors.channels.sms.setup import SmsGateway


def _in_gateway(line: SmsLine, kit: Kit) -> SmsGateway:
    floods = Floods(per_minute=kit.messages_per_minute, burst=kit.message_burst, now=time.monotonic)
    return SmsGateway(line, kit, floods)


SMS_MODULE = ChannelModule(
    SMS,
    account_of=sms_line_of,
    in_gateway=_in_gateway,
    sender=lambda line, kit: sms_channel(line, sessions=kit.sessions, links=kit.links, clock=kit.clock),
)
