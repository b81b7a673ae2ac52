"""The operator's view of what could not be delivered."""

from uuid import UUID

from aisle.settings import Settings
from aisle.terminal import visible
from ops.errors import OperatorError
from ops.steps import Say
from ops.store import open_store

_ALL = "all"


async def undelivered(settings: Settings, say: Say) -> None:
    """Print the messages to shoppers that were given up, the latest first."""
    from commerce.support.deliveries import format_undelivered, list_undelivered

    async with open_store(settings, "make undelivered", say) as sessions, sessions() as session:
        given_up = await list_undelivered(session)
    print(visible("\n".join(map(format_undelivered, given_up))) or "every message was delivered")


async def redeliver(settings: Settings, say: Say, delivery: str) -> None:
    """Send a message again that was given up, by its id, or `all` of them."""
    from commerce.jobs import job_queue
    from commerce.support import deliveries
    from commerce.support.delivery_queue import DeliveryQueue

    queue = DeliveryQueue(job_queue(settings.database_url.get_secret_value()))
    async with open_store(settings, "make redeliver", say) as sessions, sessions.begin() as session:
        if delivery == _ALL:
            wanted = [each.delivery.id for each in reversed(await deliveries.list_undelivered(session))]
        else:
            wanted = [_id(delivery)]
        try:
            for each in wanted:
                await deliveries.redeliver(session, each, queue)
        except deliveries.NotUndelivered as none:
            raise OperatorError(str(none)) from None
    say(f"{len(wanted)} will be sent again as soon as the worker runs")


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise OperatorError(f"{written!r} is no id of a message: `make undelivered` lists them") from None
