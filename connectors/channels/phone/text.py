"""A shopper's text, whoever brought it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneText:
    """What somebody sent from a number."""

    id: str  # the provider's
    sender: str  # E.164
    body: str
    media: tuple[str, ...] = ()  # where the provider keeps what came with it
    opt_out: str = ""  # STOP, START or HELP when the provider has acted on it itself
