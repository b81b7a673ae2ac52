"""How a cart is told: its lines, what changed since, promotions, delivery and total."""

from collections.abc import Mapping

from actions.replies.codes import code_told
from actions.turn.shop import Turn
from commerce.carts.quote import Quote, QuoteLine


def cart_told(turn: Turn, quote: Quote) -> str:
    """Word the whole cart, one line each."""
    lines = [_line(turn, line) for line in quote.lines]
    return "\n".join([*lines, *_discounts(turn, quote), *_sums(turn, quote)])


def cart_in_short(turn: Turn, quote: Quote) -> str:
    """Word how many pieces there are and what they come to."""
    count = sum(line.quantity for line in quote.bought)
    items = turn.words.phrase("utter_cart_item" if count == 1 else "utter_cart_items", count=count)
    return turn.words.phrase("utter_cart_short", items=items, total=str(quote.total))


def named(title: str, options: Mapping[str, str]) -> str:
    """`Mug (blue)`."""
    values = ", ".join(options.values())
    return f"{title} ({values})" if values else title


def counted(count: int, title: str, options: Mapping[str, str]) -> str:
    """`Mug (blue)`, or `2 × Mug (blue)`."""
    thing = named(title, options)
    return thing if count == 1 else f"{count} × {thing}"


def _line(turn: Turn, line: QuoteLine) -> str:
    if line.is_gone:
        return turn.words.phrase("utter_cart_line_gone", item=named(line.title, line.options))
    told = turn.words.phrase(
        "utter_cart_line", item=counted(line.quantity, line.title, line.options), total=str(line.total)
    )
    if line.quantity < line.wanted:
        told += turn.words.phrase("utter_cart_line_fewer", left=line.quantity)
    if line.price_before is not None:
        told += turn.words.phrase("utter_cart_line_price", before=str(line.price_before))
    return told


def _discounts(turn: Turn, quote: Quote) -> list[str]:
    told = [
        turn.words.phrase("utter_cart_discount", name=each.code or each.description, amount=str(each.amount))
        for each in quote.discounts
        if each.amount.amount_minor
    ]
    return told + [code_told(turn, code, why) for code, why in quote.refused.items()]


def _sums(turn: Turn, quote: Quote) -> list[str]:
    if quote.is_empty:
        return []
    cost = quote.delivery_cost
    delivery = turn.words.phrase("utter_cart_delivery_free")
    if cost.amount_minor:
        delivery = turn.words.phrase("utter_cart_delivery", cost=str(cost))
        if quote.missing_to_free.amount_minor:
            delivery += turn.words.phrase("utter_cart_to_free", missing=str(quote.missing_to_free))
    tax = quote.tax
    with_tax = (
        turn.words.phrase("utter_cart_tax_amount", tax=str(tax))
        if tax.amount_minor
        else turn.words.phrase("utter_cart_tax")
    )
    return [delivery, turn.words.phrase("utter_cart_total", total=str(quote.total), tax=with_tax)]
