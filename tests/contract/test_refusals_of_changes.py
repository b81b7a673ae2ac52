"""Whatever a change may refuse, as it declares, is put in words by the flow that makes it."""

from typing import Any

import pytest

from actions.engine.change import ChangeFlow
from actions.engine.flow import Flow
from actions.flows.listed import FLOWS
from commerce.changes import Change
from commerce.customers.addresses import InvalidAddress
from commerce.customers.contacts import InvalidEmail, InvalidPhone
from commerce.customers.payment_methods import ChooseDefaultMethod, RemovePaymentMethod
from commerce.customers.profile import ChangeDefaultAddress, ChangeEmail, ChangePhone
from commerce.gift_cards.redeeming import RedeemGiftCard
from commerce.loyalty.redeem import RedeemPoints
from commerce.order_changes.address import ChangeAddress
from commerce.order_changes.again import OrderAgain
from commerce.order_changes.cancel import CancelOrder, CancelReasonNeeded
from commerce.order_changes.items import ChangeItems
from commerce.order_changes.payment import ChangePayment
from commerce.problems.items import NotAnItemProblem, ReportItems
from commerce.problems.late import ClaimLate
from commerce.problems.parcels import ReportLostParcel
from commerce.returns.exchange import RequestExchange
from commerce.returns.request import RequestReturn
from commerce.returns.withdraw import CancelReturn
from commerce.reviews.writing import WriteReview
from commerce.subscriptions.changing import (
    ChangeDestination,
    ChangeInterval,
    ChangeMethod,
    ChangeQuantity,
    PauseSubscription,
    ResumeSubscription,
    SkipNext,
)
from commerce.subscriptions.ending import CancelSubscription, TakeStayOffer
from commerce.subscriptions.subscribe import Subscribe
from commerce.wishlists.sharing import ShareWishlist, StopSharing

CHANGES: dict[str, list[type[Change[Any, Any, Any]]]] = {
    "cancel_order": [CancelOrder],
    "cancel_return": [CancelReturn],
    "change_order_address": [ChangeAddress],
    "change_order_items": [ChangeItems],
    "change_order_payment": [ChangePayment],
    "change_profile": [
        ChangeDefaultAddress,
        ChangeEmail,
        ChangePhone,
        RemovePaymentMethod,
        ChooseDefaultMethod,
    ],
    "exchange_items": [RequestExchange],
    "leave_review": [WriteReview],
    "order_again": [OrderAgain],
    "redeem_gift_card": [RedeemGiftCard],
    "redeem_points": [RedeemPoints],
    "report_problem": [ReportItems, ReportLostParcel, ClaimLate],
    "return_items": [RequestReturn],
    "share_wishlist": [ShareWishlist, StopSharing],
    "subscribe": [Subscribe],
    "manage_subscription": [
        SkipNext,
        PauseSubscription,
        ResumeSubscription,
        ChangeInterval,
        ChangeQuantity,
        ChangeDestination,
        ChangeMethod,
        CancelSubscription,
        TakeStayOffer,
    ],
}
# A step asks again for what was wrong, or offers nothing else to begin with.
ELSEWHERE = {InvalidAddress, InvalidEmail, InvalidPhone, CancelReasonNeeded, NotAnItemProblem}
CHANGE_FLOWS = {flow.name: flow for flow in FLOWS if isinstance(flow, ChangeFlow)}


def test_every_flow_that_changes_something_is_held() -> None:
    assert set(CHANGES) == set(CHANGE_FLOWS)


@pytest.mark.parametrize("flow", CHANGES)
def test_every_refusal_has_its_words(flow: str) -> None:
    raised = {refusal for change in CHANGES[flow] for refusal in change.raises}
    assert raised
    assert raised - ELSEWHERE <= set(CHANGE_FLOWS[flow].refusals)


@pytest.mark.parametrize("flow", FLOWS)
def test_what_goes_to_a_person_has_words_too(flow: Flow) -> None:
    assert flow.for_a_person <= set(flow.refusals)
