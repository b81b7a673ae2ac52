"""Postal addresses as values, wherever they are kept."""

from dataclasses import asdict, dataclass

from commerce.identity import IdentityLevel


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a parcel goes. `country` is an ISO 3166-1 alpha-2 code."""

    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str

    def as_dict(self) -> dict[str, str]:
        """The fields by name, as stored with an order."""
        return asdict(self)

    def __str__(self) -> str:
        street = ", ".join(part for part in (self.line1, self.line2) if part)
        place = " ".join(part for part in (self.region, self.postcode) if part)
        return ", ".join(part for part in (street, self.city, place, self.country) if part)

    def seen_by(self, level: IdentityLevel) -> str:
        """Word the address, or only its town where no more of it may be shown."""
        return str(self) if level.sees_private else ", ".join(filter(None, (self.city, self.region)))
