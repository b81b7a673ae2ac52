"""Which policy decides."""

import pytest

from commerce.money import Money
from commerce.policies.models import Policy
from commerce.policies.service import (
    MalformedPolicy,
    Remedy,
    is_final_sale,
    late_after,
    late_order,
    lost_after,
    problem_policy,
    refund_days,
    return_address,
    return_review,
    return_window,
    ships_to,
)
from tests.world import World


def window(days: int, category_id: str | None = None, country: str | None = None) -> Policy:
    return Policy(name="return_window", category_id=category_id, country=country, value={"days": days})


@pytest.mark.parametrize(
    ("category_id", "country", "days"),
    [
        (None, None, 30),
        ("shoes", None, 60),
        (None, "CA", 45),
        ("shoes", "CA", 90),
        ("shoes", "US", 60),
        ("books", "CA", 45),
        ("books", "US", 30),
    ],
)
async def test_the_most_specific_row_decides_category_before_country(
    world: World, category_id: str | None, country: str | None, days: int
) -> None:
    await world.add(window(30), window(60, "shoes"), window(45, country="CA"), window(90, "shoes", "CA"))
    assert await world.run(lambda session: return_window(session, category_id, country)) == days


async def test_a_store_without_rows_has_the_defaults(world: World) -> None:
    async def read(session) -> tuple:
        return (
            await return_window(session, "shoes", "US"),
            await is_final_sale(session, "shoes", "US"),
            (await refund_days(session, "US")).max,
            (await problem_policy(session, "lost_parcel", None, "US")).remedies,
            (await late_order(session, "US")).remedies,
            await late_after(session, "US"),
            await lost_after(session, "US"),
            (await return_review(session, "US")).is_exceeded_by(Money(50_001, "USD")),
            (await return_address(session, "US")).country,
        )

    assert await world.run(read) == (
        30,
        False,
        7,
        (Remedy.REPLACEMENT, Remedy.REFUND),
        (Remedy.REFUND_SHIPPING,),
        1,
        10,
        True,
        "US",
    )


async def test_a_malformed_row_says_where_it_is(world: World) -> None:
    await world.add(Policy(name="return_window", category_id="shoes", country=None, value={"weeks": 4}))
    with pytest.raises(MalformedPolicy, match=r"return_window.*category shoes.*days"):
        await world.run(lambda session: return_window(session, "shoes", None))


async def test_countries_with_delivery_times_are_served(world: World) -> None:
    assert await world.run(lambda session: ships_to(session, "DE"))
    await world.add(Policy(name="delivery_times", country="US", value={}))
    assert await world.run(lambda session: ships_to(session, "US"))
    assert not await world.run(lambda session: ships_to(session, "DE"))
