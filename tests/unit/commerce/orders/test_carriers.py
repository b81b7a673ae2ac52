"""Where a parcel's way is shown."""

from commerce.orders.carriers import tracking_page


def test_a_known_carrier_has_a_page() -> None:
    assert tracking_page("UPS", "1Z999") == "https://www.ups.com/track?tracknum=1Z999"
    assert tracking_page(" fedex ", "12 34") == "https://www.fedex.com/fedextrack/?trknbr=12%2034"


def test_without_carrier_or_number_there_is_none() -> None:
    assert tracking_page(None, "1Z999") is None
    assert tracking_page("UPS", None) is None
    assert tracking_page("Pigeon Post", "1Z999") is None
