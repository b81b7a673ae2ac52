"""The shape of the files that are imported: one JSON object a line, in four files."""

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_serializer, model_validator

from commerce.customers.addresses import needs_postcode
from commerce.customers.models import PaymentMethodKind
from commerce.importing.row_values import (
    HIGHEST_QUANTITY,
    Amount,
    AssumptionName,
    Birthday,
    CountryCode,
    Currency,
    Email,
    Moment,
    Name,
    OrderNumber,
    Status,
    Text,
    minor_units,
)

_SHORT_ZIP = re.compile(r"\d{1,4}(-\d{4})?", re.ASCII)


class ImportedRow(BaseModel):
    """One line of a file. Fields it does not know are kept aside, so that the import can say so."""

    model_config = ConfigDict(strict=True, extra="allow")


class GrownRow(ImportedRow):
    """A row that has got more fields than it had: those that are not said are not written either.

    So its fingerprint is what it was when an earlier version imported it.
    """

    @model_serializer(mode="wrap")
    def _said(self, write: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        unsaid = {name for name, field in type(self).model_fields.items() if field.default is None}
        return {name: value for name, value in write(self).items() if value is not None or name not in unsaid}


class VariantRow(ImportedRow):
    """One buyable form of a product."""

    sku: Name
    options: dict[Text, Text]
    price: Amount
    currency: Currency
    available: bool
    compare_at: Amount | None = None  # what it cost before a sale
    stock: Annotated[int, Field(ge=0, le=HIGHEST_QUANTITY)] | None = None

    @model_validator(mode="after")
    def _price_is_exact(self) -> "VariantRow":
        _ = self.price_minor, self.compare_at_minor
        return self

    @cached_property
    def compare_at_minor(self) -> int | None:
        """The price before a sale in minor units, where it is higher than today's."""
        before = minor_units(self.compare_at, self.currency) if self.compare_at else None
        return before if before is not None and before > self.price_minor else None

    @cached_property
    def price_minor(self) -> int:
        """Today's price in minor units; raises ValueError when it has too many decimals."""
        return minor_units(self.price, self.currency)


class ProductRow(ImportedRow):
    """A line of products.jsonl."""

    id: Name
    title: Name
    variants: list[VariantRow]
    description: Text = ""
    brand: Text = ""
    category: Text = ""
    attributes: dict[Text, Text] = Field(default_factory=dict)

    @property
    def category_id(self) -> str | None:
        """The category as a slug; None where it is not said."""
        return re.sub(r"[^a-z0-9]+", "-", self.category.lower()).strip("-") or None

    @model_validator(mode="after")
    def _each_sku_once(self) -> "ProductRow":
        seen: set[str] = set()
        for variant in self.variants:
            if variant.sku in seen:
                raise ValueError(f"SKU {variant.sku} is there twice")
            seen.add(variant.sku)
        return self


class AddressRow(ImportedRow):
    """An address as the files write it."""

    address1: Name
    address2: Text = ""
    city: Name
    country: CountryCode
    state: Text = ""
    zip: Text = ""

    @model_validator(mode="after")
    def _postcode_is_there(self) -> "AddressRow":
        if not self.zip and needs_postcode(self.country):
            raise ValueError("zip: an address there has one")
        if self.country == "US" and _SHORT_ZIP.fullmatch(self.zip):
            raise ValueError(f"zip: {self.zip!r} is too short for a ZIP code")
        return self

    def columns(self) -> dict[str, str]:
        """The address under the names of `PostalAddress`."""
        return {
            "line1": self.address1,
            "line2": self.address2,
            "city": self.city,
            "region": self.state,
            "postcode": self.zip,
            "country": self.country,
        }


class PaymentMethodRow(ImportedRow):
    """A way to pay; which fields it has depends on its type."""

    id: Name
    type: Literal["credit_card", "paypal", "gift_card", "other"]
    brand: Text | None = None
    last_four: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = None
    balance: Amount | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def _gift_card_has_a_balance(self) -> "PaymentMethodRow":
        if self.kind is PaymentMethodKind.GIFT_CARD:
            if self.balance is None or self.currency is None:
                raise ValueError("a gift card needs balance and currency")
            _ = self.balance_minor
        return self

    @property
    def kind(self) -> PaymentMethodKind:
        """The type in the store's own words."""
        return PaymentMethodKind(self.type)

    @cached_property
    def balance_minor(self) -> int:
        """What is on a gift card, in minor units; nothing for the other kinds."""
        if self.balance is None or self.currency is None:
            return 0
        return minor_units(self.balance, self.currency)


class CustomerRow(ImportedRow):
    """A line of customers.jsonl."""

    id: Name
    first_name: Text = ""
    last_name: Text = ""
    email: Email
    address: AddressRow | None = None
    payment_methods: list[PaymentMethodRow] = Field(default_factory=list)
    # Not written where it is not said: the row's fingerprint is what it was before there was this field.
    birthday: Birthday | None = Field(default=None, exclude_if=lambda day: day is None)

    @property
    def born_on(self) -> date | None:
        """The birthday as a date."""
        return date.fromisoformat(self.birthday) if self.birthday else None


class OrderLineRow(GrownRow):
    """What was bought, as it was sold."""

    sku: Name
    title: Name
    options: dict[Text, Text]
    unit_price: Amount
    quantity: Annotated[int, Field(ge=1, le=HIGHEST_QUANTITY)]
    discount: Amount | None = None  # what all of them together were cheaper


class ShipmentRow(ImportedRow):
    """What went out together, under one or more tracking numbers."""

    tracking_numbers: list[Name]
    skus: list[Name]


class PaymentRow(GrownRow):
    """Money taken or given back; with its type, a method that is not on file is put there."""

    type: Literal["payment", "refund"]
    amount: Amount
    currency: Currency
    payment_method_id: Name
    method_type: Literal["credit_card", "paypal", "other"] | None = None
    method_name: Text | None = None

    @model_validator(mode="after")
    def _amount_is_exact(self) -> "PaymentRow":
        if self.amount_minor == 0:
            raise ValueError("an amount of nothing is not a payment")
        return self

    @cached_property
    def amount_minor(self) -> int:
        """The amount in minor units; raises ValueError when it has too many decimals."""
        return minor_units(self.amount, self.currency)


class ReviewRow(ImportedRow):
    """A line of reviews.jsonl."""

    product_id: Name
    stars: Annotated[int, Field(ge=1, le=5)]
    id: Text = ""
    customer_id: Text = ""
    order_number: Text = ""
    author: Text = ""
    title: Text = ""
    text: Text = ""
    status: Literal["pending", "published", "refused"] = "published"
    helpful: Annotated[int, Field(ge=0, le=HIGHEST_QUANTITY)] = 0
    answer: Text = ""
    created_at: Moment | None = None


class BuyerRow(ImportedRow):
    """Who ordered, where only the order tells of them: found by their e-mail address, else put on file."""

    email: Email
    first_name: Text = ""
    last_name: Text = ""


class OrderRow(GrownRow):
    """A line of orders.jsonl."""

    number: OrderNumber
    customer_id: Text
    status: Status
    shipping_address: AddressRow
    lines: Annotated[list[OrderLineRow], Field(min_length=1)]
    shipments: list[ShipmentRow]
    payments: list[PaymentRow]
    buyer: BuyerRow | None = None
    currency: Currency | None = None
    placed_at: Moment | None = None
    delivered_at: Moment | None = None
    cancelled_at: Moment | None = None
    assumed: list[AssumptionName] | None = None  # by who wrote the row

    @model_validator(mode="after")
    def _somebody_ordered(self) -> "OrderRow":
        if not self.customer_id and self.buyer is None:
            raise ValueError("customer_id: nobody is named as who ordered")
        return self
