"""Whatever the core may refuse in these flows, as its docstrings say, is put in words."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from actions.engine.flow import Flow
from actions.flows.change_order_address import ChangeOrderAddressFlow
from actions.flows.change_order_payment import ChangeOrderPaymentFlow
from actions.flows.change_profile import ChangeProfileFlow
from actions.flows.order_again import OrderAgainFlow
from commerce.customers.payment_methods import remove_payment_method
from commerce.customers.profile import change_default_address, change_email, change_phone
from commerce.orders.again import order_again
from commerce.orders.change_address import change_address
from commerce.orders.change_payment import change_payment

# The shape words it for every flow, or a step asks again for what was wrong.
ELSEWHERE = {"PlanChanged", "InvalidAddress", "InvalidEmail", "InvalidPhone"}


def raised_by(service: Callable[..., Any]) -> set[str]:
    """The refusals that its docstring names."""
    sentence = re.search(r"[Rr]aises ([^.]*)\.", service.__doc__ or "")
    assert sentence, service.__name__
    return set(re.findall(r"\b[A-Z][A-Za-z]+", sentence[1]))


@pytest.mark.parametrize(
    ("flow", "services"),
    [
        (ChangeOrderAddressFlow, [change_address]),
        (ChangeOrderPaymentFlow, [change_payment]),
        (OrderAgainFlow, [order_again]),
        (
            ChangeProfileFlow,
            [change_default_address, change_email, change_phone, remove_payment_method],
        ),
    ],
)
def test_every_refusal_has_its_words(flow: type[Flow], services: list[Callable[..., Any]]) -> None:
    worded = {refusal.__name__ for refusal in flow.refusals}
    raised = set().union(*(raised_by(service) for service in services))
    assert raised - ELSEWHERE <= worded
