"""A shopper's files over HTTP: the body is the file, its name stands in the query."""

from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sanic import Blueprint, HTTPResponse, Request

from commerce.attachments.files import LARGEST_FILE, FileRefused, checked_file, checked_kind
from commerce.database import Sessions
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.messages import ConversationEnded, InboundMessage
from commerce.support.outgoing import ConversationNotFound
from commerce.support.uploads import TooManyFiles, keep_upload
from connectors.channels.web.dependencies import ChatDependencies
from connectors.edge.errors import ApiError
from connectors.edge.origins import answer_preflight
from connectors.edge.rate import TokenBuckets, network_of
from connectors.edge.schemas import WEB, ClientId, ConversationView, external_id

_CLIENT_ID: TypeAdapter[str] = TypeAdapter(ClientId)
_PATH = "/conversations/<conversation_id:uuid>/files"


class Uploads:
    """Takes in the files of the web channel."""

    def __init__(self, sessions: Sessions, queue: DeliveryQueue, per_address: TokenBuckets) -> None:
        self._sessions = sessions
        self._queue = queue
        self._per_address = per_address

    def take_turn(self, address: str) -> None:
        """Count a file of this address; raises a 429 for one too many."""
        self._per_address.take(network_of(address))

    async def keep(self, conversation_id: UUID, client_id: str, name: str, content: bytes) -> None:
        """Keep a file, once, under the client's own id for it. Raises ApiError."""
        inbound = InboundMessage(WEB, external_id(conversation_id, client_id))
        try:
            file = checked_file(name, content)
            async with self._sessions.begin() as session:
                await keep_upload(session, self._queue, conversation_id, inbound, file)
        except FileRefused as refused:
            raise _refused(refused) from None
        except TooManyFiles:
            raise ApiError(422, "too_many_files", "This conversation can't take more files.") from None
        except ConversationNotFound:
            raise ApiError(404, "not_found", "a conversation begins with words") from None
        except ConversationEnded:
            raise ApiError(
                409, "conversation_ended", "its shopper has signed out of it; start a new one"
            ) from None


def add_file_routes(routes: Blueprint, using: ChatDependencies, uploads: Uploads) -> None:
    """`POST /chat/conversations/<id>/files?id=...&name=...`"""

    async def largest_body(request: Request) -> int:
        """Who holds the conversation's token may send a file whose name and length allow it."""
        conversation_id = request.match_info["conversation_id"]
        using.tokens.check_conversation(request.token, conversation_id)
        using.per_conversation.take(str(conversation_id))
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            raise ApiError(411, "length_required", "the file's length has to be told before it comes")
        try:
            checked_kind(request.args.get("name", ""), int(length))
        except FileRefused as refused:
            raise _refused(refused) from None
        uploads.take_turn(request.client_ip)
        return LARGEST_FILE

    @routes.post(_PATH, ctx_largest_body=largest_body)
    async def post_file(request: Request, conversation_id: UUID) -> HTTPResponse:
        client_id = _client_id(request.args.get("id", ""))
        await uploads.keep(conversation_id, client_id, request.args.get("name", ""), request.body)
        view = ConversationView(
            conversation=conversation_id, owner=await using.chat.owner(conversation_id), messages=[]
        )
        body = view.model_dump_json(by_alias=True, exclude_none=True)
        return HTTPResponse(body, status=201, content_type="application/json")

    routes.add_route(answer_preflight, _PATH, methods=["OPTIONS"], name="preflight_files")


def _client_id(given: str) -> str:
    try:
        return _CLIENT_ID.validate_python(given)
    except ValidationError:
        raise ApiError(400, "invalid_request", "id: the client's own id for the file") from None


def _refused(refused: FileRefused) -> ApiError:
    reason = str(refused)
    return ApiError(422, "file_refused", f"{reason[:1].upper()}{reason[1:]}.")
