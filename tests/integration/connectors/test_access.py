"""Every route says whom it is for, docs/security.md says the same, and nobody else gets anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from commerce.database import Sessions
from connectors.channels.slack.setup import SlackApp
from connectors.channels.sms.line import SmsLine
from connectors.server.access import Access, RouteAccess, access_table, routes_of
from connectors.server.options import GatewayOptions
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "security.md"
SLACK = SlackApp("xoxb-1", "http://127.0.0.1:9/", signing_secret="s" * 32, team="T1")
LINE = SmsLine(
    "AC" + "1" * 32, "t" * 32, "+15005550006", "http://127.0.0.1:9", "http://x", "", is_console=True
)
_PLACES = {"uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "int": "1"}
_SAID = {
    "chat/messages": {"id": "1", "text": "hi"},
    "store/reviews/helpful": {"review": _PLACES["uuid"]},
    "store/reviews/write": {"product": "p1", "stars": 5},
    "store/searched": {"words": "lamp", "found": []},
    "store/viewed": {"product": "p1"},
}


@pytest.fixture
async def whole(database_url: str, sessions: Sessions, dialogue: FakeDialogue):
    """A gateway with every channel and page there is."""
    options = GatewayOptions(serves_demo=True, message_burst=1_000, address_message_burst=1_000)
    async with running_gateway(
        database_url, sessions, [dialogue.url], options, slack=SLACK, sms=LINE
    ) as gateway:
        yield gateway


def routes_for(gateway: RunningGateway, access: Access) -> list[RouteAccess]:
    found = [each for each in routes_of(gateway.app) if each.access is access]
    assert found, access
    return found


def filled(path: str) -> str:
    parts = (
        _PLACES.get(part.strip("<>").partition(":")[2], "x") if part.startswith("<") else part
        for part in path.split("/")
    )
    return "/" + "/".join(parts)


async def ask(gateway: RunningGateway, route: RouteAccess, **given: Any) -> int:
    answer = await gateway.client.request(route.method, filled(route.path), **given)
    return answer.status_code


async def test_the_document_tells_every_route(whole: RunningGateway) -> None:
    table = access_table(routes_of(whole.app))
    assert table in DOCUMENT.read_text(), f"docs/security.md should hold\n{table}"


async def test_a_conversation_is_nobodys_without_its_own_token(whole: RunningGateway) -> None:
    mine, others = whole.chat(), whole.chat()
    await mine.say("hello")
    await others.say("hello")
    where = mine.conversation or ""
    for headers in ({}, {"Authorization": "Bearer x"}, others.headers):
        for route in routes_for(whole, Access.SHOPPER):
            if route.path == "chat/ws":
                status = await socket_refusal(whole, where, headers.get("Authorization", "")[7:])
                assert status in {"conversation_token_missing", "conversation_token_invalid"}
                continue
            path = route.path.replace("<conversation_id:uuid>", where)
            body = _SAID.get(path, {}) | {"conversation": where} if route.method == "POST" else None
            answer = await whole.client.request(route.method, f"/{path}", headers=headers, json=body)
            assert answer.status_code == 401, route


async def socket_refusal(gateway: RunningGateway, conversation: str, token: str) -> str:
    async with gateway.open_socket() as socket:
        hello = {"type": "hello", "conversation": conversation}
        hello |= {"conversation_token": token} if token else {}
        await socket.send(json.dumps(hello))
        return json.loads(await socket.recv())["code"]


async def test_a_link_that_was_never_given_opens_nothing(whole: RunningGateway) -> None:
    for route in routes_for(whole, Access.LINK):
        assert await ask(whole, route) == 404, route


async def test_a_provider_signs_what_it_sends(whole: RunningGateway) -> None:
    signatures = {
        "X-Twilio-Signature": "eA==",
        "X-Slack-Signature": "v0=00",
        "X-Slack-Request-Timestamp": "1",
    }
    for route in routes_for(whole, Access.PROVIDER):
        for headers in ({}, signatures):
            assert await ask(whole, route, headers=headers, data={"Body": "hi"}) in {401, 403}, route


async def test_what_is_for_development_is_not_there_in_production(
    whole: RunningGateway, database_url: str, sessions: Sessions, dialogue: FakeDialogue
) -> None:
    line = SmsLine(LINE.account_sid, LINE.auth_token, LINE.sender, LINE.api_url, "https://x", "https://x")
    options = GatewayOptions(serves_demo=False, public_url="https://x")
    async with running_gateway(
        database_url, sessions, [dialogue.url], options, slack=SLACK, sms=line
    ) as production:
        for route in routes_for(whole, Access.DEVELOPMENT):
            assert await ask(production, route) in {404, 405}, route


async def test_what_is_for_anybody_only_reads(whole: RunningGateway) -> None:
    assert {route.method for route in routes_for(whole, Access.ANYBODY)} == {"GET"}


async def test_a_route_of_which_nothing_is_said_is_found(whole: RunningGateway) -> None:
    whole.app.router.reset()
    whole.app.add_route(lambda _: None, "/secret", name="secret")
    whole.app.router.finalize()
    with pytest.raises(LookupError, match="secret"):
        routes_of(whole.app)
