"""What is on file of a shopper: shown to the verified, changed after a fresh code and a yes."""

import itertools

import pytest
from sqlalchemy import select, update

from commerce.customers.models import Address, Customer, OneTimeCode, PaymentMethod, PaymentMethodKind
from commerce.database import Sessions
from tests.dialogue.chat import Answer, Chat
from tests.dialogue.codes import mailed_codes, texted_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.factories import a_card, a_gift_card, an_opening_balance

ASKS_CODE = "I need a fresh code"
_numbers = itertools.count(5550200)


@pytest.fixture
def numbers() -> tuple[str, str]:
    """Two phone numbers that no other test has proven."""
    return f"+1720{next(_numbers)}", f"+1720{next(_numbers)}"


async def on_file(sessions: Sessions, jane: ShopperWithOrders) -> tuple[str, str | None, str, list[str]]:
    """E-mail, phone, street of the default address, and the methods that are not removed."""
    async with sessions() as session:
        customer = await session.get_one(Customer, jane.id)
        street = await session.scalar(
            select(Address.line1).where(Address.customer_id == jane.id, Address.is_default)
        )
        methods = await session.scalars(
            select(PaymentMethod.id)
            .where(PaymentMethod.customer_id == jane.id, PaymentMethod.removed_at.is_(None))
            .order_by(PaymentMethod.id)
        )
        assert street is not None
        return customer.email, customer.phone, street, list(methods)


async def with_code(chat: Chat, store_url: str, jane: ShopperWithOrders) -> Answer:
    """Have the code sent and type it."""
    await chat.say("yes")
    return await chat.say((await mailed_codes(store_url, jane.email))[-1])


async def with_texted_code(chat: Chat, store_url: str, number: str) -> Answer:
    """Type the code that was texted to a new number."""
    return await chat.say((await texted_codes(store_url, number))[-1])


async def test_a_new_email(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    new = f"new.{jane.email}"
    chat = await begin(jane.id)
    assert ASKS_CODE in await chat.say(f"please change the e-mail on my account to {new}")
    before = await on_file(store_sessions, jane)
    assert f"I've sent a six-digit code to {new}" in await with_code(chat, dialogue_store, jane)
    code = (await mailed_codes(dialogue_store, new))[-1]
    assert "not the code" in await chat.say(f"{(int(code) + 1) % 1_000_000:06}")
    assert f"change your e-mail address from {jane.email} to {new}" in await chat.say(code)
    assert await on_file(store_sessions, jane) == before
    assert f"from now on we write to {new}" in await chat.say("yes")
    assert (await on_file(store_sessions, jane))[0] == new


async def test_a_new_phone_is_asked_for(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
    numbers: tuple[str, str],
):
    number, _ = numbers
    chat = await begin(jane.id)
    assert "What's the new phone number?" in await chat.say("my phone number changed")
    assert ASKS_CODE in await chat.say(number.removeprefix("+1"))
    assert f"texted a six-digit code to {number}" in await with_code(chat, dialogue_store, jane)
    assert number in await with_texted_code(chat, dialogue_store, number)
    assert f"your phone number is now {number}" in await chat.say("yes")
    assert (await on_file(store_sessions, jane))[1] == number


async def test_a_wrong_phone_is_asked_again(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    await chat.say("I have a new phone number")
    assert "doesn't look like a phone number" in await chat.say("my number is 555-0134")
    assert ASKS_CODE in await chat.say("+1 303 555 0134")


async def test_an_email_of_somebody_else_is_answered_like_any_other(
    begin: Begin,
    jane: ShopperWithOrders,
    bob: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
):
    before = await on_file(store_sessions, jane)
    answers = []
    for email in (bob.email, f"nobody.{bob.email}"):
        chat = await begin(jane.id)
        told = [await chat.say(f"change my account email to {email}")]
        async with store_sessions.begin() as session:
            codes = update(OneTimeCode).where(OneTimeCode.customer_id == jane.id)
            await session.execute(codes.values(created_at=ago(hours=2)))
        told += [await with_code(chat, dialogue_store, jane), await chat.say("hm"), await chat.say("123123")]
        answers.append([each.text.replace(email, "EMAIL") for each in told])
    assert answers[0] == answers[1]
    assert "six-digit code to EMAIL" in answers[0][1]
    assert await on_file(store_sessions, jane) == before


async def test_a_new_default_address(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "What's the new address?" in await chat.say("I want to change the default address in my account")
    assert ASKS_CODE in await chat.say("77 Maple Avenue, Boulder, CO 80301")
    summary = await with_code(chat, dialogue_store, jane)
    assert "I'll make 77 Maple Avenue, Boulder, CO 80301" in summary
    assert "your default address is now 77 Maple Avenue" in await chat.press("Yes, do it")
    assert (await on_file(store_sessions, jane))[2] == "77 Maple Avenue"
    async with store_sessions() as session:
        assert (await session.get_one(type(order), order.id)).shipping_address["line1"] == "12 Elm Street"


async def test_the_address_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    chat = await begin(jane.id)
    await chat.say("please update my default address to 77 Maple Avenue, Boulder, CO 80301")
    await with_code(chat, dialogue_store, jane)
    assert "79 Maple Avenue" in await chat.say("no, the house number is 79")
    await chat.say("yes")
    assert (await on_file(store_sessions, jane))[2] == "79 Maple Avenue"


async def test_a_card_is_removed(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    other = a_card(jane.customer, brand="mastercard", last_four="1881")
    await jane.add(other)
    chat = await begin(jane.id)
    assert ASKS_CODE in await chat.say("delete the mastercard ending 1881 from my account")
    assert "remove your Mastercard ending in 1881" in await with_code(chat, dialogue_store, jane)
    assert other.id in (await on_file(store_sessions, jane))[3]
    assert "no longer on your account" in await chat.say("yes")
    assert (await on_file(store_sessions, jane))[3] == [jane.card.id]


async def test_a_gift_card_with_money_on_it_stays(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    gift = a_gift_card(jane.customer)
    await jane.add(gift, an_opening_balance(gift, 2500))
    before = await on_file(store_sessions, jane)
    chat = await begin(jane.id)
    await chat.say("remove a payment method from my account")
    await chat.say("the gift card")
    assert "There is still $25.00 on that gift card" in await with_code(chat, dialogue_store, jane)
    assert await on_file(store_sessions, jane) == before


async def test_a_default_method(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    paypal = a_card(jane.customer, kind=PaymentMethodKind.PAYPAL, brand=None, last_four=None)
    await jane.add(paypal)
    chat = await begin(jane.id)
    assert ASKS_CODE in await chat.say("set paypal as my default payment")
    assert "propose your PayPal account first" in await with_code(chat, dialogue_store, jane)
    await chat.say("yes")
    async with store_sessions() as session:
        assert (await session.get_one(PaymentMethod, paypal.id)).is_default


async def test_what_is_on_file_is_shown_without_a_code(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    shown = await chat.say("show me the details you have about me")
    assert jane.email in shown
    assert "Visa ending in 4242" in shown
    assert "Phone: none" in shown
    assert ASKS_CODE not in shown


async def test_what_to_change_is_asked(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    assert "What would you like to change" in await chat.say("update my profile")
    assert "What's the new e-mail address?" in await chat.press("My e-mail")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("add a new card to my account", "can't take card numbers in a chat"),
        ("I got married and need to change my last name", "I can't change your name"),
    ],
)
async def test_what_cannot_be_done_here(begin: Begin, jane: ShopperWithOrders, words: str, answer: str):
    assert answer in await (await begin(jane.id)).say(words)


async def test_a_code_is_good_for_a_second_change_and_not_for_ever(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
    numbers: tuple[str, str],
):
    number, other_number = numbers
    chat = await begin(jane.id)
    assert ASKS_CODE in await chat.say(f"change my phone number to {number}")
    await with_code(chat, dialogue_store, jane)
    await with_texted_code(chat, dialogue_store, number)
    await chat.say("yes")
    assert "texted a six-digit code" in await chat.say(f"change my phone number to {other_number}")
    summary = await with_texted_code(chat, dialogue_store, other_number)
    assert "I'll change your phone number" in summary
    async with store_sessions.begin() as session:
        await session.execute(
            update(OneTimeCode)
            .where(OneTimeCode.customer_id == jane.id)
            .values(used_at=ago(minutes=20), created_at=ago(minutes=21))
        )
    assert ASKS_CODE in await chat.say("yes")
    assert (await on_file(store_sessions, jane))[1] == number
    assert "texted a six-digit code" in await with_code(chat, dialogue_store, jane)
    await with_texted_code(chat, dialogue_store, other_number)
    await chat.say("yes")
    assert (await on_file(store_sessions, jane))[1] == other_number


async def test_the_email_is_corrected(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    wrong, right = f"wrong.{jane.email}", f"right.{jane.email}"
    chat = await begin(jane.id)
    await chat.say(f"change my account email to {wrong}")
    await with_code(chat, dialogue_store, jane)
    assert f"a six-digit code to {right}" in await chat.say(f"sorry, I meant {right}")
    code = (await mailed_codes(dialogue_store, right))[-1]
    assert f"to {right}" in await chat.say(code)
    await chat.say("yes")
    assert (await on_file(store_sessions, jane))[0] == right


async def test_a_question_in_between(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str, help_articles: None
):
    chat = await begin(jane.id)
    await chat.say("change my e-mail address")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "What's the new e-mail address?" in between


async def test_never_mind_at_every_step(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    steps = ["update my profile", "my e-mail", f"new.{jane.email}", "yes"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        before = await on_file(store_sessions, jane)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert await on_file(store_sessions, jane) == before


async def test_with_another_request(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
    numbers: tuple[str, str],
):
    number, _ = numbers
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"change my phone number to {number} and what is the status of order {shipped.number}?")
    await with_code(chat, dialogue_store, jane)
    await with_texted_code(chat, dialogue_store, number)
    done = await chat.say("yes")
    assert "your phone number is now" in done
    assert f"#{shipped.number} is on its way" in done


async def test_the_address_that_is_on_file_needs_no_code(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    await chat.say("I want to change the default address in my account")
    async with chat.sessions() as session:
        present = await session.scalar(select(Address).where(Address.customer_id == jane.id))
    assert present is not None
    answer = await chat.say(str(present.postal))
    assert "on your account already" in answer
    assert ASKS_CODE not in answer


async def test_a_claimed_shopper_types_one_code_and_not_two(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
    numbers: tuple[str, str],
):
    number, _ = numbers
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    assert "Shall I send a code" in await chat.say(f"change my phone number to {number}")
    assert "texted a six-digit code" in await with_code(chat, dialogue_store, jane)
    summary = await with_texted_code(chat, dialogue_store, number)
    assert "I'll change your phone number" in summary
    await chat.say("yes")
    assert (await on_file(store_sessions, jane))[1] == number


async def test_yes_but_another_number_is_no_yes(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    dialogue_store: str,
    numbers: tuple[str, str],
):
    number, other_number = numbers
    chat = await begin(jane.id)
    await chat.say(f"change my phone number to {number}")
    await with_code(chat, dialogue_store, jane)
    await with_texted_code(chat, dialogue_store, number)
    assert f"texted a six-digit code to {other_number}" in await chat.say(f"yes but it's {other_number}")
    assert (await on_file(store_sessions, jane))[1] is None
    assert other_number in await with_texted_code(chat, dialogue_store, other_number)
    await chat.say("yes")
    assert (await on_file(store_sessions, jane))[1] == other_number
