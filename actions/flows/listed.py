"""The flows: what is here has a form, the rules that start and end it, and an action that serves it."""

from actions.engine.flow import Flow
from actions.flows.add_to_cart import AddToCart
from actions.flows.add_to_wishlist import AddToWishlist
from actions.flows.apply_code import ApplyCode
from actions.flows.cancel_order import CancelOrderFlow
from actions.flows.cancel_return import CancelReturnFlow
from actions.flows.change_order_address import ChangeOrderAddressFlow
from actions.flows.change_order_items import ChangeOrderItems
from actions.flows.change_order_payment import ChangeOrderPaymentFlow
from actions.flows.change_profile import ChangeProfileFlow
from actions.flows.check_credit import CheckCredit
from actions.flows.check_order_status import CheckOrderStatus
from actions.flows.check_points import CheckPoints
from actions.flows.check_referrals import CheckReferrals
from actions.flows.check_refund_status import CheckRefundStatus
from actions.flows.check_return_status import CheckReturnStatus
from actions.flows.exchange_items import ExchangeItems
from actions.flows.get_invoice import GetInvoice
from actions.flows.invite_friend import InviteFriend
from actions.flows.leave_review import LeaveReview
from actions.flows.list_orders import ListOrders
from actions.flows.manage_subscription import ManageSubscription
from actions.flows.order_again import OrderAgainFlow
from actions.flows.place_order import PlaceOrder
from actions.flows.redeem_gift_card import RedeemGiftCardFlow
from actions.flows.redeem_points import RedeemPointsFlow
from actions.flows.remove_from_cart import RemoveFromCart
from actions.flows.remove_from_wishlist import RemoveFromWishlist
from actions.flows.report_missing_points import ReportMissingPoints
from actions.flows.report_problem import ReportProblem
from actions.flows.return_items import ReturnItems
from actions.flows.share_wishlist import ShareWishlistFlow
from actions.flows.show_order_details import ShowOrderDetails
from actions.flows.subscribe import SubscribeFlow
from actions.flows.view_cart import ViewCart
from actions.flows.view_wishlist import ViewWishlist

FLOWS: tuple[Flow, ...] = (
    CheckOrderStatus(),
    ListOrders(),
    ShowOrderDetails(),
    CancelOrderFlow(),
    ChangeOrderAddressFlow(),
    ChangeOrderPaymentFlow(),
    ChangeOrderItems(),
    ReturnItems(),
    ExchangeItems(),
    ReportProblem(),
    CancelReturnFlow(),
    CheckReturnStatus(),
    CheckRefundStatus(),
    GetInvoice(),
    OrderAgainFlow(),
    ChangeProfileFlow(),
    CheckPoints(),
    RedeemPointsFlow(),
    CheckCredit(),
    ReportMissingPoints(),
    ViewCart(),
    AddToCart(),
    RemoveFromCart(),
    ApplyCode(),
    PlaceOrder(),
    RedeemGiftCardFlow(),
    InviteFriend(),
    CheckReferrals(),
    LeaveReview(),
    SubscribeFlow(),
    ManageSubscription(),
    ViewWishlist(),
    AddToWishlist(),
    RemoveFromWishlist(),
    ShareWishlistFlow(),
)
