"""A conversation's first message, sent again because its answer was lost, begins no second conversation."""

from uuid import uuid4

import pytest

from tests.integration.connectors.running import RunningGateway


async def test_a_random_client_id_makes_it_one(gateway: RunningGateway) -> None:
    body = {"id": str(uuid4()), "text": "hello"}
    first, second = [await gateway.client.post("/chat/messages", json=body) for _ in range(2)]
    assert first.json() == second.json()
    assert first.json()["conversation_token"]


async def test_a_key_makes_it_one(gateway: RunningGateway) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    body = {"id": "1", "text": "hello"}
    answers = [await gateway.client.post("/chat/messages", json=body, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()


async def test_a_short_id_that_others_may_use_begins_another(gateway: RunningGateway) -> None:
    answers = [await gateway.client.post("/chat/messages", json={"id": "1", "text": "hi"}) for _ in range(2)]
    assert len({answer.json()["conversation"] for answer in answers}) == 2


@pytest.mark.parametrize("key", ["short", "x" * 129, "with a space in between"])
async def test_a_key_that_could_be_guessed_is_refused(gateway: RunningGateway, key: str) -> None:
    answer = await gateway.client.post(
        "/chat/messages", json={"id": "1", "text": "hi"}, headers={"Idempotency-Key": key}
    )
    assert answer.status_code == 400
