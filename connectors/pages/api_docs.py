"""The HTTP API described: as OpenAPI for tools at `/docs/openapi.json`, as a page for people at `/docs`."""

from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema
from sanic import Blueprint, HTTPResponse, Request, html, json

from commerce.attachments.files import LARGEST_FILE
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.schemas import ConversationView, ErrorView, PostMessage
from connectors.edge.static_files import StaticFolder
from connectors.pages.templates import page_templates

_HERE = Path(__file__).parent / "docs_page"
_TITLE = "Aisle chat API"
_VERSION = "1"
_REF = "#/components/schemas/{model}"

_REFUSALS = {
    "400": "Not JSON, an unknown field, or a field of the wrong shape.",
    "404": "There is no such conversation: it begins with a message.",
    "411": "`Content-Length` is missing.",
    "401": "The conversation token or the shopper token is missing, wrong or expired.",
    "409": "The shopper token is another customer's, or the conversation's shopper has signed out of it.",
    "413": "The body is too large.",
    "422": "The text is too long, or the payload was never offered.",
    "429": "Too many messages; `Retry-After` says when to try again.",
    "503": "The store cannot be reached; sending the same again is safe.",
}


def openapi_document() -> dict[str, Any]:
    """The API as OpenAPI 3.1."""
    _, schemas = models_json_schema(
        [
            (PostMessage, "validation"),
            (ConversationView, "serialization"),
            (ErrorView, "serialization"),
        ],
        by_alias=True,
        ref_template=_REF,
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": _VERSION},
        "paths": _paths(),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "conversation_token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `conversation_token` of the first answer.",
                }
            },
        },
    }


def docs_routes() -> Blueprint:
    """`/docs`: a page of our own, without scripts, so that it works where nothing else can be fetched."""
    routes = Blueprint("docs", url_prefix="/docs")
    templates = page_templates(_HERE)
    files = StaticFolder(_HERE)
    document = openapi_document()
    page = templates.get_template("docs.html").render(document=document)

    @routes.get("/")
    async def read(_: Request) -> HTTPResponse:
        return html(page, headers={"content-security-policy": PAGE_POLICY})

    @routes.get("/openapi.json")
    async def specification(_: Request) -> HTTPResponse:
        return json(document)

    @routes.get("/docs.css")
    async def style(request: Request) -> HTTPResponse:
        return files.serve(request, "docs.css", {})

    return routes


def _paths() -> dict[str, Any]:
    return {
        "/chat/messages": {
            "post": {
                "summary": "Say something",
                "description": (
                    "Sends a text, or the payload of an offered quick reply, and waits for the replies. "
                    "The same `id` sent again gives the same replies and does nothing twice. "
                    "Without `conversation` a new one begins, and the answer holds its token."
                ),
                "security": [{}, {"conversation_token": []}],
                "requestBody": {"required": True, "content": _json_of("PostMessage")},
                "responses": {
                    "200": _response("The replies to this message.", "ConversationView"),
                    "202": _response(
                        "Stored; the replies will come by the other routes.", "ConversationView"
                    ),
                    **_refusals("400", "401", "409", "413", "422", "429", "503"),
                },
            }
        },
        "/chat/conversations/{conversation}/messages": {
            "get": {
                "summary": "Read what was said",
                "description": (
                    "Everything after a cursor, the shopper's own messages included. "
                    "`more` tells whether to ask again from the last one."
                ),
                "security": [{"conversation_token": []}],
                "parameters": [
                    _parameter("conversation", "path", {"type": "string", "format": "uuid"}),
                    _parameter("after", "query", {"type": "string"}),
                ],
                "responses": {
                    "200": _response("The messages, in order.", "ConversationView"),
                    **_refusals("400", "401", "503"),
                },
            }
        },
        "/chat/conversations/{conversation}/files": {
            "post": {
                "summary": "Send a file",
                "description": (
                    "The body is the file: a picture, a PDF or plain text of at most "
                    f"{LARGEST_FILE // 1024**2} MB. The same `id` sent again keeps nothing twice. "
                    "Its message comes by the other routes."
                ),
                "security": [{"conversation_token": []}],
                "parameters": [
                    _parameter("conversation", "path", {"type": "string", "format": "uuid"}),
                    _parameter("id", "query", {"type": "string"}, is_required=True),
                    _parameter("name", "query", {"type": "string"}, is_required=True),
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                    },
                },
                "responses": {
                    "201": _response("Kept.", "ConversationView"),
                    **_refusals("400", "401", "404", "409", "411"),
                    "422": _response(
                        "The file is refused for what it is, or there are too many; `reason` says why.",
                        "ErrorView",
                    ),
                    **_refusals("429", "503"),
                },
            }
        },
        "/chat/ws": {
            "get": {
                "summary": "Talk over a WebSocket",
                "description": (
                    "The first frame is `hello`, answered by `welcome` and everything after its cursor. "
                    "Then `message`, `typing`, `seen`, `thumb` and `ping` from the client; `accepted`, "
                    "`message`, `typing`, `seen`, `owner`, `error` and `pong` from the server. "
                    "See docs/architecture.md for their fields."
                ),
                "responses": {"101": {"description": "Switched to the WebSocket protocol."}},
            }
        },
    }


def _parameter(name: str, place: str, schema: dict[str, str], *, is_required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path" or is_required, "schema": schema}


def _json_of(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}


def _response(description: str, model: str) -> dict[str, Any]:
    return {"description": description, "content": _json_of(model)}


def _refusals(*statuses: str) -> dict[str, Any]:
    return {status: _response(_REFUSALS[status], "ErrorView") for status in statuses}
