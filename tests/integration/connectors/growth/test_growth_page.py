"""The page of figures: for operators alone, the same numbers as CSV and JSON, and the morning's e-mail."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from commerce.catalogue.models import Category, Variant
from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.events.models import EventKind, ShopEvent
from commerce.figures.daily_mail import set_reader, tell_readers, waits_somebody
from commerce.figures.models import FigureReader
from commerce.figures.snapshots import catch_up
from commerce.policies.models import Policy
from commerce.staff.models import Role, StaffMember
from commerce.subscriptions.intervals import IntervalUnit
from commerce.subscriptions.models import Subscription, SubscriptionStatus
from commerce.support.models import Conversation, Escalation, Handoff
from tests.factories import (
    RecordedMail,
    a_card,
    a_customer,
    a_line,
    a_notifier,
    a_product,
    a_variant,
    an_order,
    an_understood_message,
    store,
)
from tests.integration.connectors.staff.people import Browser, a_member

CLOCK = SystemClock("America/New_York")
Enter = Callable[..., Awaitable[Browser]]
PATHS = ("/desk/growth", "/desk/growth.json", "/desk/growth.csv")


def noon(days_ago: int) -> datetime:
    """The store's noon some days ago."""
    day = CLOCK.today() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 12, tzinfo=CLOCK.zone)


@pytest.fixture
async def shop(sessions: Sessions) -> Sessions:
    """Three orders of two customers in the last week, one before it, visits, searches and conversations."""
    lamps = Category(id="lamps", title="Lamps & Light")
    lamp = a_product(title="Desk Lamp", category_id="lamps")
    variant = a_variant(lamp, price_minor=4000, stock_on_hand=12)
    ada, ben = a_customer(), a_customer()
    orders = [
        an_order(ada, [a_line(variant)], placed_at=noon(10)),
        an_order(ada, [a_line(variant, quantity=2)], placed_at=noon(2)),
        an_order(ben, [a_line(variant)], placed_at=noon(1)),
    ]
    searched = [("=cmd|'/c calc'!A1", 0), ("desk lamp", 3)]
    events = [
        ShopEvent(id=f"s{at}", kind=EventKind.SEARCHED, at=noon(1), details={"words": words, "results": hits})
        for at, (words, hits) in enumerate(searched)
    ]
    events.append(
        ShopEvent(
            id="v1",
            kind=EventKind.PRODUCT_VIEWED,
            at=noon(3),
            customer_id=ada.id,
            product_id=lamp.id,
            details={"utm_campaign": "autumn_10"},
        )
    )
    talks = [Conversation(id=uuid4(), channel="web", created_at=noon(1)) for _ in range(4)]
    async with sessions.begin() as session:
        await store(session, lamps, lamp, variant, ada, ben, *orders, *events, *talks)
        await store(
            session,
            Handoff(conversation_id=talks[0].id, escalation=Escalation.ASKED, created_at=noon(1)),
            *[an_understood_message(each) for each in talks[:3]],  # with the one that was handed over
        )
    await catch_up(sessions, CLOCK)
    return sessions


async def test_the_page_is_for_operators_alone(gateway: object, enter: Enter) -> None:
    lead, agent = await enter(Role.LEAD), await enter()
    for path in PATHS:
        assert (await lead.open(path)).status_code == 403
        assert (await agent.open(path)).status_code == 403
    assert (await lead.submit("/desk/growth/mail", on="yes")).status_code == 403


async def test_page_json_and_csv_hold_the_same_numbers(enter: Enter, shop: Sessions) -> None:
    operator = await enter(Role.OPERATOR)
    found = (await operator.open("/desk/growth.json?days=7")).json()
    heads = {name: (each["now"], each["before"]) for name, each in found["headlines"].items()}
    assert heads["revenue"] == (12_000, 4_000)
    assert heads["orders"] == (2, 1)
    assert heads["average_order"] == (6_000, 4_000)
    assert heads["new_customers"] == (1, 1)
    assert heads["returning_customers"] == (1, 0)
    assert heads["contained"][0] == pytest.approx(0.75)
    assert all(each["how"] for each in found["headlines"].values())
    tables = found["tables"]
    assert all(each["how"] for each in tables.values())
    assert tables["categories"]["rows"] == [
        {"name": "Lamps & Light", "revenue": 12_000, "revenue_before": 4_000}
    ]
    assert {each["name"]: each["revenue"] for each in tables["campaigns"]["rows"]} == {
        "autumn_10": 8_000,
        "none known": 4_000,
    }
    product = tables["products"]["rows"][0]
    assert (product["product"], product["bought"], product["seen"], product["rate"]) == ("Desk Lamp", 3, 1, 3)
    assert product["days_of_stock"] == pytest.approx(12 * 7 / 3)
    page = (await operator.open("/desk/growth?days=7")).text
    assert "$120.00" in page
    assert "Lamps &amp; Light" in page
    assert '<th scope="row">autumn_10</th>' in page
    exported = await operator.open("/desk/growth.csv?days=7")
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert [row["day"] for row in rows] == [row["day"] for row in tables["days"]["rows"]]
    assert sum(float(row["revenue"]) for row in rows) == pytest.approx(120.0)


async def test_what_subscriptions_bring_in_a_month(enter: Enter, shop: Sessions) -> None:
    async with shop.begin() as session:
        ada, ben = await session.scalars(select(Customer).order_by(Customer.created_at, Customer.id).limit(2))
        sku = await session.scalar(select(Variant.sku))
        for customer, count, unit in ((ada, 2, IntervalUnit.WEEK), (ben, 1, IntervalUnit.MONTH)):
            card = a_card(customer)
            await store(
                session,
                card,
                Subscription(
                    customer_id=customer.id,
                    sku=sku,
                    quantity=2,
                    interval_count=count,
                    interval_unit=unit,
                    status=SubscriptionStatus.ACTIVE,
                    due_on=CLOCK.today(),
                    month_day=1,
                    try_on=CLOCK.today(),
                    shipping_address={},
                    payment_method_id=card.id,
                ),
            )
    await catch_up(shop, CLOCK, within_days=8)
    found = (await (await enter(Role.OPERATOR)).open("/desk/growth.json")).json()["headlines"]["recurring"]
    assert found["now"] == round(8000 * 30 / 14 + 8000)
    assert "$251.43" in (await (await enter(Role.OPERATOR, "two@store.example")).open("/desk/growth")).text


async def test_every_table_can_be_exported_and_no_other(enter: Enter, shop: Sessions) -> None:
    operator = await enter(Role.OPERATOR)
    tables = (await operator.open("/desk/growth.json")).json()["tables"]
    for name in tables:
        answer = await operator.open(f"/desk/growth.csv?table={name}")
        assert answer.headers["content-type"].startswith("text/csv"), name
        header = answer.text.splitlines()[0]
        assert header == ",".join(tables[name]["columns"]), name
    assert (await operator.open("/desk/growth.csv?table=customers")).status_code == 404


async def test_what_shoppers_searched_for_is_no_formula_in_a_spreadsheet(
    enter: Enter, shop: Sessions
) -> None:
    operator = await enter(Role.OPERATOR)
    exported = (await operator.open("/desk/growth.csv?table=searches_in_vain")).text
    assert list(csv.reader(io.StringIO(exported)))[1][0].startswith("'=cmd")


async def test_what_a_case_costs_tells_what_was_saved(enter: Enter, shop: Sessions) -> None:
    operator = await enter(Role.OPERATOR)
    assert "saved" not in (await operator.open("/desk/growth.json")).json()["headlines"]
    async with shop.begin() as session:
        cost = {"amount_minor": 650, "currency": "USD"}
        session.add(Policy(name="case_cost", category_id=None, country=None, value=cost))
    saved = (await operator.open("/desk/growth.json")).json()["headlines"]["saved"]
    assert saved["now"] == 2 * 650


async def test_a_store_without_figures_has_a_page(enter: Enter, sessions: Sessions) -> None:
    operator = await enter(Role.OPERATOR)
    page = await operator.open("/desk/growth?days=nonsense&currency=<b>")
    assert page.status_code == 200
    assert "<b>&" not in page.text
    assert (await operator.open("/desk/growth.json")).json()["forecast"] is None


async def test_an_operator_who_asks_gets_yesterday_once(enter: Enter, shop: Sessions) -> None:
    operator = await enter(Role.OPERATOR)
    mails = RecordedMail()
    notifier = a_notifier(mails, CLOCK)
    for on, told in (("no", 0), ("yes", 1), ("yes", 0)):
        assert (await operator.submit("/desk/growth/mail", on=on)).status_code == 303
        async with shop.begin() as session:
            assert await waits_somebody(session, CLOCK) is bool(told)
            assert await tell_readers(session, notifier, CLOCK) == told
    (mail,) = mails.mails
    assert mail.to == "operator@store.example"
    assert "Revenue: $40.00 (a week before: $0.00)" in mail.text


async def test_who_is_no_operator_any_more_is_told_nothing(shop: Sessions) -> None:
    member = await a_member(shop, Role.OPERATOR)
    async with shop.begin() as session:
        await set_reader(session, member.id, is_wanted=True)
        (await session.get_one(StaffMember, member.id)).role = Role.AGENT
    async with shop.begin() as session:
        assert await tell_readers(session, a_notifier(RecordedMail(), CLOCK), CLOCK) == 0
        assert await session.scalar(select(FigureReader.told_of)) is None
