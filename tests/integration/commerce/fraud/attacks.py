"""Ten kinds of attack, and the honest who look a little like them, written as rows of a store."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from commerce.audit.models import ActorKind, AuditEntry
from commerce.customers.models import Customer, OneTimeCode
from commerce.identity import IdentityLevel
from commerce.locks.models import FormerContact
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.policies.service import Remedy
from commerce.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from commerce.support.models import Conversation
from tests.factories import NOON, a_card, a_customer, a_default_address, a_line, an_address, an_order

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class World:
    """Rows to write, and the conversation in which each account is used now."""

    def __init__(self, variant: Any, seed: int) -> None:
        self.variant, self.dice = variant, Random(seed)
        self.rows: list[Any] = []
        self.numbers = 0

    def account(self, **overrides: Any) -> tuple[Customer, UUID]:
        """A customer at a door of their own with a few orders and conversations, and the one of now."""
        self.numbers += 1
        customer = a_customer(**({"phone": f"+1303{self.numbers:07}"} | overrides))
        door = {"line1": f"{self.numbers} Elm Street", "postcode": f"{80000 + self.numbers % 9000}"}
        self.rows += [customer, a_default_address(customer, **door)]
        self.rows.append(a_card(customer, last_four=f"{self.numbers % 10_000:04}"))
        for _ in range(self.dice.randint(1, 4)):
            self.order(customer, ago=self.dice.randint(20, 400) * DAY)
        network = f"net-{self.numbers}"
        self.talk(customer, network, ago=40 * DAY)
        return customer, self.talk(customer, network)

    def talk(self, customer: Customer, network: str, ago: timedelta = HOUR) -> UUID:
        """A conversation in the customer's name."""
        talk = Conversation(
            id=uuid4(),
            channel="web",
            network=network,
            customer_id=customer.id,
            identity_level=IdentityLevel.VERIFIED,
            created_at=NOON - ago,
        )
        self.rows.append(talk)
        return talk.id

    def order(self, customer: Customer, *, ago: timedelta, country: str = "US") -> tuple[Order, OrderLine]:
        """A delivered order."""
        line = a_line(self.variant)
        address = an_address(country=country).as_dict()
        order = an_order(
            customer,
            [line],
            placed_at=NOON - ago,
            status=OrderStatus.DELIVERED,
            shipping_address=address,
        )
        self.rows.append(order)
        return order, line

    def contact_changed(self, customer: Customer, kind: str, ago: timedelta = HOUR) -> None:
        """Another e-mail or phone is on file than before."""
        self.rows.append(
            FormerContact(customer_id=customer.id, kind=kind, value="before", replaced_at=NOON - ago)
        )

    def codes_failed(self, customer: Customer, talk: UUID, guesses: int) -> None:
        """Guesses at codes."""
        self.rows.append(
            OneTimeCode(
                id=uuid4(),
                conversation_id=talk,
                customer_id=customer.id,
                destination=customer.email,
                code_hash="x",
                wrong_guesses=guesses,
                created_at=NOON - HOUR,
                expires_at=NOON,
            )
        )

    def returned(self, order: Order, ago: timedelta) -> None:
        """A return of the order."""
        self.rows.append(
            ReturnRequest(
                rma_number=f"R{uuid4().hex[:10]}",
                order_id=order.id,
                kind=ReturnKind.RETURN,
                status=ReturnStatus.COMPLETED,
                created_at=NOON - ago,
            )
        )

    def problem(self, customer: Customer, kind: ProblemKind, ago: timedelta) -> None:
        """An order with a problem that was made good."""
        order, line = self.order(customer, ago=ago + 5 * DAY)
        self.rows.append(
            ProblemReport(
                order_id=order.id,
                order_line_id=line.id,
                kind=kind,
                remedy=Remedy.REPLACEMENT,
                status=ProblemStatus.RESOLVED,
                created_at=NOON - ago,
            )
        )

    def changes(self, customer: Customer, count: int) -> None:
        """Changes made in the customer's name in the last minutes."""
        for number in range(count):
            self.rows.append(
                AuditEntry(
                    actor_kind=ActorKind.SHOPPER,
                    actor_id=customer.id,
                    operation="change_order_address",
                    subject_kind="order",
                    subject_id=str(number),
                    reason="",
                    created_at=NOON - timedelta(seconds=10 * number),
                )
            )


Account = tuple[Customer, UUID]
Attack = Callable[[World], list[Account]]


def _takeover(kind: str) -> Attack:
    def attack(world: World) -> list[Account]:
        customer, _ = world.account()
        world.contact_changed(customer, kind)
        return [(customer, world.talk(customer, f"thief-{uuid4()}"))]

    return attack


def _diverted(world: World) -> list[Account]:
    customer, talk = world.account()
    world.contact_changed(customer, "phone")
    world.order(customer, ago=HOUR, country="GB")
    return [(customer, talk)]


def _guessed(world: World) -> list[Account]:
    customer, _ = world.account()
    talk = world.talk(customer, f"thief-{uuid4()}")
    world.codes_failed(customer, talk, 9)
    world.order(customer, ago=HOUR, country="CA")
    return [(customer, talk)]


def _stuffed(world: World) -> list[Account]:
    network = f"thief-{uuid4()}"
    accounts = [world.account()[0] for _ in range(8)]
    return [(each, world.talk(each, network)) for each in accounts]


def _one_card(world: World) -> list[Account]:
    found = [world.account() for _ in range(5)]
    for customer, _ in found:
        world.rows += [
            a_card(customer, last_four="9999"),
        ]
    for each in world.rows:
        if getattr(each, "customer_id", None) in {who.id for who, _ in found} and hasattr(each, "postcode"):
            each.postcode = "99999"
    return found


def _one_door(world: World) -> list[Account]:
    found = [world.account() for _ in range(10)]
    number = world.numbers
    for each in world.rows:
        if getattr(each, "customer_id", None) in {who.id for who, _ in found} and hasattr(each, "postcode"):
            each.line1, each.postcode = f"{number} Ring Road", f"9{number:04}"[:5]
    return found


def _one_phone(world: World) -> list[Account]:
    number = f"+1720{world.numbers:07}"
    return [world.account(phone=number) for _ in range(6)]


def _returner(world: World) -> list[Account]:
    customer, talk = world.account()
    for number in range(7):
        order, _ = world.order(customer, ago=(number + 10) * DAY)
        world.returned(order, ago=(number + 3) * DAY)
    return [(customer, talk)]


def _never_arrives(world: World) -> list[Account]:
    customer, talk = world.account()
    for number in range(4):
        world.problem(customer, ProblemKind.LOST_PARCEL, ago=(10 + 30 * number) * DAY)
    return [(customer, talk)]


def _always_broken(world: World) -> list[Account]:
    customer, talk = world.account()
    for number in range(5):
        world.problem(customer, ProblemKind.DAMAGED_ITEM, ago=(5 + 10 * number) * DAY)
    return [(customer, talk)]


def _machine(world: World) -> list[Account]:
    customer, talk = world.account()
    world.changes(customer, 40)
    return [(customer, talk)]


ATTACKS: dict[str, Attack] = {
    "e-mail changed from elsewhere, then money": _takeover("email"),
    "phone changed, order to a new country": _diverted,
    "codes guessed at from elsewhere": _guessed,
    "many accounts entered from one place": _stuffed,
    "many accounts on one card": _one_card,
    "many accounts at one door": _one_door,
    "many accounts with one phone": _one_phone,
    "nearly everything returned": _returner,
    "parcels that never arrive": _never_arrives,
    "goods that are always broken": _always_broken,
    "a machine's pace": _machine,
}


def an_honest_one(world: World) -> Account:
    """Somebody honest; now and then with what could look like an attack."""
    customer, talk = world.account()
    luck = world.dice.random()
    if luck < 0.002:  # moved abroad, and has a number of there
        world.contact_changed(customer, "phone", ago=2 * DAY)
        world.order(customer, ago=DAY, country="CA")
    elif luck < 0.02:
        world.contact_changed(customer, "phone", ago=3 * DAY)
    elif luck < 0.05:
        world.codes_failed(customer, talk, world.dice.randint(1, 4))
    elif luck < 0.08:
        world.order(customer, ago=2 * DAY, country="CA")
    elif luck < 0.11:
        talk = world.talk(customer, f"holiday-{uuid4()}")
    elif luck < 0.20:
        for number in range(world.dice.randint(1, 2)):
            order, _ = world.order(customer, ago=(number + 12) * DAY)
            world.returned(order, ago=(number + 4) * DAY)
    elif luck < 0.24:
        world.problem(customer, world.dice.choice(list(ProblemKind)[:4]), ago=30 * DAY)
    elif luck < 0.30:
        world.changes(customer, world.dice.randint(1, 5))
    return customer, talk
