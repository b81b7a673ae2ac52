"""A world in which something is checked out and paid."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from commerce.carts.changing import ChangeCart, change_cart
from commerce.carts.costs import Delivery
from commerce.carts.finding import find_cart
from commerce.checkout.holding import Held, hold
from commerce.checkout.paying import Begun, begin, preview_terms, settle, tell_buyer
from commerce.checkout.terms import Buyer, Terms
from commerce.customers.models import PaymentMethodKind
from commerce.identity import IdentityLevel, Shopper
from commerce.orders.models import Order
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.payments.port import PaidWith, PaymentReport, PaymentState
from commerce.plans import fingerprint
from commerce.support.conversations import begin_conversation
from tests.factories import RecordedNotifier, a_cause, a_shopper, an_address
from tests.world import World

BUYER = Buyer("ada.guest@example.com", "Ada Guest", an_address())


@dataclass
class Shop:
    """A world, and how it is shopped in."""

    world: World
    notifier: RecordedNotifier

    async def guest(self) -> Shopper:
        shopper = replace(a_shopper(""), customer_id=None, level=IdentityLevel.ANONYMOUS)
        await self.world.run(lambda session: begin_conversation(session, shopper.conversation_id, "web"))
        return shopper

    async def puts(self, shopper: Shopper, **sets: int) -> None:
        """Put in variants by their name in the world: `puts(shopper, black=2)`."""
        wanted = {getattr(self.world, name).sku: count for name, count in sets.items()}
        await self.world.run(
            lambda session: change_cart(
                session, shopper, ChangeCart(sets=wanted), cause=a_cause(shopper), clock=self.world.clock
            )
        )

    async def cart_id(self, shopper: Shopper) -> UUID:
        cart = await self.world.run(lambda session: find_cart(session, shopper, clock=self.world.clock))
        assert cart is not None
        return cart.id

    async def holds(self, shopper: Shopper) -> Held:
        cart_id = await self.cart_id(shopper)
        return await self.world.run(lambda session: hold(session, cart_id, clock=self.world.clock))

    async def tells(self, held: Held, buyer: Buyer = BUYER, delivery: Delivery = Delivery.STANDARD) -> Terms:
        clock = self.world.clock
        await self.world.run(
            lambda session: tell_buyer(session, held.checkout_id, buyer, delivery, clock=clock)
        )
        terms = await self.world.run(lambda session: preview_terms(session, held.checkout_id, clock=clock))
        assert terms is not None
        return terms

    async def begins(self, held: Held, terms: Terms) -> Begun:
        return await self.world.run(
            lambda session: begin(
                session, held.checkout_id, fingerprint(terms), "demo",
                clock=self.world.clock, notifier=self.notifier,
            )
        )  # fmt: skip

    async def settles(self, begun: Begun, report: PaymentReport | None = None) -> Order | None:
        return await self.world.run(
            lambda session: settle(
                session,
                begun.attempt_id,
                report or paid(begun),
                clock=self.world.clock,
                notifier=self.notifier,
            )
        )

    async def buys(self, shopper: Shopper, **sets: int) -> Order:
        """All of it, from the shelf to the order."""
        await self.puts(shopper, **sets)
        held = await self.holds(shopper)
        order = await self.settles(await self.begins(held, await self.tells(held)))
        assert order is not None
        return order

    async def attempts(self) -> list[AttemptStatus]:
        query = select(PaymentAttempt.status).order_by(PaymentAttempt.created_at)
        return list(await self.world.run(lambda session: session.scalars(query)))

    @property
    def told(self) -> list[str]:
        return [each.name for _, each in self.notifier.told]


def paid(begun: Begun, **fields: object) -> PaymentReport:
    with_card = PaidWith("pm_1", PaymentMethodKind.CREDIT_CARD, "visa", "4242")
    report = PaymentReport(PaymentState.PAID, begun.amount, f"pay_{begun.attempt_id.hex}", with_card)
    return replace(report, **fields)  # type: ignore[arg-type]
