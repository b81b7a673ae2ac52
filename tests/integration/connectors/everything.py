"""A gateway with every channel, provider and page there is, and no limit of rate."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from commerce.database import Sessions
from connectors.channels.slack.setup import SlackApp
from connectors.channels.sms.line import SmsLine
from connectors.pages.stripe.account import StripeAccount
from connectors.server.options import GatewayOptions
from tests.conftest import add_job_queue
from tests.integration.connectors.running import RunningGateway, running_gateway
from training.place import Place

TOKEN, SIGNING = "t" * 32, "s" * 32
PUBLIC = "http://store.example"
NOWHERE = "http://127.0.0.1:9"
SLACK = SlackApp("xoxb-1", f"{NOWHERE}/", signing_secret=SIGNING, team="T1")
LINE = SmsLine("AC" + "1" * 32, TOKEN, "+15005550006", NOWHERE, PUBLIC, PUBLIC, is_console=True)
STRIPE = StripeAccount("sk_test_1", "whsec_1", NOWHERE)
_OFTEN = 10**6


@asynccontextmanager
async def gateway_with_everything(
    database_url: str, sessions: Sessions, dialogue_url: str, place: Place
) -> AsyncIterator[RunningGateway]:
    """Serve until the block ends; what trainers change is in `place`."""
    options = GatewayOptions(
        serves_demo=True,
        messages_per_minute=_OFTEN,
        message_burst=_OFTEN,
        address_messages_per_minute=_OFTEN,
        address_message_burst=_OFTEN,
        sign_in_burst=_OFTEN,
    )
    add_job_queue(database_url)
    async with running_gateway(
        database_url,
        sessions,
        [dialogue_url],
        options,
        slack=SLACK,
        sms=LINE,
        place=place,
        stripe=STRIPE,
        events_key="e" * 40,
    ) as gateway:
        yield gateway
