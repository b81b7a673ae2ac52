"""Reads the customers of Shopify and WooCommerce, in each of their layouts, as lines of `customers.jsonl`."""

import hashlib
from collections.abc import Iterator
from typing import Any

from commerce.importing.shop_values import Row, field


def shop_customers(rows: Iterator[Row]) -> Iterator[dict[str, Any]]:
    """Every customer; who has no id is known by their user name, else by their e-mail address."""
    for row in rows:
        email = field(row, "Email", "email", "billing_email").lower()
        first, last = _names(row)
        customer_id = field(row, "Customer ID", "customer_id", "Username", "user_login")
        yield {
            "id": customer_id or f"guest-{hashlib.blake2b(email.encode(), digest_size=8).hexdigest()}",
            "first_name": first,
            "last_name": last,
            "email": email,
            "address": _address(row),
            "payment_methods": [],
        }


def _names(row: Row) -> tuple[str, str]:
    first = field(row, "First Name", "first_name", "billing_first_name")
    last = field(row, "Last Name", "last_name", "billing_last_name")
    if first or last:
        return first, last
    name = field(row, "Name").split()
    return (" ".join(name[:-1]), name[-1]) if len(name) > 1 else ("".join(name), "")


def _address(row: Row) -> dict[str, str] | None:
    address = {
        "address1": field(row, "Default Address Address1", "Address1", "billing_address_1"),
        "address2": field(row, "Default Address Address2", "Address2", "billing_address_2"),
        "city": field(row, "Default Address City", "City", "billing_city"),
        "state": field(
            row, "Default Address Province Code", "Province Code", "Province", "billing_state", "Region"
        ),
        "zip": field(row, "Default Address Zip", "Zip", "billing_postcode", "Postal code"),
        "country": field(
            row,
            "Default Address Country Code",
            "Country Code",
            "Country",
            "billing_country",
            "Country / Region",
        ),
    }
    return address if any(address.values()) else None
