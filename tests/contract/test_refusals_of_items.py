"""Whatever the core may refuse about the items of an order is put in words that the refusal can fill."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from actions.engine.flow import Flow
from actions.engine.refusal_facts import refusal_facts
from actions.flows.cancel_return import CancelReturnFlow
from actions.flows.change_order_items import ChangeOrderItems
from actions.flows.exchange_items import ExchangeItems
from actions.flows.return_items import ReturnItems
from commerce.catalogue.variants import NotSameProduct, SameVariant, VariantNotFound, VariantUnavailable
from commerce.customers.credit import InsufficientBalance
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile, PaymentMethodNotFound
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.refusals import (
    ItemsAlreadyChanged,
    LineNamedTwice,
    NoItems,
    OrderLineNotFound,
    OrderNotFound,
    OrderNotPending,
    QuantityNotInLine,
    RefundExceedsPayments,
)
from commerce.orders.settlement import PaymentMethodNeeded
from commerce.returns.models import ReturnStatus
from commerce.returns.refusals import (
    AlreadyMadeGood,
    AlreadyReturned,
    FinalSale,
    NotDelivered,
    RefundDestinationNotAllowed,
    ReturnNotFound,
    ReturnNotOpen,
    ReturnWindowClosed,
)

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 6, 15)
TEN = Money(1000, "USD")
CARD = MethodOnFile("card", PaymentMethodKind.CREDIT_CARD, "visa", "4242")
REFUSALS: tuple[CommerceError, ...] = (
    OrderNotFound("A1"),
    OrderNotPending("A1", OrderStatus.SHIPPED),
    ItemsAlreadyChanged("A1"),
    OrderLineNotFound("A1", uuid4()),
    NoItems("A1"),
    LineNamedTwice("A1", uuid4()),
    QuantityNotInLine("A1", "Mug", 3, 2),
    RefundExceedsPayments("A1", TEN, TEN),
    NotDelivered("A1", OrderStatus.SHIPPED, "Mug"),
    ReturnWindowClosed("A1", "Mug", TODAY, TODAY),
    FinalSale("A1", "Mug"),
    AlreadyMadeGood("A1", "Mug"),
    AlreadyReturned("A1", "Mug"),
    RefundDestinationNotAllowed("A1", CARD, (CARD,)),
    ReturnNotFound("RMA-1"),
    ReturnNotOpen("RMA-1", ReturnStatus.RECEIVED),
    VariantNotFound("MUG-1"),
    NotSameProduct("Mug", "MUG-1"),
    SameVariant("Mug", "MUG-1"),
    VariantUnavailable("MUG-1", {"color": "red"}, 2, 1),
    PaymentMethodNeeded("A1", TEN),
    PaymentMethodNotFound("card"),
    InsufficientBalance("card", TEN, TEN),
)
FLOWS: tuple[type[Flow], ...] = (ReturnItems, ExchangeItems, ChangeOrderItems, CancelReturnFlow)


@cache
def responses() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]


@pytest.mark.parametrize("flow", FLOWS)
def test_a_refusal_knows_what_its_words_tell(flow: type[Flow]) -> None:
    known = {type(refusal): refusal for refusal in REFUSALS}
    for kind, response in flow.refusals.items():
        (worded,) = responses()[response]
        said = [worded["text"], *(button["payload"] for button in worded.get("buttons", []))]
        wanted = {name for text in said for name in re.findall(r"\{(\w+)\}", text)}
        facts = refusal_facts(known[kind], TODAY)
        assert wanted <= set(facts), response
        assert all(isinstance(facts[name], str | int) for name in wanted), response
