"""The demo store's customers with their addresses and payment methods."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commerce.customers.models import (
    PaymentMethodKind,
)
from commerce.demo.dice import Dice
from commerce.demo.names import FIRST_NAMES, LAST_NAMES
from commerce.demo.places import PLACES, Place, make_address, phone_numbers
from commerce.postal import PostalAddress

CURRENCY = "USD"
_COUNTRIES = (("US", 0.64), ("CA", 0.18), ("GB", 0.18))
_BRANDS = (("visa", 0.5), ("mastercard", 0.35), ("amex", 0.15))


@dataclass(slots=True, eq=False)
class DemoMethod:
    """A payment method; `spent_minor` is what orders took from a balance less what went back to it."""

    id: str
    kind: PaymentMethodKind
    brand: str | None = None
    last_four: str | None = None
    movements: list[int] = field(default_factory=list)

    @property
    def holds_balance(self) -> bool:
        return self.kind.holds_balance


@dataclass(slots=True, eq=False)
class DemoCustomer:
    """A customer."""

    id: str
    first_name: str
    last_name: str
    email: str
    phone: str | None
    created_at: datetime
    addresses: list[PostalAddress]
    methods: list[DemoMethod]


def make_customers(dice: Dice, count: int, now: datetime) -> list[DemoCustomer]:
    """`count` customers, no two with the same name."""
    names = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    phones: dict[str, Iterator[str]] = {}
    customers = []
    for number, (first, last) in enumerate(dice.sample(names, count), start=1):
        place = dice.choice(PLACES[dice.pick(_COUNTRIES)])
        customers.append(
            DemoCustomer(
                id=f"C{10000 + number}",
                first_name=first,
                last_name=last,
                email=email_of(first, last),
                phone=_phone(dice, place, phones),
                created_at=now - timedelta(days=dice.randrange(560, 1500)),
                addresses=[make_address(dice, place) for _ in range(dice.pick(((1, 0.8), (2, 0.2))))],
                methods=_methods(dice, f"C{10000 + number}"),
            )
        )
    return customers


def email_of(first_name: str, last_name: str) -> str:
    """An address at a domain that never receives mail."""
    plain = unicodedata.normalize("NFKD", f"{first_name}.{last_name}").encode("ascii", "ignore").decode()
    return f"{plain.lower()}@example.com"


def make_card(dice: Dice, customer_id: str, number: int = 1) -> DemoMethod:
    """A card of which only the last four digits are known."""
    brand = dice.pick(_BRANDS)
    return DemoMethod(
        f"card_{customer_id}_{number}", PaymentMethodKind.CREDIT_CARD, brand, f"{dice.randrange(10**4):04d}"
    )


def make_balance(customer_id: str, kind: PaymentMethodKind) -> DemoMethod:
    """A gift card or the store credit; what is on it is decided when all orders are known."""
    return DemoMethod(f"{kind.value}_{customer_id}", kind)


def _phone(dice: Dice, place: Place, phones: dict[str, Iterator[str]]) -> str | None:
    if dice.happens(0.1):
        return None
    area = place.area_code or place.country
    if area not in phones:
        phones[area] = phone_numbers(place, dice)
    return next(phones[area], None)


def _methods(dice: Dice, customer_id: str) -> list[DemoMethod]:
    methods = []
    if dice.happens(0.8):
        methods.append(make_card(dice, customer_id))
    if dice.happens(0.35) or not methods:
        methods.append(DemoMethod(f"paypal_{customer_id}", PaymentMethodKind.PAYPAL))
    if dice.happens(0.12):
        methods.append(make_card(dice, customer_id, 2))
    if dice.happens(0.22):
        methods.append(make_balance(customer_id, PaymentMethodKind.GIFT_CARD))
    if dice.happens(0.06):
        methods.append(make_balance(customer_id, PaymentMethodKind.STORE_CREDIT))
    return methods
