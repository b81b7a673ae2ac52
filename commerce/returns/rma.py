"""RMA numbers: what a shopper writes on the parcel that comes back."""

import secrets

# Without letters and digits that are taken for one another when read aloud or written by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def new_rma_number() -> str:
    """A number nobody can guess, such as `RMA-7KQ2M9XA`; the table refuses one that exists."""
    return "RMA-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
