"""Says things to shoppers in Slack."""

from collections.abc import Sequence
from typing import Any

import structlog
from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from commerce.support.messages import LoggedMessage
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.addresses import NoSlackAddress, SlackAddress
from connectors.channels.slack.blocks import note, without_pictures
from connectors.channels.slack.client import called
from connectors.channels.slack.render import rendered

log = structlog.get_logger(__name__)

SLACK = "slack"  # the channel's name in conversations
_LOOK_BACK = 20  # messages
_MOST_DOUBTFUL = 10_000
IN_PUBLIC = (
    "Everyone in this channel can read this thread, so I don't know you here. Mention me to go on; "
    "for your own orders, write to me in a direct message."
)


class SlackChannel:
    """The channel `slack`.

    Slack has no idempotency key. Each message carries ours in the id of its first block, and where Slack gave
    no clear answer before, a direct message is looked for in its channel before it is posted again.
    """

    name = SLACK

    def __init__(self, client: AsyncWebClient, public_url: str) -> None:
        self._client = client
        self._public_url = public_url
        self._doubtful: LRUCache[str, None] = LRUCache(_MOST_DOUBTFUL)  # keys that Slack may have taken

    async def render(self, replies: Sequence[LoggedMessage]) -> list[dict[str, Any]]:
        """What is said at once, as Slack messages: `text` and `blocks`."""
        return rendered(replies, self._public_url)

    async def send(self, address: str, part: dict[str, Any], key: str) -> str:
        """Post one message; `CHANNEL:TS`. Raises SendLater and SendRefused."""
        try:
            place = SlackAddress.parse(address)
        except NoSlackAddress as error:
            raise SendRefused("no_address", str(error)) from None
        message = _addressed(place, part, key)
        stamp = await self._posted_before(place, key) if key in self._doubtful else None
        if stamp is None:
            stamp = await self._post(message, key)
        self._doubtful.pop(key, None)
        return f"{place.channel}:{stamp}"

    async def _post(self, message: dict[str, Any], key: str) -> str:
        try:
            return await self._post_once(message, key)
        except SendRefused as refused:
            plainer = without_pictures(message["blocks"])
            if refused.code != "invalid_blocks" or plainer == message["blocks"]:
                raise
        log.warning("Slack could not fetch a picture; the message goes out without")
        return await self._post_once(message | {"blocks": plainer}, key)

    async def _post_once(self, message: dict[str, Any], key: str) -> str:
        try:
            answer = await called(self._client.chat_postMessage(**message))
        except SendLater as later:
            if later.retry_after_s is None:  # else it was one too many, and was not taken
                self._doubtful[key] = None
            raise
        return str(answer["ts"])

    async def _posted_before(self, place: SlackAddress, key: str) -> str | None:
        """The stamp of the message if Slack took it; reading a thread would take rights we do not ask for."""
        if place.is_shared:
            return None
        history = self._client.conversations_history(channel=place.channel, limit=_LOOK_BACK)
        try:
            answer = await called(history)
        except SendRefused as refused:
            log.warning("Slack does not show what it took; a message may be said twice", code=refused.code)
            return None
        found = (each for each in answer["messages"] if _key_of(each) == key)
        return next((str(each["ts"]) for each in found), None)


def _addressed(place: SlackAddress, part: dict[str, Any], key: str) -> dict[str, Any]:
    """The arguments of `chat.postMessage`."""
    first, *others = part["blocks"]
    blocks = [first | {"block_id": key}, *others]
    message = {"channel": place.channel, "text": part["text"], "unfurl_links": False, "unfurl_media": False}
    if place.thread is not None:
        return message | {"thread_ts": place.thread, "blocks": [*blocks, note(IN_PUBLIC).to_dict()]}
    return message | {"blocks": blocks}


def _key_of(message: dict[str, Any]) -> str | None:
    blocks = message.get("blocks") or [{}]
    return blocks[0].get("block_id")
