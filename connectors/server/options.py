"""How a gateway behaves, beyond the addresses it is given."""

from dataclasses import dataclass
from datetime import timedelta

from commerce.spelling import Spelling, as_written

MOST_CONNECTIONS = 10_000
MOST_MEMORY_MB = 1536


@dataclass(frozen=True, slots=True)
class GatewayOptions:
    """Limits and times, each with its default."""

    allowed_origins: tuple[str, ...] = ()
    trusted_proxies: int = 0  # how many proxies stand in front and set X-Forwarded-For
    serves_demo: bool = False
    public_url: str = ""  # where it is reached: links begin so, and https makes cookies secure
    store_name: str = "the store"  # as documents name it
    spelling: Spelling = as_written

    messages_per_minute: int = 60  # of one conversation
    message_burst: int = 30
    address_messages_per_minute: int = 600  # of one address, which an office or a carrier shares
    address_message_burst: int = 200
    sign_in_burst: int = 20  # passwords, links and codes tried at once from one network address
    largest_body: int = 32 * 1024  # bytes
    address_files_per_minute: int = 10

    keep_understandings: timedelta = timedelta(days=180)  # so far back goes the trainers' inbox
    human_topics: frozenset[str] = frozenset()  # left to people, whatever the bot could say
    desk_undo: timedelta = timedelta(0)  # in which an agent can take a reply back
    reopen_within: timedelta = timedelta(0)  # after a case was resolved, to the same agent
    sockets_per_address: int = 100
    connections_per_address: int = 200  # not counted behind a proxy, which has them all
    connections: int = MOST_CONNECTIONS
    request_within_s: float = 15.0  # from its first byte to its last
    most_waiting: int = 300  # conversations per dialogue server, before newcomers are told that it is busy
    most_memory_mb: int | None = None  # before it ends, to be replaced; None where others share it
    look_at_memory_every_s: float = 2.0
    metrics_port: int = 0  # of loopback; 0 for none
    needs_worker: bool = False  # whether it is ready only while a worker runs jobs

    answer_wait_s: float = 15.0  # before a turn that goes on is answered 202
    dialogue_timeout_s: float = 30.0  # of one attempt
    dialogue_deadline_s: float = 120.0  # of all attempts while it is away
    refused_deadline_s: float = 30.0  # of all attempts while it answers that it cannot
    turns_at_once: int = 16  # per dialogue server
    sweep_every_s: float = 2.0
    look_every_s: float = 10.0
    health_every_s: float = 1.0
    turn_to_try_every_s: float = 10.0  # a turn that shows that a dialogue server works

    @property
    def is_https(self) -> bool:
        """Whether shoppers and staff reach it by https only."""
        return self.public_url.startswith("https://")
