"""What exchanges and changes of items share: settling the difference, and how a swap is told."""

from collections.abc import Awaitable, Callable, Mapping

from actions.steps.which_method import Methods, Offer
from actions.turn.shop import Turn
from actions.wording.formats import counted, joined
from commerce.catalogue.variants import NotSameProduct, SameVariant, VariantNotFound, VariantUnavailable
from commerce.customers.credit import InsufficientBalance
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import (
    STORE_CREDIT,
    MethodOnFile,
    PaymentMethodNotFound,
    payable_with,
    payment_methods,
)
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.order_changes.items import PlannedSwap
from commerce.orders.contents import changed_options
from commerce.orders.refusals import RefundExceedsPayments
from commerce.orders.settlement import PaymentMethodNeeded
from commerce.returns.exchange import PlannedExchangeLine

SWAP_REFUSALS: Mapping[type[CommerceError], str] = {
    VariantNotFound: "utter_variant_gone",
    VariantUnavailable: "utter_variant_gone",
    NotSameProduct: "utter_variant_of_other_product",
    SameVariant: "utter_variant_same",
    PaymentMethodNeeded: "utter_method_needed",
    PaymentMethodNotFound: "utter_method_gone",
    InsufficientBalance: "utter_method_does_not_cover",
    RefundExceedsPayments: "utter_refund_exceeds_payments",
}

# Previews the swap without a method; raises PaymentMethodNeeded when there is a difference.
PreviewUnsettled = Callable[[Turn], Awaitable[object]]


def settling_methods(preview: PreviewUnsettled) -> Offer:
    """What may settle the difference of a swap; nothing to choose when there is none."""

    async def offer(turn: Turn) -> Methods | None:
        try:
            await preview(turn)
        except PaymentMethodNeeded as needed:
            return await _methods(turn, needed.difference)
        return None

    return offer


async def _methods(turn: Turn, difference: Money) -> Methods:
    on_file = await payment_methods(turn.session, turn.shopper)
    if difference.amount_minor < 0:
        back = Money(-difference.amount_minor, difference.currency)
        if not any(each.kind is PaymentMethodKind.STORE_CREDIT for each in on_file):
            on_file.append(MethodOnFile(STORE_CREDIT, PaymentMethodKind.STORE_CREDIT))
        return Methods(on_file, facts={"amount": str(back)}, question="utter_request_settle_with_refund")
    able = await payable_with(turn.session, on_file, difference)
    return Methods(able.methods, short=able.short, facts={"amount": str(difference)})


def swaps_told(swaps: tuple[PlannedSwap | PlannedExchangeLine, ...]) -> str:
    """`Desk Lamp: black to white`, with only the options that change."""
    return joined([_swap(each) for each in swaps])


def _swap(swap: PlannedSwap | PlannedExchangeLine) -> str:
    old, new = swap.old_options, swap.new_options
    changed = changed_options(old, new)
    before = ", ".join(old[key] for key in changed if key in old)
    after = ", ".join(new[key] for key in changed if key in new)
    return f"{counted(swap.name, swap.quantity)}: {before} → {after}"
