"""Every table of the store, so that one import knows the whole schema."""

from commerce.alerts.models import Alert, LowStockTold
from commerce.attachments.models import Attachment, SentFile
from commerce.audit.models import AuditEntry, CompletedOperation
from commerce.carts.models import Cart, CartCode, CartLine
from commerce.catalogue.models import Category, PriceChange, Product, StockEntry, Variant
from commerce.checkout.models import Checkout, HeldLine
from commerce.consent.models import ConsentEntry
from commerce.customers.models import Address, CreditEntry, Customer, OneTimeCode, PaymentMethod
from commerce.database import Base
from commerce.desk.models import (
    CannedReply,
    CsatRating,
    DeskAlarm,
    DeskDraft,
    DeskNote,
    DeskPost,
    DeskThread,
)
from commerce.events.models import ShopEvent
from commerce.figures.models import Figure, FigureReader, SourceDay
from commerce.gift_cards.models import GiftCard
from commerce.help.models import HelpArticle, HelpPassage
from commerce.journeys.models import (
    JourneyMark,
    JourneyPause,
    JourneyRun,
    JourneyStep,
    JourneyVersion,
)
from commerce.links.models import ShortLink
from commerce.locks.models import AccountLock, FormerContact
from commerce.loyalty.models import PointsEntry
from commerce.notifications.models import MailHandover, Undeliverable
from commerce.orders.models import Order, OrderLine, Payment, Refund, Shipment, ShipmentLine, TrackingEvent
from commerce.orders.problem_reports import ProblemReport
from commerce.payments.models import Dispute, PaymentAttempt, ProviderEvent
from commerce.policies.models import Policy
from commerce.promotions.models import Promotion, PromotionUse, SingleUseCode
from commerce.recommendations.models import ProductNeighbours, RecommenderVersion
from commerce.referrals.models import Referral, ReferralCode
from commerce.returns.models import ReturnLine, ReturnRequest
from commerce.reviews.models import Review, ReviewVote
from commerce.search.models import ProductDocument, SearchTerm
from commerce.segments.models import CustomerScores, CustomerSegment, SegmentRound
from commerce.staff.models import BackupCode, SignInLink, StaffMember, StaffSession
from commerce.subscriptions.models import Subscription
from commerce.support.models import (
    Conversation,
    Handoff,
    IdentificationAttempt,
    Message,
    Understanding,
)
from commerce.training.models import (
    ConversationTag,
    GateCase,
    InboxNote,
    ModelPromotion,
    ShadowAnswer,
    TrainedModel,
    TrainingChange,
)
from commerce.wishlists.models import Wishlist, WishlistItem

__all__ = [
    "AccountLock",
    "Address",
    "Alert",
    "Attachment",
    "AuditEntry",
    "BackupCode",
    "Base",
    "CannedReply",
    "Cart",
    "CartCode",
    "CartLine",
    "Category",
    "Checkout",
    "CompletedOperation",
    "ConsentEntry",
    "Conversation",
    "ConversationTag",
    "CreditEntry",
    "CsatRating",
    "Customer",
    "CustomerScores",
    "CustomerSegment",
    "DeskAlarm",
    "DeskDraft",
    "DeskNote",
    "DeskPost",
    "DeskThread",
    "Dispute",
    "Figure",
    "FigureReader",
    "FormerContact",
    "GateCase",
    "GiftCard",
    "Handoff",
    "HeldLine",
    "HelpArticle",
    "HelpPassage",
    "IdentificationAttempt",
    "InboxNote",
    "JourneyMark",
    "JourneyPause",
    "JourneyRun",
    "JourneyStep",
    "JourneyVersion",
    "LowStockTold",
    "MailHandover",
    "Message",
    "ModelPromotion",
    "OneTimeCode",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentAttempt",
    "PaymentMethod",
    "PointsEntry",
    "Policy",
    "PriceChange",
    "ProblemReport",
    "Product",
    "ProductDocument",
    "ProductNeighbours",
    "Promotion",
    "PromotionUse",
    "ProviderEvent",
    "RecommenderVersion",
    "Referral",
    "ReferralCode",
    "Refund",
    "ReturnLine",
    "ReturnRequest",
    "Review",
    "ReviewVote",
    "SearchTerm",
    "SegmentRound",
    "SentFile",
    "ShadowAnswer",
    "Shipment",
    "ShipmentLine",
    "ShopEvent",
    "ShortLink",
    "SignInLink",
    "SingleUseCode",
    "SourceDay",
    "StaffMember",
    "StaffSession",
    "StockEntry",
    "Subscription",
    "TrackingEvent",
    "TrainedModel",
    "TrainingChange",
    "Undeliverable",
    "Understanding",
    "Variant",
    "Wishlist",
    "WishlistItem",
]
