"""A message's trace: from taking it in to storing its answer, and on to the dialogue server."""

from uuid import UUID

from aisle.tracing import span_id_of
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import until
from tests.traces import found, traced

STAGES = {"take", "message", "dialogue", "store"}


async def test_one_trace_holds_all_of_a_turn(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway()
    with traced() as made:
        await gateway.chat().say("hello")

        async def is_over() -> bool:
            return found(made).keys() >= STAGES

        await until(is_over)
    (asked,) = [each["message_id"] for each in dialogue.metadata if "is_probe" not in each]
    message = UUID(asked)
    spans = found(made)
    assert spans.keys() == STAGES
    assert spans["message"] == (message.int, None)
    assert {spans[each] for each in STAGES - {"message"}} == {(message.int, span_id_of(message))}
    (own,) = [each.context.span_id for each in made.get_finished_spans() if each.name == "dialogue"]
    assert str(dialogue.parents[asked]).startswith(f"00-{message.hex}-{own:016x}-")
    assert "hello" not in str([each.to_json() for each in made.get_finished_spans()])


async def test_nothing_is_told_where_it_is_off(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway()
    await gateway.chat().say("hello")
    assert set(dialogue.parents.values()) == {None}
