"""What is done with a case by buttons, forms, shortcuts, words and commands: the same doors as on the web."""

import pytest
from sqlalchemy import select

from commerce.customers.models import CreditEntry
from commerce.database import Sessions
from commerce.desk.models import CannedReply
from commerce.orders.models import Order, OrderStatus
from commerce.policies.models import Policy
from commerce.returns.models import ItemCondition, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.staff.models import Role, StaffMember
from commerce.support.models import Conversation, HandoffStatus, IdentityLevel, Resolution
from tests.fakes.slack_desk_events import shortcut_payload, submit_payload
from tests.fakes.slack_events import press_payload
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import Case, Floor
from tests.integration.connectors.slack.workspace import texts
from tests.world import World, a_world


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)


@pytest.fixture
async def case(floor: Floor, world: World, sessions: Sessions) -> Case:
    """A known customer's case that Robin has claimed."""
    await world.delivered()
    await world.order()
    await floor.hire("UROBIN")
    case = await floor.escalated("hello")
    async with sessions.begin() as session:
        conversation = await session.get_one(Conversation, case.id)
        conversation.customer_id, conversation.identity_level = world.customer.id, IdentityLevel.VERIFIED
    await case.press("UROBIN", "Claim")
    await until_on_card(case, "With Urobin")
    return case


async def until_on_card(case: Case, text: str) -> None:
    async def is_there() -> bool:
        return any(text in each for each in texts(case.card))

    await until(is_there)


async def test_a_reply_and_a_note_go_by_the_buttons(case: Case) -> None:
    await case.press("UROBIN", "Reply")
    view = case.slack.forms[-1]
    assert await case.send_form("UROBIN", view, text="From the form") == {}
    assert await case.send_form("UROBIN", view, text="From the form") == {}  # sent again: done once
    assert ("agent", "From the form") in await case.log()
    assert [text for author, text in await case.log() if author == "agent"] == ["From the form"]
    await case.press("UROBIN", "Note")
    await case.submit("UROBIN", text="For us")
    assert await case.notes() == ["For us"]


async def test_a_form_says_why_it_is_refused(case: Case, floor: Floor) -> None:
    await floor.hire("UKIM")
    await case.press("UKIM", "Reply")
    answer = await case.submit("UKIM", text="Let me help")
    assert answer == {"response_action": "errors", "errors": {"text": "Claim the case first."}}


async def test_a_stranger_does_nothing(case: Case, floor: Floor) -> None:
    floor.slack.member("USTRANGER", "nobody@elsewhere.example")
    await case.press("USTRANGER", "Resolve")
    await case.until_whispered("USTRANGER", "I don't know you")
    assert floor.slack.forms == []


async def test_a_guest_under_an_agents_address_does_nothing(case: Case, floor: Floor) -> None:
    floor.slack.member("UGUEST", "urobin@store.example", is_restricted=True)
    await case.press("UGUEST", "Note")
    await case.until_whispered("UGUEST", "I don't know you")


async def test_who_was_dismissed_does_nothing(case: Case, floor: Floor, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member = await session.get_one(StaffMember, floor.people["UROBIN"].id)
        member.role = Role.TRAINER
    await case.write("UROBIN", "still me")
    await case.until_noted("still me")
    assert "still me" not in str(await case.log())


async def test_a_case_is_resolved_by_the_form(case: Case) -> None:
    await case.press("UROBIN", "Resolve")
    await case.submit("UROBIN", resolution="not_solved", note="No stock")
    handoff = await case.handoff()
    assert (handoff.resolution, handoff.resolution_note) == (Resolution.NOT_SOLVED, "No stock")


async def test_the_menu_gives_snoozes_sorts_and_hands_back(case: Case, floor: Floor) -> None:
    await case.menu("UROBIN", "Priority")
    await case.submit("UROBIN", priority="2", tags="#VIP, broken lamp")
    handoff = await case.handoff()
    assert (handoff.priority, handoff.tags) == (2, ["vip", "broken lamp"])
    await until_on_card(case, "#broken lamp")
    await case.menu("UROBIN", "Snooze")
    await case.submit("UROBIN", minutes="60")
    assert (await case.handoff()).snoozed_until is not None
    await floor.hire("UKIM")
    await case.menu("UROBIN", "Give")
    await case.submit("UROBIN", to=str(floor.people["UKIM"].id))
    await case.menu("UKIM", "Hand back")
    await case.submit("UKIM", summary="Lamp refunded")
    handoff = await case.handoff()
    assert (handoff.resolution, handoff.resolution_note) == (Resolution.HANDED_BACK, "Lamp refunded")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("!priority urgent", "Done."), ("!tag vip, late", "Tagged."), ("!snooze 2h", "Out of the way for 2h"),
        ("!snooze soon", "!snooze takes a time"), ("!transfer Nobody", "!transfer takes one colleague"),
        ("!reply nothing", "!reply takes the name of a canned reply"), ("!back", "!back takes what"),
        ("!help", "You can write !reply"), ("!release", "Back in the queue."),
        ("!resolve spam", "Resolved."), ("!priority whatever", "!priority takes normal"),
    ],
)  # fmt: skip
async def test_words_do_what_buttons_do(case: Case, word: str, told: str) -> None:
    await case.write("UROBIN", word)
    await case.until_whispered("UROBIN", told)
    assert word not in str(await case.log())


async def test_a_colleague_who_is_mentioned_gets_the_case(case: Case, floor: Floor) -> None:
    await floor.hire("UKIM")
    await case.write("UROBIN", "!transfer <@UKIM>")
    await case.until_whispered("UROBIN", "Ukim has it now.")
    assert (await case.handoff()).assigned_to == floor.people["UKIM"].id


async def test_a_canned_reply_goes_out_under_its_name(case: Case, sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        session.add(CannedReply(name="refund-time", text="Hi {first_name}, it takes 5 days. {agent}"))
    await case.write("UROBIN", "!reply refund")
    await case.until_said("agent", f"Hi {world.customer.first_name}, it takes 5 days. Urobin")


async def test_words_may_become_a_reply_after_all(case: Case) -> None:
    await case.write("UROBIN", "Note that it takes a week")
    await case.until_whispered("UROBIN", "as a note for your team")
    await case.press_whisper("UROBIN", "Send it to the shopper")

    async def is_open() -> bool:
        return bool(case.slack.forms)

    await until(is_open)
    assert await case.submit("UROBIN") == {}
    assert ("agent", "Note that it takes a week") in await case.log()


async def test_a_return_in_review_is_approved_from_the_card(
    case: Case, world: World, sessions: Sessions
) -> None:
    await world.add(Policy(name="return_review", value={"above_minor": 1, "currency": "USD"}))
    order = await world.delivered()
    items = [ReturnItem(order.lines[0].id, 1, ReturnReason.CHANGED_MIND, ItemCondition.UNOPENED)]
    rma = (await world.do(RequestReturn(order.number, tuple(items), world.card.id), world.shopper)).rma_number
    await case.press("UROBIN", "Act for them")
    step = await case.submit("UROBIN", what=f"approve {rma}")
    assert step["response_action"] == "update"
    assert await case.send_form("UROBIN", step["view"]) == {}
    async with sessions() as session:
        request = await session.scalar(select(ReturnRequest).where(ReturnRequest.rma_number == rma))
    assert request.status is ReturnStatus.APPROVED


async def test_an_order_is_cancelled_from_the_card_once(case: Case, sessions: Sessions) -> None:
    async with sessions() as session:
        pending = await session.scalar(select(Order).where(Order.status == OrderStatus.PENDING))
    await case.press("UROBIN", "Act for them")
    step = await case.submit("UROBIN", what=f"cancel {pending.number}")
    for _ in range(2):
        assert await case.send_form("UROBIN", step["view"]) == {}
    async with sessions() as session:
        assert (await session.get_one(Order, pending.id)).status is OrderStatus.CANCELLED


async def test_goodwill_ends_at_the_roles_limit(case: Case, floor: Floor, sessions: Sessions) -> None:
    await case.press("UROBIN", "Act for them")
    step = await case.submit("UROBIN", what="credit")
    refused = await case.send_form("UROBIN", step["view"], amount="500.00", reason="Sorry")
    assert "above your limit" in refused["errors"]["amount"]
    await floor.hire("ULEAD", Role.LEAD)
    assert await case.send_form("ULEAD", step["view"], amount="500.00", reason="Sorry") == {}
    async with sessions() as session:
        given = await session.scalars(
            select(CreditEntry.amount_minor).where(CreditEntry.reason == "goodwill")
        )
        assert given.all() == [50_000]


async def test_a_shortcut_works_in_a_thread(case: Case, floor: Floor) -> None:
    event = await case.write("UROBIN", "!note hm")
    await floor.workspace.press(shortcut_payload("UROBIN", "desk_reply", event))
    await case.submit("UROBIN", text="Typed by shortcut")
    assert ("agent", "Typed by shortcut") in await case.log()


async def test_aisle_serves_the_channel(case: Case, floor: Floor, sessions: Sessions, world: World) -> None:
    assert await floor.command("UROBIN", "off") == "You're off duty."
    async with sessions() as session:
        assert not (await session.get_one(StaffMember, floor.people["UROBIN"].id)).is_on_duty
    assert await floor.command("UROBIN", "on") == "You're on duty."
    assert "with Urobin" in await floor.command("UROBIN", "queue")
    assert world.customer.email in await floor.command("UROBIN", f"search {world.customer.email}")
    assert "/aisle queue" in await floor.command("UROBIN", "")
    floor.slack.member("USTRANGER", "nobody@elsewhere.example")
    assert "don't know you" in await floor.command("USTRANGER", f"search {world.customer.email}")


async def test_a_forged_form_opens_no_door(case: Case, floor: Floor) -> None:
    view = {"callback_id": "desk", "private_metadata": "{}", "blocks": [], "type": "modal"}
    answer = await floor.workspace.press(submit_payload("UROBIN", view))
    assert answer.status_code == 400
    card = dict(case.card)
    card["blocks"] = [
        {"type": "actions", "elements": [{"type": "button", "action_id": "desk_claim", "value": "x",
                                          "text": {"type": "plain_text", "text": "Claim"}}]}
    ]  # fmt: skip
    answer = await floor.workspace.press(press_payload("UROBIN", case.channel, card, "Claim"))
    assert answer.status_code == 400
    assert (await case.handoff()).status is HandoffStatus.ASSIGNED
