"""How parcels of the demo store travel: carriers, tracking numbers, and every scan on the way."""

import string
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from commerce.demo.dice import Dice
from commerce.orders.calendar import add_business_days
from commerce.orders.models import ShipmentStatus

_CARRIERS = {
    "US": (("UPS", 0.4), ("FedEx", 0.3), ("USPS", 0.3)),
    "CA": (("Canada Post", 0.6), ("Purolator", 0.4)),
    "GB": (("Royal Mail", 0.45), ("DPD", 0.35), ("Evri", 0.2)),
}
_HUBS = {
    "US": ("Louisville, KY", "Memphis, TN", "Kansas City, MO", "Indianapolis, IN", "Reno, NV"),
    "CA": ("Louisville, KY", "Buffalo, NY", "Mississauga, ON", "Toronto, ON"),
    "GB": ("Newark, NJ", "East Midlands Airport", "Heathrow", "Daventry"),
}
_WAREHOUSE = "Columbus, OH"
_REPORTED_LOST_AFTER_DAYS = 10


class Fate(Enum):
    """What becomes of a parcel."""

    ON_TIME = auto()
    LATE = auto()
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Trip:
    """Everything that decides how a parcel travels."""

    packed_at: datetime
    country: str
    city: str
    promised_on: date
    business_days: int
    fate: Fate = Fate.ON_TIME
    delay_days: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """Something the carrier reported."""

    at: datetime
    code: str
    description: str
    location: str | None


@dataclass(slots=True, eq=False)
class DemoParcel:
    """A parcel as it is known today; `contents` is how many of which line (by position) are in it."""

    id: UUID
    carrier: str
    tracking_number: str
    expected_on: date
    scans: list[Scan]
    contents: dict[int, int] = field(default_factory=dict)

    @property
    def status(self) -> ShipmentStatus:
        """What the last scan says."""
        return _STATUS_OF[self.scans[-1].code]

    @property
    def shipped_at(self) -> datetime | None:
        return next((scan.at for scan in self.scans if scan.code == "picked_up"), None)

    @property
    def delivered_at(self) -> datetime | None:
        return next((scan.at for scan in self.scans if scan.code == "delivered"), None)


_STATUS_OF = {
    "label_created": ShipmentStatus.LABEL_CREATED,
    "picked_up": ShipmentStatus.IN_TRANSIT,
    "departed": ShipmentStatus.IN_TRANSIT,
    "arrived": ShipmentStatus.IN_TRANSIT,
    "delayed": ShipmentStatus.IN_TRANSIT,
    "out_for_delivery": ShipmentStatus.OUT_FOR_DELIVERY,
    "delivered": ShipmentStatus.DELIVERED,
    "lost": ShipmentStatus.LOST,
}


def send_parcel(dice: Dice, trip: Trip, now: datetime) -> DemoParcel | None:
    """The parcel as far as it has come by now; None while nothing has been packed."""
    if trip.packed_at > now:
        return None
    carrier = dice.pick(_CARRIERS[trip.country])
    picked_up = dice.working_time(trip.packed_at + dice.hours(5, 36))
    planned_on = add_business_days(dice.day_of(picked_up), trip.business_days)
    arrives_on = planned_on + timedelta(days=trip.delay_days)
    scans = [
        Scan(trip.packed_at, "label_created", "The carrier has been told about the parcel", None),
        Scan(picked_up, "picked_up", "The carrier has picked the package up", _WAREHOUSE),
    ]
    if trip.fate is Fate.LOST:
        scans += _lost(dice, trip, picked_up)
    else:
        scans += _journey(dice, trip, picked_up, planned_on, arrives_on)
    knows_of_delay = trip.fate is Fate.LATE and dice.day_of(now) > planned_on
    return DemoParcel(
        id=dice.id(),
        carrier=carrier,
        tracking_number=_tracking_number(dice, carrier),
        expected_on=arrives_on if knows_of_delay else planned_on,
        scans=[scan for scan in sorted(scans, key=lambda scan: scan.at) if scan.at <= now],
    )


def _journey(dice: Dice, trip: Trip, picked_up: datetime, planned_on: date, arrives_on: date) -> list[Scan]:
    out_at = dice.daytime(arrives_on, 6, 9)
    out_at = max(out_at, picked_up + timedelta(hours=12))
    delivered_at = out_at + dice.hours(1, 9)
    hubs = _HUBS[trip.country]
    stops = max(2, (arrives_on - dice.day_of(picked_up)).days // 3)
    scans = []
    for stop in range(stops):
        at = picked_up + (out_at - picked_up) * (stop + 1) / (stops + 1)
        code, words = ("arrived", "Arrived at") if stop % 2 else ("departed", "On its way through")
        hub = hubs[stop % len(hubs)]
        scans.append(Scan(at.replace(microsecond=0), code, f"{words} the sorting center", hub))
    if trip.fate is Fate.LATE:
        delayed_at = dice.daytime(planned_on, 15, 19)
        scans.append(Scan(delayed_at, "delayed", "Held up; a new delivery date is given", hubs[0]))
    scans.append(Scan(out_at, "out_for_delivery", "Out for delivery", trip.city))
    scans.append(Scan(delivered_at, "delivered", "Delivered", trip.city))
    return scans


def _lost(dice: Dice, trip: Trip, picked_up: datetime) -> list[Scan]:
    hub = dice.choice(_HUBS[trip.country])
    last_seen = picked_up + dice.hours(10, 30)
    reported = dice.daytime(trip.promised_on + timedelta(days=_REPORTED_LOST_AFTER_DAYS), 9, 17)
    return [
        Scan(last_seen, "departed", "On its way through the sorting center", hub),
        Scan(reported, "lost", "The carrier cannot find the parcel", None),
    ]


def _tracking_number(dice: Dice, carrier: str) -> str:
    shapes = {
        "UPS": lambda: "1Z" + dice.letters(6, string.ascii_uppercase + string.digits) + dice.digits(10),
        "FedEx": lambda: dice.digits(12),
        "USPS": lambda: "94" + dice.digits(20),
        "Canada Post": lambda: dice.digits(16),
        "Purolator": lambda: dice.digits(12),
        "Royal Mail": lambda: dice.letters(2) + dice.digits(9) + "GB",
        "DPD": lambda: dice.digits(14),
        "Evri": lambda: "H" + dice.digits(15),
    }
    return shapes[carrier]()
