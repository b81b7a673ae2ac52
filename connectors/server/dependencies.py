"""What a gateway is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.rules import DeskRules
from commerce.search.service import ProductSearch
from commerce.search.setup import search_by_words
from connectors.pages.stripe.account import StripeAccount
from connectors.server.options import GatewayOptions
from training.place import Place


@dataclass(frozen=True, slots=True)
class GatewayDependencies:
    """The store, the addresses and secrets of other processes, and how it behaves."""

    sessions: Sessions
    database_url: str  # for the message log, the locks and the news
    dialogue_urls: Sequence[str]
    internal_secret: str  # what the dialogue servers know it by
    conversation_secret: str
    shopper_secret: str
    clock: Clock
    options: GatewayOptions
    desk_rules: DeskRules = field(default_factory=DeskRules)
    channels: Mapping[str, Any] = field(default_factory=dict)  # the account of each that is set up
    stripe: StripeAccount | None = None  # None: the demo store's own payment page
    place: Place = field(default_factory=Place)  # of the files that trainers edit
    events_key: str = field(default="", repr=False)  # of the shop's server
    search: ProductSearch = field(default_factory=search_by_words)
