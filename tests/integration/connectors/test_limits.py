"""What is too much is refused clearly, and in one shape."""

import pytest

from tests.integration.connectors.running import RunningGateway


async def test_conversation_may_not_write_too_fast(start_gateway) -> None:
    gateway = await start_gateway(messages_per_minute=1, message_burst=2)
    chat = gateway.chat()
    for text in ("one", "two", "three"):
        await chat.say(text)
    refused = await chat.post(text="four")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_messages"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert await gateway.chat().say("another conversation") == ["You said: another conversation"]


async def test_address_may_not_write_too_fast_whatever_it_claims(start_gateway) -> None:
    gateway = await start_gateway(address_messages_per_minute=1, address_message_burst=2)
    statuses = [
        (
            await gateway.client.post(
                "/chat/messages",
                json={"id": "m", "text": "hi"},
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            )
        ).status_code
        for number in range(3)
    ]
    assert statuses == [200, 200, 429]


async def test_address_may_not_read_too_fast_either(start_gateway) -> None:
    gateway = await start_gateway(address_messages_per_minute=1, address_message_burst=2)
    chat = gateway.chat()
    await chat.say("hello")
    path = f"/chat/conversations/{chat.conversation}/messages"
    answers = [await gateway.client.get(path, headers=chat.headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


async def test_trusted_proxys_address_counts(start_gateway) -> None:
    gateway = await start_gateway(address_messages_per_minute=1, address_message_burst=1, trusted_proxies=1)
    statuses = [
        (
            await gateway.client.post(
                "/chat/messages", json={"id": "m", "text": "hi"}, headers={"X-Forwarded-For": address}
            )
        ).status_code
        for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1", "1.2.3.4, 10.0.0.2")
    ]
    assert statuses == [200, 200, 429, 429]


@pytest.mark.parametrize(
    ("request_line", "content", "refusal"),
    [
        ("POST /chat/messages", b"x" * 40_000, (413, "body_too_large")),
        ("POST /chat/messages", b"{", (400, "malformed_json")),
        ("POST /chat/messages", b'{"id": "m", "text": "' + b"x" * 2_001 + b'"}', (422, "text_too_long")),
        ("GET /chat/messages", b"", (405, "method_not_allowed")),
        ("GET /no/such/page", b"", (404, "not_found")),
        ("GET /chat/conversations/not-a-uuid/messages", b"", (404, "not_found")),
        ("GET /store/products?limit=1000", b"", (400, "invalid_request")),
        ("GET /store/products?q=%00", b"", (400, "invalid_request")),
    ],
)
async def test_refusals_have_one_shape_and_the_security_headers(
    gateway: RunningGateway, request_line: str, content: bytes, refusal: tuple[int, str]
) -> None:
    method, path = request_line.split()
    answer = await gateway.client.request(method, path, content=content)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == refusal
    assert error["reason"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_only_listed_origins_may_read_from_a_browser(start_gateway) -> None:
    gateway = await start_gateway(allowed_origins=("https://shop.example",))
    for origin, allowed in (("https://shop.example", "https://shop.example"), ("https://evil.example", None)):
        preflight = await gateway.client.options("/chat/messages", headers={"Origin": origin})
        assert preflight.status_code == 204
        assert preflight.headers.get("access-control-allow-origin") == allowed
        answer = await gateway.client.post(
            "/chat/messages", json={"id": "m", "text": "hi"}, headers={"Origin": origin}
        )
        assert answer.headers.get("access-control-allow-origin") == allowed
        assert answer.headers["vary"] == "Origin"
