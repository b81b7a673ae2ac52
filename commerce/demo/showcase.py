"""Customers of the demo store who each show one situation, so that it can be looked at by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commerce.customers.models import PaymentMethodKind
from commerce.demo.dice import Dice
from commerce.demo.orders import DemoOrder, Wish, cancel, fulfil, place_order
from commerce.demo.parcels import Fate
from commerce.demo.people import DemoCustomer, email_of, make_balance, make_card
from commerce.demo.places import Place, make_address
from commerce.demo.returns import Outcome, open_return
from commerce.demo.shoppers import Shop, Trade, make_cart
from commerce.orders.models import OrderStatus, ShipmentStatus

_FIRST_NUMBER = 900_001
_ATTEMPTS = 5_000
_FRIDAY = 4
# Towns of no other demo customer, so that these phone numbers are nobody else's.
_HONOLULU = (Place("Honolulu", "HI", "US", "968", "808"), "+1808555{:04d}")
_MONCTON = (Place("Moncton", "NB", "CA", "E1C", "506"), "+1506555{:04d}")
_LONDON = (Place("London", "", "GB", "N", ""), "+44207946{:04d}")


@dataclass(frozen=True, slots=True)
class Showcase:
    """A customer and what their orders show."""

    customer_id: str
    first_name: str
    last_name: str
    shows: str


_PEOPLE = (
    Showcase("S01", "Penny", "Waiting", "one order, still pending"),
    Showcase("S02", "Prosper", "Packman", "one order, being packed"),
    Showcase("S03", "Tansy", "Rhodes", "one order in transit, on time"),
    Showcase("S04", "Della", "Laye", "one order that is late"),
    Showcase("S05", "Lois", "Post", "one order whose parcel is lost"),
    Showcase("S06", "Spencer", "Split", "one order in two parcels, one of them delivered"),
    Showcase("S07", "Yesenia", "Day", "one order, delivered yesterday"),
    Showcase("S08", "Owen", "Longago", "one order, delivered 60 days ago: too late to return"),
    Showcase("S09", "Rhea", "Fund", "one order, cancelled and refunded"),
    Showcase("S10", "Manny", "Orders", "several orders in different states"),
    Showcase("S11", "Gifty", "Carden", "one pending order paid by gift card, with a balance left"),
    Showcase("S12", "Rhett", "Turner", "one order with a return under way"),
    Showcase("S13", "Carter", "Basket", "an open cart and no order"),
)


def showcase_customers() -> list[tuple[str, str]]:
    """The id of each showcase customer of the demo store, with what there is to see."""
    return [(person.customer_id, person.shows) for person in _PEOPLE]


def make_showcase(dice: Dice, shop: Shop) -> tuple[list[DemoCustomer], Trade]:
    """The showcase customers and what they bought."""
    customers = {person.customer_id: _customer(dice, person, shop.now) for person in _PEOPLE}
    stage = _Stage(dice, shop, Trade())
    stage.set_up(customers)
    for number, order in enumerate(stage.trade.orders, start=_FIRST_NUMBER):
        order.number = f"A{number}"
    return list(customers.values()), stage.trade


def _customer(dice: Dice, person: Showcase, now: datetime) -> DemoCustomer:
    place, phone = {"S05": _LONDON, "S06": _MONCTON}.get(person.customer_id, _HONOLULU)
    return DemoCustomer(
        id=person.customer_id,
        first_name=person.first_name,
        last_name=person.last_name,
        email=email_of(person.first_name, person.last_name),
        phone=phone.format(100 + int(person.customer_id[1:])),
        created_at=now - timedelta(days=700),
        addresses=[make_address(dice, place)],
        methods=[
            make_card(dice, person.customer_id),
            make_balance(person.customer_id, PaymentMethodKind.GIFT_CARD),
        ],
    )


@dataclass(slots=True)
class _Stage:
    """Makes orders until one is in the wanted state: what a parcel does depends on the day of the week."""

    dice: Dice
    shop: Shop
    trade: Trade

    def set_up(self, customers: dict[str, DemoCustomer]) -> None:
        """One scene for each customer."""
        lamp, mat = ("Harrow Desk Lamp", {"color": "brass"}), ("Grounded Yoga Mat", {"color": "sage"})
        self.pending(customers["S01"], [lamp, mat])
        self.processed(customers["S02"], [("Drizzle Rain Jacket", {"size": "M", "color": "blue"})])
        self.in_transit(customers["S03"], [("Brisk Electric Kettle", {"color": "cream"}), mat])
        self.late(customers["S04"], [("Clerk Office Chair", {"color": "grey"})])
        self.lost(customers["S05"], [("Crofter Jumper", {"size": "L", "color": "navy"})])
        self.split(customers["S06"], [("Traverse Backpack", {"color": "olive"}), ("Owl Headlamp", {})])
        self.delivered(customers["S07"], [("Fell Fleece Jacket", {"size": "S", "color": "green"}), lamp], 1)
        self.delivered(customers["S08"], [("Millpond Coffee Table", {"material": "oak"})], 60)
        self.cancelled(customers["S09"], [("Boulder Bluetooth Speaker", {"color": "red"})], 16)
        self.several(customers["S10"])
        self.paid_by_gift_card(customers["S11"], [("Palette Monitor", {"size": "27 inch"})])
        self.returned(customers["S12"], [("Court Sneakers", {"size": "9", "color": "white"})])
        self.trade.carts.append(make_cart(self.dice, self.shop, customers["S13"]))

    def several(self, customer: DemoCustomer) -> None:
        """One order in each of the usual states."""
        self.delivered(customer, [("Keel Chef's Knife", {}), ("Ember Frying Pan", {"size": "24 cm"})], 75)
        self.delivered(customer, [("Everyday T-Shirt", {"size": "M", "color": "navy"})], 12)
        self.cancelled(customer, [("Whirl Blender", {"color": "red"})], 2)
        self.in_transit(customer, [("Clatter Mechanical Keyboard", {"switch type": "tactile"})])
        self.pending(customer, [("Folio E-Reader", {"color": "black"}), ("Ledger Notebook", {"size": "A5"})])

    def pending(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Placed a few hours ago."""
        self._until(self._wish(customer, wanted), (0.05, 0.3), lambda o: o.status is OrderStatus.PENDING)

    def processed(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Packed, waiting for the carrier."""
        self._until(self._wish(customer, wanted), (0.5, 6), lambda o: o.status is OrderStatus.PROCESSED)

    def in_transit(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """On its way and not late."""

        def accept(order: DemoOrder) -> bool:
            is_moving = _statuses(order) == [ShipmentStatus.IN_TRANSIT]
            return is_moving and order.promised_on > self.dice.day_of(self.shop.now)

        self._until(self._wish(customer, wanted), (2, 12), accept)

    def late(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Promised days ago and still travelling."""

        def accept(order: DemoOrder) -> bool:
            if _statuses(order) != [ShipmentStatus.IN_TRANSIT]:
                return False
            days_late = (self.dice.day_of(self.shop.now) - order.promised_on).days
            return 2 <= days_late <= 5 and self.shop.now - order.parcels[0].scans[-1].at < timedelta(days=5)

        wish = replace(self._wish(customer, wanted), fate=Fate.LATE, delay_days=10)
        self._until(wish, (6, 30), accept)

    def lost(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Given up by the carrier."""
        wish = replace(self._wish(customer, wanted), fate=Fate.LOST)
        self._until(wish, (20, 45), lambda order: _statuses(order) == [ShipmentStatus.LOST])

    def split(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """The first parcel is there, the second is on its way."""
        wish = replace(self._wish(customer, wanted), parcels=2, days_between_parcels=4)
        states = [ShipmentStatus.DELIVERED, ShipmentStatus.IN_TRANSIT]
        self._until(wish, (5, 20), lambda order: _statuses(order) == states)

    def delivered(self, customer: DemoCustomer, wanted: "_Wanted", days_ago: int) -> DemoOrder:
        """Delivered that many days ago, which may have been a weekend."""
        day = self.dice.day_of(self.shop.now) - timedelta(days=days_ago)
        delay = max(0, day.weekday() - _FRIDAY)
        return self._until(
            replace(self._wish(customer, wanted), delay_days=delay),
            (days_ago + 1, days_ago + 14),
            lambda order: order.delivered_at is not None and self.dice.day_of(order.delivered_at) == day,
        )

    def cancelled(self, customer: DemoCustomer, wanted: "_Wanted", days_ago: int) -> None:
        """Called off that many days ago; the money is back after about a week."""
        placed_at = (self.shop.now - timedelta(days=days_ago)).replace(microsecond=0)
        order = place_order(self.dice, replace(self._wish(customer, wanted), placed_at=placed_at))
        cancel(self.dice, order, placed_at + timedelta(hours=2), self.shop.now)
        self.trade.orders.append(order)

    def paid_by_gift_card(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Pending, and a refund would be there at once."""
        wish = replace(self._wish(customer, wanted), method=customer.methods[1])
        self._until(wish, (0.05, 0.3), lambda order: order.status is OrderStatus.PENDING)

    def returned(self, customer: DemoCustomer, wanted: "_Wanted") -> None:
        """Delivered last week, and approved to come back since yesterday."""
        order = self.delivered(customer, wanted, 6)
        yesterday = (self.shop.now - timedelta(hours=20)).replace(microsecond=0)
        made = open_return(self.dice, order, yesterday, self.shop.now, outcome=Outcome.USUAL)
        if made is None:
            raise LookupError("the showcase's order cannot be returned")
        self.trade.returns.append(made)

    def _wish(self, customer: DemoCustomer, wanted: "_Wanted") -> Wish:
        variants = [(self.shop.catalogue.variant(title, options), 1) for title, options in wanted]
        return Wish(customer, variants, self.shop.now, customer.methods[0])

    def _until(
        self, wish: Wish, days_ago: tuple[float, float], accept: Callable[[DemoOrder], bool]
    ) -> DemoOrder:
        for _ in range(_ATTEMPTS):
            age = timedelta(days=self.dice.uniform(*days_ago))
            tried = replace(wish, placed_at=(self.shop.now - age).replace(microsecond=0))
            order = place_order(self.dice, tried)
            fulfil(self.dice, order, tried, self.shop.now)
            if accept(order):
                self.trade.orders.append(order)
                return order
        raise LookupError(f"no order of {wish.customer.id} came into the wanted state")


_Wanted = Sequence[tuple[str, dict[str, str]]]


def _statuses(order: DemoOrder) -> list[ShipmentStatus]:
    return [parcel.status for parcel in order.parcels]
