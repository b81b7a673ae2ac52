"""What an import takes for granted where the files do not say; it tells each with how often."""

from enum import StrEnum


class Assumption(StrEnum):
    """What the files leave open and how the import fills it; `{count}` is how many rows it concerns."""

    STOCK_NOT_COUNTED = (
        "{count} variants: stock is not counted; whether one can be bought is taken from `available`"
    )
    NO_LONGER_LISTED = "{count} variants are no longer listed by their product and not offered any more"
    OPENING_BALANCE = "{count} gift cards: the balance in the file is taken as the opening balance"
    BALANCE_CORRECTED = (
        "{count} gift cards: the balance in the file has changed; the difference is a correction"
    )
    NUMBERS_AS_TEXT = (
        "{count} rows have ids, ZIP codes or card digits as numbers; they were read as text, with the zeros "
        "in front that a number loses"
    )
    UNKNOWN_PAYMENT_TYPE = (
        "{count} customers have payment methods of a type this store has no rules for; each was kept under "
        "its name"
    )
    CARD_DIGITS_UNREADABLE = "{count} customers have a card whose last four digits are not four digits"
    ONE_NAME = "{count} customers have one name only; they are found by it alone"
    NO_NAME = "{count} customers have no name; nobody is identified by one"
    NO_ADDRESS = "{count} customers have no address; nobody is identified by a postcode"
    INCOMPLETE_ADDRESS = (
        "{count} customers have an address without street, city, ZIP or country; it was left out"
    )
    NO_PHONE = "{count} customers have no phone number"
    NO_DATES = (
        "{count} orders have no dates: when they were placed, delivered or cancelled is unknown, and their "
        "payments and refunds carry the time of the import"
    )
    DELIVERED_LONG_AGO = (
        "{count} orders were sent more than two weeks ago; they count as delivered on the day they were sent"
    )
    BILLED_TO = "{count} orders say no delivery address; the billing address stands for it"
    NEW_BUYER = "{count} orders are of somebody who was not on file; they are now, by their e-mail address"
    REFUNDED_WHOLE = "{count} orders were refunded as a whole; they count as cancelled"
    SENT_WITHOUT_STATUS = "{count} parcels are known by their tracking number only; where they are is unknown"
    DELIVERED_WITH_ORDER = "{count} parcels count as delivered because their order is"
    NO_TRACKING_NUMBER = "{count} parcels have no tracking number"
    SEVERAL_NUMBERS = (
        "{count} shipments have several tracking numbers; the items are recorded with the first parcel"
    )
    CANCELLED_WITHOUT_REASON = "{count} cancelled orders have no reason; it is recorded as unknown"
    CANCELLED_NOT_REFUNDED = "{count} cancelled orders were paid and show no full refund"
    REFUND_COMPLETED = "{count} refunds count as completed"
    REFUND_WITHOUT_REASON = "{count} refunds have no reason; it is recorded as unknown"
    REFUND_OF_CHANGE = "{count} orders were refunded down to their items; taken for a change of items"
    SHIPPING_FROM_PAYMENT = "{count} orders were paid above their items; the rest is taken for shipping"
    NOT_PAID = "{count} orders show no payment"
    UNLISTED_SKU = (
        "{count} SKUs are in orders but not in the catalogue; each became a variant that is not offered"
    )
    NO_POINTS = "{count} delivered orders earned no loyalty points, since the files have none"
    UNREAD_FIELDS = "{count} rows have fields this import does not read"
    KEPT = "{count} rows differ from the store, which has changed them since; the store's state was kept"
