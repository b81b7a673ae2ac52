"""Requests about a real store's orders, drawn at random: legal ones do what the files say they must.

What is due is reckoned from the files alone, not by the code under test.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.changes import Context, carry_out
from commerce.database import Sessions, create_engine, sessions_of
from commerce.importing.load import import_store
from commerce.links.documents import DocumentLinks
from commerce.order_changes.address import ChangeAddress
from commerce.order_changes.cancel import CancelOrder
from commerce.order_changes.items import ChangeItems, ItemChange
from commerce.order_changes.payment import ChangePayment
from commerce.orders.models import CancelReason, Order, OrderLine, OrderStatus
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason
from commerce.returns.request import RequestReturn, ReturnItem
from tests.conftest import create_database, database_address, drop_database
from tests.factories import SECRET, FixedClock, RecordedMail, a_cause, a_notifier, a_shopper
from tests.retail_store import FOLDER, Files, covers, minor, number_of, paid

DRAWS = 30
REVIEWED_ABOVE = 50_000  # minor units: what is worth more waits for a person
CLOCK = FixedClock()
NOTIFIER, LINKS = a_notifier(RecordedMail(), FixedClock()), DocumentLinks("https://store.example", SECRET)
WRITTEN = (
    "orders", "order_lines", "payments", "refunds", "credit_entries", "stock_entries", "points_entries",
    "return_requests", "return_lines", "payment_methods", "audit_entries", "completed_operations",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not there")


class Store:
    """The store in the database."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    async def do(self, order: dict[str, Any], change: Any) -> Any:
        shopper = a_shopper(order["customer_id"])
        return await self.run(
            lambda session: carry_out(
                Context(session, a_cause(shopper), CLOCK, NOTIFIER, LINKS, shopper), change
            )
        )

    async def run(self, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        async with self.sessions.begin() as session:
            return await work(session)

    async def lines(self, order: dict[str, Any]) -> list[OrderLine]:
        query = (
            select(OrderLine)
            .join(OrderLine.order)
            .where(Order.number == number_of(order))
            .order_by(OrderLine.position)
        )
        return list(await self.run(lambda session: session.scalars(query)))

    async def order(self, order: dict[str, Any]) -> Order:
        query = select(Order).where(Order.number == number_of(order))
        return (await self.run(lambda session: session.scalars(query))).one()

    async def money(self, order: dict[str, Any], table: str) -> Counter[str]:
        rows = await self.run(
            lambda session: session.execute(
                text(
                    f"SELECT {table}.payment_method_id, sum(amount_minor) FROM {table}"
                    " JOIN orders ON orders.id = order_id WHERE number = :number GROUP BY 1"
                ),
                {"number": number_of(order)},
            )
        )
        return Counter({method: int(amount) for method, amount in rows})

    async def state(self) -> dict[str, str]:
        """A digest of every table that a write could touch."""

        async def digest(session: AsyncSession) -> dict[str, str]:
            return {
                table: await session.scalar(
                    text(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} AS t")
                )
                for table in WRITTEN
            }

        return await self.run(digest)

    async def refuses(self, order: dict[str, Any], change: Any) -> None:
        with pytest.raises(change.raises):
            await self.do(order, change)

    @asynccontextmanager
    async def unchanged(self) -> AsyncIterator[None]:
        """Nothing that is done within leaves a trace."""
        before = await self.state()
        yield
        assert await self.state() == before


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


@pytest.fixture(scope="module")
async def imported(
    postgres_server: str, store_template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """The name of a database that holds the imported store."""
    create_database(postgres_server, "retail_store", template=store_template)
    rejects = tmp_path_factory.mktemp("rejects") / "rejects.jsonl"
    address = database_address(postgres_server, "retail_store")
    await import_store(address, FOLDER, lambda line: None, rejects_path=rejects)
    yield "retail_store"
    drop_database(postgres_server, "retail_store")


@pytest.fixture
async def shop(postgres_server: str, imported: str) -> AsyncIterator[Store]:
    """A copy of the imported store for one test."""
    create_database(postgres_server, "retail_store_copy", template=imported)
    engine = create_engine(database_address(postgres_server, "retail_store_copy"))
    yield Store(sessions_of(engine))
    await engine.dispose()
    drop_database(postgres_server, "retail_store_copy")


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)


async def test_cancelled_orders_give_back_what_each_method_paid(
    shop: Store, files: Files, dice: random.Random
) -> None:
    for order in dice.sample(files.in_status("pending"), DRAWS):
        command = CancelOrder(number_of(order), dice.choice(list(CancelReason)[:3]))
        await shop.do(order, command)
        assert (await shop.order(order)).status is OrderStatus.CANCELLED
        assert await shop.money(order, "refunds") == paid(order)


async def test_addresses_are_taken_as_they_are(shop: Store, files: Files, dice: random.Random) -> None:
    addresses = [customer["address"] for customer in files.customers.values()]
    for order in dice.sample(files.in_status("pending"), DRAWS):
        new = dice.choice([each for each in addresses if each != order["shipping_address"]])
        fields = {
            "line1": new["address1"], "line2": new["address2"], "city": new["city"],
            "region": new["state"], "postcode": new["zip"], "country": new["country"],
        }  # fmt: skip
        await shop.do(order, ChangeAddress(number_of(order), fields))
        assert (await shop.order(order)).shipping_address == fields | {"country": "US"}


async def test_payments_move_to_a_method_that_covers_them(
    shop: Store, files: Files, dice: random.Random
) -> None:
    legal = []
    for order in files.in_status("pending"):
        total = sum(paid(order).values())
        fit = [each["id"] for each in files.methods(order) if covers(each, total)]
        legal += [(order, method, total) for method in fit if method not in paid(order)]
    for order, method, total in dice.sample(legal, DRAWS):
        if (await shop.order(order)).payment_method_id != method:
            await shop.do(order, ChangePayment(number_of(order), method))
        assert (await shop.money(order, "payments"))[method] == total


def swaps(
    files: Files, status: str, dice: random.Random
) -> Iterator[tuple[dict[str, Any], dict[int, str], int, str]]:
    """Orders with some lines and another available variant for each, what that costs more, and a method
    that covers it.
    """
    drawn = 0
    for order in dice.sample(files.in_status(status), len(files.in_status(status))):
        wanted, difference = {}, 0
        for index, line in enumerate(order["lines"]):
            others = files.others(line["sku"])
            if others and (dice.random() < 0.6 or not wanted):
                new = dice.choice(others)
                wanted[index] = new["sku"]
                difference += (minor(new["price"]) - minor(line["unit_price"])) * line["quantity"]
        methods = [each["id"] for each in files.methods(order) if covers(each, difference)]
        if wanted and methods and drawn < DRAWS:
            drawn += 1
            yield order, wanted, difference, dice.choice(methods)


async def test_changed_items_settle_the_difference_of_the_prices(
    shop: Store, files: Files, dice: random.Random
) -> None:
    for order, wanted, difference, method in swaps(files, "pending", dice):
        lines = await shop.lines(order)
        items = tuple(ItemChange(lines[index].id, sku) for index, sku in wanted.items())
        before = await shop.money(order, "payments")
        await shop.do(order, ChangeItems(number_of(order), items, method))
        changed = {index: line.sku for index, line in enumerate(await shop.lines(order))}
        assert changed == {index: wanted.get(index, line["sku"]) for index, line in enumerate(order["lines"])}
        charged = (await shop.money(order, "payments")).total() - before.total()
        refunded = (await shop.money(order, "refunds")).total()
        assert charged - refunded == difference


async def test_returns_refund_the_price_that_was_paid(shop: Store, files: Files, dice: random.Random) -> None:
    for order in dice.sample(files.in_status("delivered"), DRAWS):
        chosen = dice.sample(range(len(order["lines"])), dice.randint(1, len(order["lines"])))
        lines = await shop.lines(order)
        items = tuple(
            ReturnItem(lines[index].id, lines[index].quantity, ReturnReason.DAMAGED, ItemCondition.DAMAGED)
            for index in chosen
        )
        [original] = paid(order)
        gift_cards = [each["id"] for each in files.methods(order) if each["type"] == "gift_card"]
        command = RequestReturn(number_of(order), items, dice.choice([original, *gift_cards]))
        opened = await shop.do(order, command)
        due = sum(
            minor(order["lines"][index]["unit_price"]) * order["lines"][index]["quantity"] for index in chosen
        )
        assert opened.plan.refund.amount_minor == due
        waits = await shop.money(order, "refunds")
        assert waits == (Counter({command.refund_to: due}) if due <= REVIEWED_ABOVE else Counter())


async def test_exchanges_settle_the_difference_of_the_prices(
    shop: Store, files: Files, dice: random.Random
) -> None:
    for order, wanted, difference, method in swaps(files, "delivered", dice):
        lines = await shop.lines(order)
        items = tuple(
            ExchangeItem(lines[index].id, lines[index].quantity, sku) for index, sku in wanted.items()
        )
        before = await shop.money(order, "payments")
        opened = await shop.do(order, RequestExchange(number_of(order), items, method))
        assert opened.plan.settlement.difference.amount_minor == difference
        charged = (await shop.money(order, "payments")).total() - before.total()
        refunded = (await shop.money(order, "refunds")).total()
        value = sum(
            minor(order["lines"][index]["unit_price"]) * order["lines"][index]["quantity"] for index in wanted
        )
        assert charged - refunded == (difference if value <= REVIEWED_ABOVE else 0)


@pytest.fixture
async def closed(shop: Store) -> AsyncIterator[Store]:
    """A store in which a test must change nothing."""
    async with shop.unchanged():
        yield shop


async def test_orders_in_the_wrong_state_are_left_alone(
    closed: Store, files: Files, dice: random.Random
) -> None:
    address = {"line1": "1 A St", "city": "Austin", "region": "TX", "postcode": "78701", "country": "US"}
    for order in dice.sample(files.in_status("processed", "delivered", "cancelled"), DRAWS):
        number, [line, *_] = number_of(order), await closed.lines(order)
        method = files.methods(order)[0]["id"]
        other = dice.choice(files.siblings[line.sku])["sku"]
        await closed.refuses(order, CancelOrder(number, CancelReason.OTHER))
        await closed.refuses(order, ChangeAddress(number, address))
        await closed.refuses(order, ChangePayment(number, method))
        changes = (ItemChange(line.id, other),)
        await closed.refuses(order, ChangeItems(number, changes, method))
    for order in dice.sample(files.in_status("processed", "pending", "cancelled"), DRAWS):
        number, [line, *_] = number_of(order), await closed.lines(order)
        method = files.methods(order)[0]["id"]
        other = dice.choice(files.siblings[line.sku])["sku"]
        items = (ReturnItem(line.id, 1, ReturnReason.SIZE, ItemCondition.UNOPENED),)
        swap = (ExchangeItem(line.id, 1, other),)
        await closed.refuses(order, RequestReturn(number, items, method))
        await closed.refuses(order, RequestExchange(number, swap, method))


async def test_variants_that_may_not_be_had_are_refused(
    closed: Store, files: Files, dice: random.Random
) -> None:
    foreign = list(files.variants)
    for order in dice.sample(files.in_status("pending"), DRAWS):
        number, [line, *_] = number_of(order), await closed.lines(order)
        method = files.methods(order)[0]["id"]
        family = {each["sku"] for each in files.siblings[line.sku]}
        gone = [each["sku"] for each in files.others(line.sku, available=False)]
        elsewhere = dice.choice([sku for sku in foreign if sku not in family])
        for sku in (line.sku, elsewhere, *gone[:1]):
            command = ChangeItems(number, (ItemChange(line.id, sku),), method)
            await closed.refuses(order, command)


async def test_methods_that_may_not_be_used_are_refused(
    closed: Store, files: Files, dice: random.Random
) -> None:
    everybodys = [each["id"] for row in files.customers.values() for each in row["payment_methods"]]
    for order in dice.sample(files.in_status("pending"), DRAWS):
        own = {each["id"] for each in files.methods(order)}
        total = sum(paid(order).values())
        poor = [each["id"] for each in files.methods(order) if not covers(each, total)]
        foreign = dice.choice([each for each in everybodys if each not in own])
        for method in (*paid(order), foreign, *poor):
            await closed.refuses(order, ChangePayment(number_of(order), method))
    for order in dice.sample(files.in_status("delivered"), DRAWS):
        [line, *_] = await closed.lines(order)
        items = (ReturnItem(line.id, 1, ReturnReason.SIZE, ItemCondition.UNOPENED),)
        others = [
            each["id"]
            for each in files.methods(order)
            if each["type"] != "gift_card" and each["id"] not in paid(order)
        ]
        own = {each["id"] for each in files.methods(order)}
        foreign = dice.choice([each for each in everybodys if each not in own])
        for method in (foreign, *others):
            command = RequestReturn(number_of(order), items, method)
            await closed.refuses(order, command)
