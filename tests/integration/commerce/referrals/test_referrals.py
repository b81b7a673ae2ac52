"""Friends who come with a code: who may, when both are rewarded, and that nobody is twice."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from commerce.customers.models import CreditEntry, Customer
from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel
from commerce.loyalty.models import PointsEntry
from commerce.orders.models import Order, OrderStatus
from commerce.policies.models import Policy
from commerce.referrals.claiming import Claimed, ClaimFailure, ClaimRefused, claim
from commerce.referrals.codes import own_code
from commerce.referrals.models import Referral, ReferralStatus
from commerce.referrals.settling import settle
from commerce.referrals.telling import FriendState, invited_friends, leaderboard
from tests.factories import (
    RecordedNotifier,
    a_cause,
    a_customer,
    a_default_address,
    a_line,
    a_shopper,
    an_address,
    an_order,
)
from tests.world import World
from worker.referrals import settle_all

BOUGHT_AT = timedelta(hours=1)


@dataclass
class Friends:
    """A world in which people invite each other."""

    world: World
    told: RecordedNotifier = field(default_factory=RecordedNotifier)

    async def somebody(self, name: str = "Ben", street: str | None = None, **fields: Any) -> Customer:
        made = a_customer(first_name=name, **fields)
        await self.world.add(made, a_default_address(made, line1=street or f"{name} Street 1"))
        return made

    async def code(self, of: Customer) -> str:
        return await self.world.run(lambda session: own_code(session, a_shopper(of), clock=self.world.clock))

    async def claims(self, friend: Customer, code: str, **how: Any) -> Claimed:
        shopper = a_shopper(friend, **how)
        return await self.world.run(
            lambda session: claim(session, shopper, code, cause=a_cause(shopper), clock=self.world.clock)
        )

    async def refused(self, friend: Customer, code: str) -> ClaimFailure:
        with pytest.raises(ClaimRefused) as refused:
            await self.claims(friend, code)
        return refused.value.failure

    async def brings(self, friend: Customer) -> None:
        await self.claims(friend, await self.code(self.world.customer))

    async def order(self, friend: Customer, **overrides: Any) -> Order:
        """An order of theirs that has just arrived."""
        now = self.world.clock.now()
        fields = {
            "placed_at": now + BOUGHT_AT, "status": OrderStatus.DELIVERED, "delivered_at": now + BOUGHT_AT,
            "shipping_address": an_address(line1=f"{friend.first_name} Street 1").as_dict(),
        }  # fmt: skip
        made = an_order(friend, [a_line(self.world.black)], **(fields | overrides))
        await self.world.add(made)
        return made

    async def settle_all(self, **forward: int) -> int:
        """Do what the worker does, a while later; how many were rewarded."""
        self.world.clock.forward(**forward)
        return await settle_all(self.world.sessions, self.world.clock, self.told)

    async def settle(self, referral_id: UUID) -> bool:
        return await self.world.run(
            lambda session: settle(session, referral_id, clock=self.world.clock, notifier=self.told)
        )

    async def points(self, customer: Customer) -> int:
        query = select(func.coalesce(func.sum(PointsEntry.points), 0)).where(
            PointsEntry.customer_id == customer.id
        )
        return int(await self.world.run(lambda session: session.scalar(query)) or 0)

    async def only(self) -> Referral:
        return (await self.world.run(lambda session: session.scalars(select(Referral)))).one()

    async def state(self) -> FriendState:
        [friend] = await self.world.run(
            lambda session: invited_friends(session, self.world.shopper, clock=self.world.clock)
        )
        return friend.state


@pytest.fixture
def friends(world: World) -> Friends:
    return Friends(world)


async def test_a_code_is_ones_own_and_stays(friends: Friends, world: World) -> None:
    ben = await friends.somebody()
    codes = await asyncio.gather(*(friends.code(world.customer) for _ in range(4)))
    assert len(set(codes)) == 1
    assert await friends.code(ben) != codes[0]


async def test_both_are_rewarded_once_the_order_cannot_come_back(friends: Friends, world: World) -> None:
    ben = await friends.somebody()
    await friends.brings(ben)
    assert await friends.state() is FriendState.NO_ORDER
    assert await friends.settle_all() == 0
    await friends.order(ben)
    assert await friends.state() is FriendState.WAITING
    assert await friends.settle_all(days=29) == 0
    assert await friends.settle_all(days=2) == 1
    assert (await friends.points(world.customer), await friends.points(ben)) == (500, 500)
    assert await friends.state() is FriendState.REWARDED
    told = {recipient.customer_id: news.values for recipient, news in friends.told.told}
    assert told[ben.id] == {"reward": "500 points", "friend": "Ada"}
    assert told[world.customer.id] == {"reward": "500 points", "friend": "Ben"}
    assert await friends.settle_all(days=400) == 0
    assert await friends.points(ben) == 500


async def test_two_workers_reward_once(friends: Friends) -> None:
    ben = await friends.somebody()
    await friends.brings(ben)
    await friends.order(ben)
    friends.world.clock.forward(days=40)
    referral = await friends.only()
    done = await asyncio.gather(*(friends.settle(referral.id) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert await friends.points(ben) == 500


async def test_store_credit_where_the_policy_says_so(friends: Friends, world: World) -> None:
    value = {
        "kind": "credit", "referrer": 1000, "friend": 0, "currency": "USD", "within_days": 90,
        "most_each_year": 5,
    }  # fmt: skip
    await world.add(Policy(name="referral", category_id=None, country=None, value=value))
    ben = await friends.somebody()
    await friends.brings(ben)
    await friends.order(ben)
    assert await friends.settle_all(days=40) == 1
    amounts = select(CreditEntry.amount_minor).where(CreditEntry.amount_minor == 1000)
    assert len((await world.run(lambda session: session.scalars(amounts))).all()) == 1
    assert [recipient.customer_id for recipient, _ in friends.told.told] == [world.customer.id]


async def test_nothing_for_what_is_too_little_cancelled_or_on_its_way(friends: Friends) -> None:
    ben = await friends.somebody()
    await friends.brings(ben)
    small = [a_line(friends.world.mug)]
    made = an_order(
        ben, small, placed_at=friends.world.clock.now() + BOUGHT_AT, status=OrderStatus.DELIVERED,
        delivered_at=friends.world.clock.now() + BOUGHT_AT,
    )  # fmt: skip
    await friends.world.add(made)
    await friends.order(ben, status=OrderStatus.CANCELLED)
    assert await friends.settle_all(days=60) == 0
    moving = await friends.order(ben, status=OrderStatus.SHIPPED, delivered_at=None)
    assert await friends.settle_all(days=60) == 0
    assert moving.delivered_at is None
    assert (await friends.only()).status is ReferralStatus.OPEN


async def test_a_friend_who_never_orders_is_given_up(friends: Friends) -> None:
    ben = await friends.somebody()
    await friends.brings(ben)
    assert await friends.settle_all(days=181) == 0
    referral = await friends.only()
    assert (referral.status, referral.reason) == (ReferralStatus.REFUSED, "too_late")


async def test_oneself_is_no_friend(friends: Friends, world: World) -> None:
    code = await friends.code(world.customer)
    same_box = await friends.somebody(email=world.customer.email.replace("@", "+2@"))
    assert await friends.refused(world.customer, code) is ClaimFailure.OWN
    assert await friends.refused(same_box, code) is ClaimFailure.OWN


async def test_a_household_is_one(friends: Friends) -> None:
    one = await friends.somebody("Cleo", street="5 Oak Ave.")
    other = await friends.somebody("Dan", street="5 OAK AVE")
    assert await friends.refused(other, await friends.code(one)) is ClaimFailure.HOUSEHOLD


async def test_an_order_sent_to_the_referrer_rewards_nobody(friends: Friends) -> None:
    cleo, ben = await friends.somebody("Cleo"), await friends.somebody()
    await friends.claims(ben, await friends.code(cleo))
    await friends.order(ben, shipping_address=an_address(line1="cleo street 1").as_dict())
    assert await friends.settle_all(days=40) == 0
    referral = await friends.only()
    assert (referral.status, referral.reason) == (ReferralStatus.REFUSED, "household")
    assert await friends.points(cleo) == 0


async def test_loops_are_refused_also_through_others_and_at_once(friends: Friends) -> None:
    people = [await friends.somebody(name) for name in ("Ben", "Cleo", "Dan")]
    codes = [await friends.code(each) for each in people]
    await friends.claims(people[1], codes[0])
    await friends.claims(people[2], codes[1])
    assert await friends.refused(people[0], codes[2]) is ClaimFailure.LOOP
    one, other = await friends.somebody("Eve"), await friends.somebody("Finn")
    ones, others = await friends.code(one), await friends.code(other)
    done = await asyncio.gather(
        friends.claims(one, others), friends.claims(other, ones), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["ClaimRefused", "Claimed"]


async def test_who_has_ordered_or_come_with_another_is_not_new(friends: Friends, world: World) -> None:
    code = await friends.code(world.customer)
    old, ben = await friends.somebody("Olga"), await friends.somebody()
    await friends.order(old)
    assert await friends.refused(old, code) is ClaimFailure.NOT_NEW
    assert await friends.refused(ben, "FRIEND-222222") is ClaimFailure.UNKNOWN
    await friends.claims(ben, code)
    assert (await friends.claims(ben, code)).referrer_name == "Ada"
    assert await friends.refused(ben, await friends.code(old)) is ClaimFailure.ALREADY


async def test_only_the_surely_known_have_codes_or_use_them(friends: Friends, world: World) -> None:
    ben = await friends.somebody()
    with pytest.raises(NotAllowed):
        await friends.claims(ben, await friends.code(world.customer), level=IdentityLevel.CLAIMED)


async def test_a_year_has_its_most(friends: Friends, world: World) -> None:
    value = {
        "kind": "points", "referrer": 100, "friend": 50, "currency": "USD", "within_days": 90,
        "most_each_year": 1,
    }  # fmt: skip
    await world.add(Policy(name="referral", category_id=None, country=None, value=value))
    for name in ("Ben", "Cleo"):
        friend = await friends.somebody(name)
        await friends.brings(friend)
        await friends.order(friend)
    assert await friends.settle_all(days=40) == 2
    assert await friends.points(world.customer) == 100


async def test_the_leaderboard_has_first_names_and_ones_own_place(friends: Friends, world: World) -> None:
    for inviter, count in (("Zoe", 2), ("Yan", 1)):
        by = await friends.somebody(inviter)
        for number in range(count):
            friend = await friends.somebody(f"{inviter}friend{number}")
            await friends.claims(friend, await friends.code(by))
            await friends.order(friend)
    await friends.settle_all(days=40)
    board = await world.run(lambda session: leaderboard(session, world.shopper))
    assert [(each.rank, each.name, each.friends, each.is_asker) for each in board] == [
        (1, "Zoe", 2, False),
        (2, "Yan", 1, False),
    ]
