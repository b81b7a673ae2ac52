"""The gateway's web application."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, Sanic, json
from sanic.config import Config

from commerce.links.documents import DocumentLinks
from commerce.notifications.preferences import PreferenceLinks
from commerce.notifications.tracking import MailLinks
from commerce.staff.sealing import Seal
from connectors.channels.listed import modules_of
from connectors.channels.web.routes import chat_routes
from connectors.edge.errors import handle_errors
from connectors.edge.headers import add_security_headers
from connectors.edge.large_bodies import allow_large_bodies
from connectors.edge.meters import RESPONSES
from connectors.edge.origins import allow_other_origins
from connectors.edge.proxies import warn_of_a_proxy
from connectors.edge.rate import TokenBuckets
from connectors.edge.static_files import StaticFolder
from connectors.pages.api_docs import docs_routes
from connectors.pages.cart import CartParts, cart_routes
from connectors.pages.checkout.demo_routes import demo_pay_routes
from connectors.pages.checkout.routes import checkout_routes
from connectors.pages.documents import document_routes
from connectors.pages.events import EventParts, event_routes
from connectors.pages.files import sent_file_routes
from connectors.pages.help import help_routes
from connectors.pages.invitations.routes import InvitationParts, invitation_routes
from connectors.pages.mail_links import mail_link_routes
from connectors.pages.mail_reports import MailReportParts, mail_report_routes
from connectors.pages.preferences.routes import PreferenceParts, preference_routes, unsubscribe_routes
from connectors.pages.reviews import ReviewParts, review_routes
from connectors.pages.search_engines import Shopfront, search_engine_routes
from connectors.pages.storefront import STOREFRONT, demo_routes, file_routes, store_routes
from connectors.pages.stripe.events import StripeEvents
from connectors.pages.stripe.routes import stripe_routes
from connectors.pages.unlock.routes import UnlockParts, unlock_routes
from connectors.pages.wishlist import wishlist_routes
from connectors.server.dependencies import GatewayDependencies
from connectors.server.gateway import Gateway
from connectors.server.readiness import Readiness
from connectors.staff.area import StaffArea
from connectors.staff.desk.routes import desk_routes
from connectors.staff.growth.routes import growth_routes
from connectors.staff.pages import Pages
from connectors.staff.routes import staff_routes
from connectors.staff.trainer.routes import trainer_routes

_numbers = itertools.count(1)


def create_app(given: GatewayDependencies) -> Sanic[Any, Any]:
    """A gateway as a web application, to be served by BoundedProtocol; its work runs while it serves."""
    gateway = Gateway(given)
    # Sanic keeps applications by name, and a process may have several: tests do.
    app: Sanic[Any, Any] = Sanic(
        f"aisle-gateway-{next(_numbers)}", config=_config(given), configure_logging=False
    )

    app.ctx.gateway = gateway
    app.ctx.connections = gateway.connections

    @app.before_server_start
    async def start(_: Sanic[Any, Any]) -> None:
        await gateway.__aenter__()

    @app.after_server_stop
    async def stop(_: Sanic[Any, Any]) -> None:
        await gateway.__aexit__(None, None, None)

    handle_errors(app)
    allow_large_bodies(app)
    _count_responses(app)
    allow_other_origins(app, gateway.origins)
    add_security_headers(app, is_https=given.options.is_https)
    if not given.options.trusted_proxies:
        warn_of_a_proxy(app)
    app.blueprint(chat_routes(gateway.chat(), gateway.uploads()))
    app.blueprint(health_routes(gateway.readiness))
    app.blueprint(docs_routes())
    app.blueprint(file_routes())
    store_name, public_url = given.options.store_name, given.options.public_url
    shop = Shopfront(STOREFRONT, StaticFolder(STOREFRONT), given.sessions, public_url, store_name)
    app.blueprint(search_engine_routes(shop))
    app.blueprint(store_routes(given.sessions, given.search))
    app.blueprint(event_routes(EventParts(given.sessions, gateway.tokens, given.clock, given.events_key)))
    app.blueprint(mail_report_routes(MailReportParts(given.sessions, given.events_key)))
    app.blueprint(help_routes(given.sessions, given.options.store_name))
    app.blueprint(wishlist_routes(given.sessions, given.options.store_name))
    links = DocumentLinks("", given.conversation_secret)  # only to read them
    app.blueprint(document_routes(given.sessions, links, given.clock, given.options.store_name))
    app.blueprint(sent_file_routes(given.sessions, links, given.clock, given.options.store_name))
    for channel in gateway.channels.values():
        for blueprint in channel.routes():
            app.blueprint(blueprint)
    area = StaffArea(
        given.sessions,
        given.clock,
        Seal(given.conversation_secret),
        is_secure=given.options.is_https,
        tries=TokenBuckets(per_minute=10, burst=given.options.sign_in_burst, now=time.monotonic),
    )
    pages = Pages(given.options.store_name, given.clock)
    app.blueprint(staff_routes(area, pages))
    links = DocumentLinks(given.options.public_url, given.conversation_secret)
    desk = gateway.desk(links)
    for routes in (*desk_routes(area, pages, desk), growth_routes(area, pages, desk)):
        app.blueprint(routes)
    preferences = PreferenceParts(
        given.sessions,
        PreferenceLinks(given.options.public_url, given.conversation_secret),
        given.options.store_name,
    )
    app.blueprint(preference_routes(preferences))
    app.blueprint(unsubscribe_routes(preferences))
    app.blueprint(unlock_routes(UnlockParts(given.sessions, given.clock, given.options.store_name)))
    counted = MailLinks(given.options.public_url, given.conversation_secret)
    app.blueprint(mail_link_routes(given.sessions, counted))
    invitations = InvitationParts(given.sessions, given.options.store_name, given.options.is_https)
    app.blueprint(invitation_routes(invitations))
    for routes in _shop_routes(given, gateway, links):
        app.blueprint(routes)
    for routes in trainer_routes(area, pages, gateway.trainers()):
        app.blueprint(routes)
    if given.options.serves_demo:
        app.blueprint(demo_routes(given.sessions, gateway.tokens, given.clock))
    return app


def _shop_routes(given: GatewayDependencies, gateway: Gateway, links: DocumentLinks) -> Iterator[Blueprint]:
    """The cart, the checkout, the reviews, and what the payment provider needs."""
    vouching = gateway.vouching
    yield cart_routes(CartParts(given.sessions, gateway.tokens, vouching, links, given.clock))
    checkout = gateway.checkout(links)
    yield review_routes(
        ReviewParts(given.sessions, gateway.tokens, vouching, checkout.notifier, links, given.clock)
    )
    yield checkout_routes(checkout)
    if given.stripe is not None:
        events = StripeEvents(given.sessions, checkout.payments, checkout.notifier, given.clock)
        yield stripe_routes(given.sessions, events, given.stripe.webhook_secret, given.clock)
    elif given.options.serves_demo:  # whose cards cost nothing
        yield demo_pay_routes(checkout)


def health_routes(readiness: Readiness) -> Blueprint:
    """`/healthz`: the process runs. `/readyz`: a shopper would be answered."""
    routes = Blueprint("health")

    @routes.get("/healthz")
    async def healthz(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @routes.get("/readyz")
    async def readyz(_: Request) -> HTTPResponse:
        missing = await readiness.missing()
        status = "not ready" if missing else "ready"
        return json({"status": status, "missing": missing}, status=503 if missing else 200)

    return routes


def _count_responses(app: Sanic[Any, Any]) -> None:
    @app.on_response
    async def count(request: Request, response: HTTPResponse) -> None:
        route = f"/{request.route.path}" if request.route else "none"
        method = request.method if request.route else "any"
        RESPONSES.labels(method, route, response.status).inc()


def _config(given: GatewayDependencies) -> Config:
    options = given.options
    config = Config(env_prefix=None)
    config.update(
        {
            "AUTO_EXTEND": False,
            "FALLBACK_ERROR_FORMAT": "json",
            "REQUEST_MAX_SIZE": max(
                options.largest_body, *(module.largest_body for module in modules_of(given.channels)), 0
            ),
            "REQUEST_TIMEOUT": options.request_within_s,
            "KEEP_ALIVE_TIMEOUT": 75,  # longer than a proxy keeps its connections, so that it ends them
            "WEBSOCKET_MAX_SIZE": options.largest_body,
            "GRACEFUL_SHUTDOWN_TIMEOUT": 3.0,
            "PROXIES_COUNT": options.trusted_proxies or None,
        }
    )
    return config
