"""The chat API over HTTP."""

import re
from uuid import UUID, uuid4

from sanic import Blueprint, HTTPResponse, Request, Websocket

from connectors.channels.web.chat import Said
from connectors.channels.web.dependencies import ChatDependencies
from connectors.channels.web.files import Uploads, add_file_routes
from connectors.channels.web.socket import ChatSocket
from connectors.channels.web.tokens import Tokens
from connectors.edge.errors import ApiError
from connectors.edge.origins import answer_preflight
from connectors.edge.rate import network_of
from connectors.edge.schemas import (
    POST_MESSAGE,
    ConversationView,
    MessageView,
    PostMessage,
    parse,
    read_cursor,
)

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{16,128}")
_RANDOM_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)


def chat_routes(using: ChatDependencies, uploads: Uploads) -> Blueprint:
    """`/chat/...`"""
    routes = Blueprint("chat", url_prefix="/chat")

    @routes.post("/messages")
    async def post_message(request: Request) -> HTTPResponse:
        using.per_address.take(network_of(request.client_ip))
        posted = parse(POST_MESSAGE, request.body)
        if posted.conversation is not None:
            using.tokens.check_conversation(request.token, posted.conversation)
            using.per_conversation.take(str(posted.conversation))
        key = request.headers.get("idempotency-key")
        return await _converse(using, posted, key, request.client_ip)

    @routes.get("/conversations/<conversation_id:uuid>/messages")
    async def get_messages(request: Request, conversation_id: UUID) -> HTTPResponse:
        using.per_address.take(network_of(request.client_ip))
        using.tokens.check_conversation(request.token, conversation_id)
        page = await using.chat.page_after(conversation_id, read_cursor(request.args.get("after")))
        page.require_open()
        view = ConversationView(
            conversation=conversation_id,
            owner=page.owner,
            messages=[MessageView.of(message) for message in page.messages],
            more=not page.is_last,
        )
        return _answered(200, view)

    for path in ("/messages", "/conversations/<conversation_id:uuid>/messages"):
        routes.add_route(answer_preflight, path, methods=["OPTIONS"], name=f"preflight_{path.split('/')[1]}")

    add_file_routes(routes, using, uploads)

    @routes.websocket("/ws")
    async def talk(request: Request, websocket: Websocket) -> None:
        await ChatSocket(using, websocket, network_of(request.client_ip)).run()

    @routes.on_request
    async def check_upgrade(request: Request) -> None:
        if request.path != "/chat/ws":
            return
        if request.headers.get("upgrade", "").lower() != "websocket":
            raise ApiError(426, "websocket_required", "connect with a WebSocket", {"Upgrade": "websocket"})
        # Browsers ask no one's leave before opening a WebSocket to another site.
        if not using.origins.allow(request):
            raise ApiError(403, "origin_not_allowed", "this page's origin is not in AISLE_ALLOWED_ORIGINS")

    return routes


async def _converse(
    using: ChatDependencies, posted: PostMessage, key: str | None, address: str
) -> HTTPResponse:
    subject = using.tokens.shopper_subject(posted.shopper_token) if posted.shopper_token else None
    conversation_id = posted.conversation or _first_conversation(using.tokens, posted.id, key)
    said = Said(posted.id, posted.text, posted.payload, using.tokens.network(address))
    with using.hub.subscribe(conversation_id) as subscription:
        message = await using.chat.receive(conversation_id, said, subject)
        answer = await using.chat.answer_to(message, subscription, using.answer_wait_s)
    is_new = posted.conversation is None
    view = ConversationView(
        conversation=conversation_id,
        conversation_token=using.tokens.conversation_token(conversation_id) if is_new else None,
        owner=answer.owner if answer else await using.chat.owner(conversation_id),
        messages=[MessageView.of(reply) for reply in answer.replies] if answer else [],
    )
    return _answered(200 if answer else 202, view)


def _answered(status: int, view: ConversationView) -> HTTPResponse:
    body = view.model_dump_json(by_alias=True, exclude_none=True)
    return HTTPResponse(body, status=status, content_type="application/json")


def _first_conversation(tokens: Tokens, client_id: str, key: str | None) -> UUID:
    """The conversation that a first message begins: the same one when it is sent again.

    What makes it the same must be known to its sender alone: an Idempotency-Key, or a client id that is a
    random UUID. Raises a 400 for a key that could be guessed.
    """
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ApiError(
            400, "invalid_request", "Idempotency-Key: 16 to 128 characters of ASCII, chosen at random"
        )
    if key is None and not _RANDOM_UUID.fullmatch(client_id):
        return uuid4()
    return tokens.conversation_of_key(key or client_id.lower())
