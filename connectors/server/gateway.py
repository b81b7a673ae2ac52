"""Puts the parts of a gateway together and keeps its background work running."""

import time
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self
from uuid import uuid4

from procrastinate import App

from commerce.desk.drafts import DraftQueue
from commerce.jobs import job_queue
from commerce.links.documents import DocumentLinks
from commerce.notifications.notifier import CatalogueNotifier
from commerce.notifications.setup import notifier_of
from commerce.support.delivery_queue import DeliveryQueue
from connectors.channels.kit import ChannelPart, Kit
from connectors.channels.listed import modules_of
from connectors.channels.web.chat import Chat
from connectors.channels.web.dependencies import ChatDependencies
from connectors.channels.web.files import Uploads
from connectors.channels.web.tokens import Tokens
from connectors.channels.web.vouching import Vouching
from connectors.conversation.dialogue import DialogueServers
from connectors.conversation.escalations import Escalations
from connectors.conversation.hub import Hub
from connectors.conversation.inbound import Inbound
from connectors.conversation.listener import listen, look_regularly
from connectors.conversation.locks import ConversationLocks
from connectors.conversation.outbox import Outbox
from connectors.conversation.patience import Patience
from connectors.conversation.pool import LogPool
from connectors.conversation.signs import Signs
from connectors.conversation.turns import Turns
from connectors.edge import meters
from connectors.edge.connections import Connections
from connectors.edge.memory import watch_memory
from connectors.edge.origins import AllowedOrigins
from connectors.edge.rate import OpenAtOnce, TokenBuckets
from connectors.pages.checkout.demo_payments import DemoPayments
from connectors.pages.checkout.pages import CheckoutPages
from connectors.pages.checkout.routes import CheckoutParts
from connectors.pages.stripe.payments import StripePayments
from connectors.server.background import keep_at_work
from connectors.server.dependencies import GatewayDependencies
from connectors.server.metrics import StoreMeters, serving_metrics
from connectors.server.readiness import Readiness
from connectors.staff.desk.parts import DeskParts
from connectors.staff.desk.slack.setup import desk_in_gateway
from connectors.staff.trainer.parts import TrainerParts
from training.promotion import Promotions
from training.teaching import Teaching


class Gateway:
    """A gateway's parts. While it is entered, waiting messages are taken up."""

    def __init__(self, given: GatewayDependencies) -> None:
        options = given.options
        self._given = given
        self._origin = uuid4().hex
        self._stack = AsyncExitStack()
        self._hub = Hub()
        self._dialogue = DialogueServers(
            given.dialogue_urls, given.internal_secret, timeout_s=options.dialogue_timeout_s
        )
        self._locks = ConversationLocks(given.database_url)
        self._log = LogPool(given.database_url)
        self._signs = Signs(self._log, self._hub, self._origin)
        jobs = job_queue(given.database_url)
        self._turns = Turns(
            sessions=given.sessions,
            log=self._log,
            locks=self._locks,
            dialogue=self._dialogue,
            patience=Patience(options.dialogue_deadline_s, options.refused_deadline_s),
            hub=self._hub,
            clock=given.clock,
            outbox=Outbox(DeliveryQueue(jobs), self._origin),
            at_once=options.turns_at_once,
            reopen_within=options.reopen_within,
            escalations=Escalations(
                given.sessions,
                self._notifier(),
                given.desk_rules,
                given.clock,
                options.human_topics,
            ),
        )
        self.readiness = Readiness(
            self._log,
            given.sessions,
            self._dialogue,
            turn_every_s=options.turn_to_try_every_s,
            needs_worker=options.needs_worker,
        )
        self.tokens = Tokens(
            conversation_secret=given.conversation_secret,
            shopper_secret=given.shopper_secret,
            clock=given.clock,
        )
        self.vouching = Vouching(given.sessions)
        kit = self._kit(jobs)
        self.channels: dict[str, ChannelPart] = {
            module.name: module.in_gateway(given.channels[module.name], kit)
            for module in modules_of(given.channels)
        }
        self.origins = AllowedOrigins(options.allowed_origins)
        # Behind a proxy every connection is the proxy's, which has to count by address itself.
        most_of_one = None if options.trusted_proxies else options.connections_per_address
        self.connections = Connections(options.connections, most_of_one, options.request_within_s)

    def chat(self) -> ChatDependencies:
        """The parts that the chat API is made of."""
        options = self._given.options
        return ChatDependencies(
            chat=Chat(log=self._log, vouching=self.vouching, inbound=self.inbound()),
            hub=self._hub,
            signs=self._signs,
            tokens=self.tokens,
            per_conversation=TokenBuckets(
                per_minute=options.messages_per_minute, burst=options.message_burst, now=time.monotonic
            ),
            per_address=TokenBuckets(
                per_minute=options.address_messages_per_minute,
                burst=options.address_message_burst,
                now=time.monotonic,
            ),
            sockets=OpenAtOnce(options.sockets_per_address),
            origins=self.origins,
            answer_wait_s=options.answer_wait_s,
        )

    def _notifier(self) -> CatalogueNotifier:
        given = self._given
        return notifier_of(
            given.database_url, given.clock, given.options.store_name, spelling=given.options.spelling
        )

    def uploads(self) -> Uploads:
        """Where the web channel's files go."""
        per_minute = self._given.options.address_files_per_minute
        return Uploads(
            self._given.sessions,
            DeliveryQueue(job_queue(self._given.database_url)),
            TokenBuckets(per_minute=per_minute, burst=per_minute, now=time.monotonic),
        )

    def desk(self, links: DocumentLinks) -> DeskParts:
        """The parts that the desk's pages are made of; `links` signs labels."""
        given = self._given
        notifier = self._notifier()
        return DeskParts(
            sessions=given.sessions,
            hub=self._hub,
            signs=self._signs,
            deliveries=notifier.deliveries,
            notifier=notifier,
            links=links,
            clock=given.clock,
            rules=given.desk_rules,
            drafts=DraftQueue(job_queue(given.database_url)),
            undo=given.options.desk_undo,
        )

    def checkout(self, links: DocumentLinks) -> CheckoutParts:
        """The parts that the checkout's pages are made of; `links` reads and makes their links."""
        given = self._given
        return CheckoutParts(
            sessions=given.sessions,
            links=links,
            clock=given.clock,
            notifier=self._notifier(),
            payments=(
                StripePayments(given.stripe, given.clock)
                if given.stripe is not None
                else DemoPayments(links.base_url, given.conversation_secret)
            ),
            pay_origin="https://checkout.stripe.com" if given.stripe is not None else "",
            pages=CheckoutPages(given.options.store_name),
        )

    def trainers(self) -> TrainerParts:
        """The parts that the trainers' pages are made of."""
        given = self._given
        return TrainerParts(
            sessions=given.sessions,
            hub=self._hub,
            jobs=job_queue(given.database_url),
            clock=given.clock,
            place=given.place,
            teaching=Teaching(given.sessions, given.place, given.clock),
            promotions=Promotions(
                given.sessions,
                given.place,
                given.clock,
                dialogue_urls=given.dialogue_urls,
                secret=given.internal_secret,
            ),
            keep=given.options.keep_understandings,
            spelling=given.options.spelling,
        )

    def _kit(self, jobs: App) -> Kit:
        """What the channels are given."""
        given, options = self._given, self._given.options
        links = DocumentLinks(options.public_url, given.conversation_secret)
        return Kit(
            sessions=given.sessions,
            log=self._log,
            jobs=jobs,
            clock=given.clock,
            store_name=options.store_name,
            public_url=options.public_url,
            link_secret=given.conversation_secret,
            inbound=self.inbound,
            messages_per_minute=options.messages_per_minute,
            message_burst=options.message_burst,
            agents_desk=lambda app: desk_in_gateway(
                app,
                self.desk(links),
                store_name=options.store_name,
                public_url=options.public_url,
            ),
        )

    def inbound(self) -> Inbound:
        """What the channels hand their messages to."""
        options = self._given.options
        return Inbound(
            sessions=self._given.sessions,
            log=self._log,
            turns=self._turns,
            hub=self._hub,
            clock=self._given.clock,
            per_sender=TokenBuckets(
                per_minute=options.messages_per_minute, burst=options.message_burst, now=time.monotonic
            ),
            origin=self._origin,
            most_waiting=options.most_waiting * len(self._given.dialogue_urls),
        )

    async def __aenter__(self) -> Self:
        options = self._given.options
        await self._stack.enter_async_context(self._log)
        await self._stack.enter_async_context(self._dialogue)
        await self._stack.enter_async_context(self._locks)
        self._stack.push_async_callback(self._turns.close)
        works = [
            listen(self._given.database_url, self._hub, self._origin),
            look_regularly(self._log, self._hub, options.look_every_s),
            self._turns.sweep(options.sweep_every_s),
            self.readiness.watch(options.health_every_s),
        ]
        if options.most_memory_mb is not None:
            works.append(watch_memory(options.most_memory_mb, options.look_at_memory_every_s))
        for work in works:
            keep_at_work(self._stack, work)
        if options.metrics_port:
            store = StoreMeters(self._given.sessions, self._given.clock)
            serving = serving_metrics(options.metrics_port, store, self._look)
            await self._stack.enter_async_context(serving)
        for channel in self.channels.values():
            await self._stack.enter_async_context(channel)
        return self

    def _look(self) -> None:
        """Set what is measured only when it is asked for."""
        meters.WAITING.set(self._turns.waiting)
        meters.CONNECTIONS.set(self.connections.open)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()
