"""The chat API over HTTP."""

from uuid import UUID, uuid4

from sanic import Blueprint, HTTPResponse, Request, Websocket

from connectors.chat import Said
from connectors.chat_dependencies import ChatDependencies
from connectors.chat_socket import ChatSocket
from connectors.errors import ApiError
from connectors.origins import answer_preflight
from connectors.schemas import POST_MESSAGE, ConversationView, MessageView, PostMessage, parse, read_cursor


def chat_routes(using: ChatDependencies) -> Blueprint:
    """`/chat/...`"""
    routes = Blueprint("chat", url_prefix="/chat")

    @routes.post("/messages")
    async def post_message(request: Request) -> HTTPResponse:
        using.per_address.take(request.client_ip)
        posted = parse(POST_MESSAGE, request.body)
        if posted.conversation is not None:
            using.tokens.check_conversation(request.token, posted.conversation)
            using.per_conversation.take(str(posted.conversation))
        return await _converse(using, posted, request.client_ip)

    @routes.get("/conversations/<conversation_id:uuid>/messages")
    async def get_messages(request: Request, conversation_id: UUID) -> HTTPResponse:
        using.per_address.take(request.client_ip)
        using.tokens.check_conversation(request.token, conversation_id)
        page = await using.chat.page_after(conversation_id, read_cursor(request.args.get("after")))
        view = ConversationView(
            conversation=conversation_id,
            owner=page.owner,
            messages=[MessageView.of(message) for message in page.messages],
            more=not page.is_last,
        )
        return _answered(200, view)

    for path in ("/messages", "/conversations/<conversation_id:uuid>/messages"):
        routes.add_route(answer_preflight, path, methods=["OPTIONS"], name=f"preflight_{path.split('/')[1]}")

    @routes.websocket("/ws")
    async def talk(request: Request, websocket: Websocket) -> None:
        await ChatSocket(using, websocket, request.client_ip).run()

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


async def _converse(using: ChatDependencies, posted: PostMessage, address: str) -> HTTPResponse:
    subject = using.tokens.shopper_subject(posted.shopper_token) if posted.shopper_token else None
    conversation_id = posted.conversation or uuid4()
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
