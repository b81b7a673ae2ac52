"""The page that plays a phone: its texts go in by the signed webhook that a number of Twilio's would use."""

from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import httpx
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter
from sanic import Blueprint, HTTPResponse, Request, json
from sqlalchemy import select
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.demo.showcase import showcase_customers as demo_showcase
from commerce.demo.shown_customers import showcase_customers
from commerce.support.models import Conversation, Delivery, Message, MessageAuthor
from connectors.channels.sms.channel import SMS
from connectors.channels.sms.gsm import cost
from connectors.channels.sms.line import SmsLine
from connectors.edge.errors import ApiError
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.schemas import parse
from connectors.edge.static_files import StaticFolder

_MOST_SHOWN = 200  # texts of each side
_WEBHOOK = "/sms/twilio"
_WEBHOOK_S = 10.0


class TypedText(BaseModel):
    """The body of `POST /dev/phone/texts`."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
    body: Annotated[str, StringConstraints(min_length=1, max_length=1600)]


_TYPED = TypeAdapter(TypedText)


class Phone:
    """Any number's phone."""

    def __init__(self, line: SmsLine, sessions: Sessions) -> None:
        self._line = line
        self._sessions = sessions
        self._signer = RequestValidator(line.auth_token)

    async def send(self, gateway_url: str, typed: TypedText) -> str:
        """Have the gateway at `gateway_url` get a text as Twilio would bring it; the text's id."""
        sid = f"SM{uuid4().hex}"
        form = {
            "AccountSid": self._line.account_sid,
            "MessageSid": sid,
            "From": typed.number,
            "To": self._line.sender,
            "Body": typed.body,
            "NumMedia": "0",
            "NumSegments": str(cost(typed.body).segments),
        }
        signed_url = f"{self._line.configured_public_url or gateway_url}{_WEBHOOK}"
        signature = self._signer.compute_signature(signed_url, form)
        async with httpx.AsyncClient(base_url=gateway_url, trust_env=False, timeout=_WEBHOOK_S) as client:
            answer = await client.post(_WEBHOOK, data=form, headers={SIGNATURE_HEADER: signature})
        if not answer.is_success:
            raise ApiError(502, "not_received", f"the webhook answered {answer.status_code}")
        return sid

    async def texts(self, number: str) -> list[dict[str, Any]]:
        """What went to and fro, in order."""
        async with self._sessions() as session:
            typed = await session.scalars(
                select(Message)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(
                    Conversation.channel == SMS,
                    Conversation.address == number,
                    Message.author == MessageAuthor.SHOPPER,
                )
                .order_by(Message.position.desc())
                .limit(_MOST_SHOWN)
            )
            received = await session.scalars(
                select(Delivery)
                .where(Delivery.channel == SMS, Delivery.address == number)
                .order_by(Delivery.created_at.desc(), Delivery.number.desc())
                .limit(_MOST_SHOWN)
            )
            shown = [_typed(each) for each in typed] + [_received(each) for each in received]
        return sorted(shown, key=lambda each: (each["at"], each["number"]))

    async def owners(self) -> list[dict[str, str]]:
        """Customers whose number is on file, to be one of them."""
        async with self._sessions() as session:
            shown = await showcase_customers(session, [customer_id for customer_id, _ in demo_showcase()])
            customers = [each.customer for each in shown if each.customer.phone]
            if not customers:
                found = select(Customer).where(Customer.phone.is_not(None)).order_by(Customer.id).limit(12)
                customers = list(await session.scalars(found))
        return [{"number": each.phone or "", "name": each.full_name} for each in customers]


def phone_routes(phone: Phone) -> Blueprint:
    """`/dev/phone`: anybody may text as anybody, so never in production."""
    routes = Blueprint("phone", url_prefix="/dev/phone")
    files = StaticFolder(Path(__file__).parent / "phone_page")

    @routes.get("/")
    async def page(request: Request) -> HTTPResponse:
        return files.serve(request, "index.html", {"content-security-policy": PAGE_POLICY})

    @routes.get("/files/<name:str>")
    async def file(request: Request, name: str) -> HTTPResponse:
        return files.serve(request, name, {})

    @routes.get("/numbers")
    async def numbers(_: Request) -> HTTPResponse:
        return json({"numbers": await phone.owners()})

    @routes.get("/texts")
    async def texts(request: Request) -> HTTPResponse:
        return json({"texts": await phone.texts(request.args.get("number", ""))})

    @routes.post("/texts")
    async def send(request: Request) -> HTTPResponse:
        sid = await phone.send(_own_url(request), parse(_TYPED, request.body))
        return json({"id": sid})

    return routes


def _own_url(request: Request) -> str:
    assert request.conn_info is not None
    host, port = request.conn_info.sockname[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _typed(message: Message) -> dict[str, Any]:
    taken = cost(message.text)
    return {
        "id": message.external_id,
        "from": "shopper",
        "text": message.text,
        "at": message.created_at.isoformat(),
        "number": 0,
        "segments": taken.segments,
        "encoding": taken.encoding.value,
    }


def _received(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": str(delivery.id),
        "from": "store",
        "text": delivery.part["body"],
        "at": delivery.created_at.isoformat(),
        "number": delivery.number,
        "segments": delivery.part["segments"],
        "encoding": delivery.part["encoding"],
        "status": delivery.status.value,
    }
