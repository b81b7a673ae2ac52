"""What a cart comes to now: its lines at today's prices, what changed since, promotions, delivery and tax."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.costs import Delivery, DeliveryTerms, delivery_terms, home_country
from commerce.carts.models import Cart
from commerce.catalogue.models import Product, Variant
from commerce.clock import Clock
from commerce.customers.addresses import default_address
from commerce.money import Money
from commerce.postal import PostalAddress
from commerce.promotions.choosing import combination_for
from commerce.promotions.combining import Combination
from commerce.promotions.conditions import Refusal
from commerce.promotions.reductions import Basket, BasketLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of a variant; `price_minor` is what one cost when it was put in, None where unknown."""

    sku: str
    quantity: int
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What is to be quoted: a customer's, None for a guest's."""

    customer_id: str | None = None
    lines: tuple[Wanted, ...] = ()
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, cart: Cart | None) -> "Contents":
        """What is in a cart; nothing where there is none."""
        if cart is None:
            return cls()
        lines = tuple(Wanted(line.sku, line.quantity, line.price_minor) for line in cart.lines)
        return cls(cart.customer_id, lines, tuple(each.code for each in cart.codes))


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A variant as it can be bought now: `quantity` of the `wanted` pieces, at `unit_price`."""

    sku: str
    product_id: str
    category_id: str | None
    title: str
    options: dict[str, str]
    wanted: int
    quantity: int
    unit_price: Money
    price_before: Money | None  # what one cost when it was put in, where that was another price
    discount_minor: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether none can be had any more."""
        return self.quantity == 0

    @property
    def total(self) -> Money:
        """What the line costs before promotions."""
        return Money(self.unit_price.amount_minor * self.quantity, self.unit_price.currency)


@dataclass(frozen=True, slots=True)
class Discount:
    """A promotion that counts, and what it takes off; `code` is None where none was typed."""

    promotion_code: str
    code: str | None
    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The sums of a cart. `total` is goods less discount plus delivery; prices include `tax`."""

    lines: tuple[QuoteLine, ...]
    goods: Money
    discounts: tuple[Discount, ...]
    refused: Mapping[str, Refusal]  # codes on the cart that take nothing off, and why
    discount: Money
    delivery: Delivery
    delivery_cost: Money
    missing_to_free: Money
    tax: Money
    total: Money
    country: str
    combination: Combination

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to buy."""
        return not any(line.quantity for line in self.lines)

    @property
    def bought(self) -> tuple[QuoteLine, ...]:
        """The lines that can be bought."""
        return tuple(line for line in self.lines if line.quantity)

    @property
    def is_changed(self) -> bool:
        """Whether something is gone, scarcer or of another price than when it was put in."""
        return any(line.quantity != line.wanted or line.price_before for line in self.lines)


async def quote(
    session: AsyncSession,
    contents: Contents,
    *,
    clock: Clock,
    address: PostalAddress | None = None,
    delivery: Delivery = Delivery.STANDARD,
    reserved: Mapping[str, int] | None = None,
    checkout_id: object = None,
) -> Quote:
    """Quote for delivery to `address`, else to the customer's default one, else to the home country.

    `reserved` pieces are held already, for `checkout_id`. Raises NoDelivery.
    """
    if address is None and contents.customer_id is not None:
        address = await default_address(session, contents.customer_id)
    country = address.country if address else await home_country(session)
    terms = await delivery_terms(session, country)
    lines = await _lines(session, contents.lines, reserved or {})
    basket = _basket(lines, terms, delivery)
    found = await combination_for(
        session, contents.customer_id, basket, contents.codes, clock=clock, held_for=checkout_id
    )
    return _quote(lines, basket, found, terms, delivery)


async def _lines(
    session: AsyncSession, wanted: Sequence[Wanted], reserved: Mapping[str, int]
) -> list[QuoteLine]:
    rows = await session.execute(
        select(Variant, Product)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.sku.in_([line.sku for line in wanted]))
    )
    known = {variant.sku: (variant, product) for variant, product in rows}
    lines = []
    for line in wanted:
        variant, product = known[line.sku]
        is_other_price = line.price_minor is not None and line.price_minor != variant.price_minor
        before = Money(line.price_minor or 0, variant.currency) if is_other_price else None
        lines.append(
            QuoteLine(
                sku=line.sku,
                product_id=product.id,
                category_id=product.category_id,
                title=product.title,
                options=variant.options,
                wanted=line.quantity,
                quantity=min(line.quantity, _there_is(variant, reserved.get(line.sku, 0))),
                unit_price=variant.price,
                price_before=before,
            )
        )
    return lines


def _there_is(variant: Variant, own: int) -> int:
    """How many of it this cart can have."""
    if own == 0 and not variant.is_offered:
        return 0
    if variant.stock_on_hand is None:
        return 1_000_000
    return own + (variant.stock_on_hand if variant.is_offered else 0)


def _basket(lines: Sequence[QuoteLine], terms: DeliveryTerms, delivery: Delivery) -> Basket:
    bought = tuple(
        BasketLine(line.sku, line.product_id, line.category_id, line.unit_price.amount_minor, line.quantity)
        for line in lines
        if line.quantity
    )
    goods = sum(line.unit_minor * line.quantity for line in bought)
    cost = terms.costs.of(delivery, goods) if bought else 0
    currency = lines[0].unit_price.currency if lines else terms.costs.currency
    return Basket(bought, cost, currency)


def _quote(
    lines: Sequence[QuoteLine], basket: Basket, found: Combination, terms: DeliveryTerms, delivery: Delivery
) -> Quote:
    def money(minor: int) -> Money:
        return Money(minor, basket.currency)

    places = {line.sku: place for place, line in enumerate(basket.lines)}
    priced = tuple(_discounted(line, found, places) for line in lines)
    cost = basket.delivery_minor - found.off_delivery_minor
    total = basket.goods_minor + basket.delivery_minor - found.amount_minor
    return Quote(
        lines=priced,
        goods=money(basket.goods_minor),
        discounts=tuple(
            Discount(each.promotion_code, each.typed, each.description, money(each.reduction.amount_minor))
            for each in found.applied
        ),
        refused=found.refused,
        discount=money(found.amount_minor - found.off_delivery_minor),
        delivery=delivery,
        delivery_cost=money(cost),
        missing_to_free=money(terms.costs.missing_to_free(basket.goods_minor) if cost else 0),
        tax=money(terms.tax.within(total)),
        total=money(total),
        country=terms.country,
        combination=found,
    )


def _discounted(line: QuoteLine, found: Combination, places: Mapping[str, int]) -> QuoteLine:
    if line.sku not in places:
        return line
    return replace(line, discount_minor=found.of_line(places[line.sku]))
