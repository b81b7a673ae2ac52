"""Inviting friends in a conversation: one's code, who used it, and a code that a friend gave."""

import re

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.referrals.models import Referral, ReferralStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, a_shopper_with_orders, ago

CODE = re.compile(r"FRIEND-[A-Z0-9]{6}")


async def code_of(begin: Begin, shopper: ShopperWithOrders) -> str:
    told = await (await begin(shopper.id)).say("what's my referral code?")
    found = CODE.search(told.text)
    assert found, told
    return found[0]


async def a_friend(sessions: Sessions, name: str) -> ShopperWithOrders:
    """Somebody who has never ordered."""
    return await a_shopper_with_orders(sessions, first_name=name, phone=None)


async def test_ones_code_and_link(begin: Begin, jane: ShopperWithOrders):
    told = await (await begin(jane.id)).say("how do I invite a friend?")
    [code] = set(CODE.findall(told.text))
    assert f"/invite/{code}" in told
    assert "at least $25.00, you get 500 points and your friend gets 500 points" in told
    assert await code_of(begin, jane) == code


async def test_whoever_is_not_signed_in_hears_the_terms_first(begin: Begin):
    told = await (await begin()).say("do you have a refer a friend program?")
    assert "your friend gets 500 points" in told
    assert "FRIEND-" not in told


async def test_who_used_it_and_the_leaderboard(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders, store_sessions: Sessions
):
    chat = await begin(jane.id)
    assert "Nobody has used your code yet" in await chat.say("who used my code?")
    friend = await a_friend(store_sessions, "Wilma")
    await jane.add(
        Referral(referrer_id=jane.id, friend_id=friend.id, claimed_at=ago(days=2)),
        Referral(
            referrer_id=jane.id, friend_id=bob.id, claimed_at=ago(days=90), settled_at=ago(days=4),
            status=ReferralStatus.REWARDED,
        ),
    )  # fmt: skip
    told = await chat.say("did anybody use my invite code?")
    assert "Wilma used your code and hasn't ordered yet" in told
    assert f"{bob.customer.first_name} came on" in told
    board = await chat.say("show me the leaderboard of people who invited friends")
    assert f"{jane.customer.first_name} (you): 1 friend" in board
    assert jane.customer.last_name not in board


async def test_a_friends_code_is_used_once_and_never_by_its_owner(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    code = await code_of(begin, jane)
    friend = await a_friend(store_sessions, "Wilma")
    chat = await begin(friend.id)
    told = await chat.say(f"my friend gave me this code: {code.lower()}")
    assert f"You came with {jane.customer.first_name}'s code" in told
    assert "you get 500 points" in told
    assert "is your own code" in await (await begin(jane.id)).say(f"apply the code {code}")
    assert "I don't know the code FRIEND-222222" in await chat.say("and FRIEND-222222")


async def test_an_old_customer_is_told_to_invite(
    begin: Begin, jane: ShopperWithOrders, bob: ShopperWithOrders
):
    await bob.orders("Mug")
    told = await (await begin(bob.id)).say(f"use my friend's code {await code_of(begin, jane)}")
    assert "you have ordered before" in told


async def test_rather_who_used_it(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    assert "Your code is" in await chat.say("I'd like to invite a friend")
    assert "Nobody has used your code" in await chat.say("no, I meant: who used my code so far")
    assert "Your code is" in await chat.say("ok, give me my invite link again")


async def test_asked_in_the_middle_of_a_return(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug", status=OrderStatus.DELIVERED, delivered_at=ago(days=3))
    chat = await begin(jane.id)
    await chat.say(f"return the mug of order {order.number}")
    assert "Your code is" in await chat.say("by the way, how can I invite a friend?")
    assert "Nobody has used your code" in await chat.say("and who used my referral code?")


async def test_never_mind_while_a_code_is_offered(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is order {order.number}? {jane.email}")
    for question in ("how do I invite a friend", "who used my referral code"):
        assert "code" in await chat.say(question)
        await chat.say("never mind")
        assert "nothing waiting for a yes" in await chat.say("yes")


async def test_points_and_an_invitation_in_one_message(begin: Begin, jane: ShopperWithOrders):
    told = await (await begin(jane.id)).say("how many points do I have? and how do I invite a friend?")
    assert "no points to spend" in told
    assert "Your code is" in told
    told = await (await begin(jane.id)).say("how many points do I have? and who used my referral code?")
    assert "Nobody has used your code" in told
