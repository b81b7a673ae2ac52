"""One case from end to end: asked for on the web, claimed in Slack, decided from the card, rated."""

from uuid import UUID

from sqlalchemy import select

from commerce.database import Sessions
from commerce.desk.models import CsatRating
from commerce.policies.models import Policy
from commerce.returns.models import ItemCondition, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.support.models import Conversation, HandoffStatus, IdentityLevel, Message
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import Floor
from tests.integration.connectors.slack.workspace import texts
from tests.world import a_world


async def test_a_case_on_the_web_is_worked_in_slack_to_its_end(floor: Floor, sessions: Sessions) -> None:
    world = await a_world(sessions)
    await world.add(Policy(name="return_review", value={"above_minor": 1, "currency": "USD"}))
    order = await world.delivered()
    items = (ReturnItem(order.lines[0].id, 1, ReturnReason.CHANGED_MIND, ItemCondition.UNOPENED),)
    rma = (await world.do(RequestReturn(order.number, items, world.card.id), world.shopper)).rma_number
    robin = await floor.hire("UROBIN")
    await floor.hire("UKIM")

    chat = floor.workspace.gateway.chat()
    for text in ("Hi!", "my return 😕 is *still* in review <why?>"):
        await chat.say(text)
    async with sessions.begin() as session:
        conversation = await session.get_one(Conversation, UUID(chat.conversation))
        conversation.customer_id, conversation.identity_level = world.customer.id, IdentityLevel.VERIFIED
    case = await floor.handed_over(conversation.id, chat, summary=f"Return {rma} is in review.")
    assert any(rma in each for each in texts(case.card))  # what it is about
    assert any(world.customer.email in each for each in texts(case.card))

    await case.press("UROBIN", "Claim")
    for number in range(5):
        await case.write("UROBIN", f"agent {number}")
        await case.until_said("agent", f"agent {number}")
        await chat.post(text=f"shopper {number}")
        await case.until_in_thread(f"shopper {number}")
    await case.write("UROBIN", "note: looks honest")
    await case.write("UKIM", "agree")
    await case.until_noted("agree")

    await case.press("UROBIN", "Act for them")
    step = await case.submit("UROBIN", what=f"approve {rma}")
    assert await case.send_form("UROBIN", step["view"]) == {}
    async with sessions() as session:
        request = await session.scalar(select(ReturnRequest).where(ReturnRequest.rma_number == rma))
    assert request.status is ReturnStatus.APPROVED
    assert any("approved your return" in text for _, text in await case.log())  # told where they are

    await case.press("UROBIN", "Resolve")
    await case.submit("UROBIN", resolution="solved", note="Approved by hand")
    await case.until_said("bot", "How did we do?")
    await chat.say("5 - quick and kind")
    async with sessions() as session:
        rating = (await session.scalars(select(CsatRating))).one()
        said = await session.scalars(
            select(Message.text).where(Message.conversation_id == case.id).order_by(Message.position)
        )
        log = said.all()
    assert (rating.score, rating.comment) == (5, "quick and kind")
    handoff = await case.handoff()
    assert (handoff.status, handoff.assigned_to) == (HandoffStatus.RESOLVED, robin.id)
    assert [text for text in log if text.startswith("agent ")] == [f"agent {number}" for number in range(5)]
    assert "looks honest" not in str(log)
    assert "agree" not in log

    async def is_told() -> bool:
        return any("rated 5 of 5" in each for each in texts(case.card))

    await until(is_told)
    shown = [text for text in case.said() if text not in {"looks honest", "agree"}]
    closing = log.index("How did we do?")
    assert shown == [text for text in log[: closing + 1] if not text.startswith("agent ")]
