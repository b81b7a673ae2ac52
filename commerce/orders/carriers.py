"""Where each carrier shows a parcel's way."""

from urllib.parse import quote

# `{}` stands for the tracking number.
_TRACKING_PAGES = {
    "ups": "https://www.ups.com/track?tracknum={}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "dhl": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    "ontrac": "https://www.ontrac.com/tracking/?number={}",
    "canada post": "https://www.canadapost-postescanada.ca/track-reperage/en#/details/{}",
    "purolator": "https://www.purolator.com/en/shipping/tracker?pin={}",
    "royal mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "dpd": "https://www.dpd.co.uk/tracking/trackconsignment.do?parcel.searchField={}",
    "evri": "https://www.evri.com/track/parcel/{}/details",
}


def tracking_page(carrier: str | None, tracking_number: str | None) -> str | None:
    """The carrier's page for this parcel; None where carrier or number is unknown."""
    if not carrier or not tracking_number:
        return None
    page = _TRACKING_PAGES.get(carrier.strip().lower())
    return page.format(quote(tracking_number, safe="")) if page else None
