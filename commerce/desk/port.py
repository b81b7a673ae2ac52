"""What a desk is to the store: a place where its people see cases as they are, and work them."""

from typing import Protocol
from uuid import UUID


class HandoffDesk(Protocol):
    """A desk. What its people do there goes through `commerce.desk`, the same at every desk.

    An implementation shows an open case with its whole transcript and what is said and noted since, in the
    log's order, each once; it lets exactly those words through to the shopper that the claiming agent means
    for them; and it tells an agent why something was refused.

    The pages of the web desk read the case whenever they are told of news, so nothing has to be followed
    there. A desk elsewhere is kept as the case is by `follow`.
    """

    name: str

    async def follow(self, conversation_id: UUID) -> bool:
        """Have the case shown as it is now; whether nothing is left to do.

        May be repeated, at any time and by several processes. What the desk's provider fails at becomes an
        alarm and is taken up later: it raises only what the database raises.
        """
        ...
