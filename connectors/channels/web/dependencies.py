"""What the routes of the chat API work with, over HTTP and over WebSockets."""

from dataclasses import dataclass

from connectors.channels.web.chat import Chat
from connectors.channels.web.tokens import Tokens
from connectors.conversation.hub import Hub
from connectors.conversation.signs import Signs
from connectors.edge.origins import AllowedOrigins
from connectors.edge.rate import OpenAtOnce, TokenBuckets


@dataclass(frozen=True, slots=True)
class ChatDependencies:
    """The parts of a gateway that the chat API is made of."""

    chat: Chat
    hub: Hub
    signs: Signs
    tokens: Tokens
    per_conversation: TokenBuckets
    per_address: TokenBuckets
    sockets: OpenAtOnce
    origins: AllowedOrigins
    answer_wait_s: float
