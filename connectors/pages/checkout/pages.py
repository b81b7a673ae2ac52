"""What the checkout's pages show, made of their templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commerce.carts.quote import Quote, QuoteLine
from commerce.checkout.terms import Terms
from commerce.customers.addresses import AddressError, AddressProblem
from commerce.money import Money
from connectors.pages.templates import page_templates

_FIELDS = {
    "email": "E-mail", "full_name": "Full name", "line1": "Street and number", "line2": "Apartment or unit",
    "city": "City", "region": "State or region", "postcode": "Postal code",
}  # fmt: skip
_PROBLEMS = {
    AddressProblem.MISSING: "is needed",
    AddressProblem.TOO_LONG: "is too long",
    AddressProblem.UNKNOWN_COUNTRY: "isn't one we know",
    AddressProblem.UNKNOWN_REGION: "isn't one of that country",
    AddressProblem.WRONG_POSTCODE: "doesn't look right for that country",
    AddressProblem.IN_OTHER_REGION: "is in another state",
    AddressProblem.NOT_SERVED: "isn't one we deliver to",
}


@dataclass(frozen=True, slots=True)
class CheckoutPages:
    """The templates, with the store's name on each."""

    store_name: str

    def render(self, template: str, **values: Any) -> str:
        """Fill `template`. Raises jinja2's errors for a value that is missing."""
        return _TEMPLATES.get_template(template).render(store_name=self.store_name, **values)


_TEMPLATES = page_templates(Path(__file__).parent / "templates")


def lines_shown(quote: Quote) -> list[dict[str, str]]:
    """The lines as the page lists them, with what changed since they were put in."""
    return [
        {"title": _named(line), "quantity": str(line.quantity), "total": str(line.total), "note": _note(line)}
        for line in quote.lines
    ]


def sums_shown(quote: Quote, terms: Terms | None) -> list[tuple[str, str]]:
    """Everything that makes the total, line by line."""
    sums = [("Items", str(quote.goods))]
    sums += [(each.code or each.description, f"−{each.amount}") for each in quote.discounts]
    delivery = "Express delivery" if quote.delivery == "express" else "Delivery"
    cost = quote.delivery_cost
    full = cost.amount_minor + quote.combination.off_delivery_minor
    sums.append((delivery, str(Money(full, cost.currency)) if full else "free"))
    sums.append(("Total", str(quote.total)))
    if quote.tax.amount_minor:
        sums.append(("of which tax", str(quote.tax)))
    if terms is not None and terms.balances:
        covered = Money(terms.total_minor - terms.due_minor, terms.currency)
        sums += [("Gift cards and store credit", f"−{covered}"), ("Left to pay", str(terms.due))]
    return sums


def problems_shown(errors: Mapping[str, AddressError]) -> dict[str, str]:
    """What is wrong with each field, in words."""
    return {
        name: f"{_FIELDS.get(name, 'This country' if name == 'country' else name)} {_PROBLEMS[error.problem]}"
        + (f", such as {error.example}" if error.example else "")
        for name, error in errors.items()
    }


def _named(line: QuoteLine) -> str:
    options = ", ".join(line.options.values())
    return f"{line.title} ({options})" if options else line.title


def _note(line: QuoteLine) -> str:
    if line.is_gone:
        return "sold out"
    notes = []
    if line.quantity < line.wanted:
        notes.append(f"only {line.quantity} left")
    if line.price_before is not None:
        notes.append(f"was {line.price_before} each when you put it in")
    return "; ".join(notes)
