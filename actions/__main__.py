"""`python -m actions`: the action server on loopback."""

import logging
import sys
import warnings

from sanic import Sanic

from actions.server import create_server
from actions.turn.shop import Shop
from aisle.logs import configure_logging
from aisle.settings import Settings, SettingsError, load_settings
from aisle.tracing import configure_tracing
from commerce.clock import SystemClock
from commerce.database import create_engine, sessions_of
from commerce.desk.hours import DeskHours
from commerce.help.encoder import EncoderUnfit, QuestionEncoder
from commerce.links.documents import DocumentLinks
from commerce.notifications.setup import notifier_of
from commerce.search.service import ProductSearch
from commerce.spelling import spelling_of


def desk_hours_of(settings: Settings) -> DeskHours:
    """The desk's hours. Raises SettingsError."""
    try:
        return DeskHours.parse(settings.desk_hours, settings.desk_holidays)
    except ValueError as wrong:
        raise SettingsError(f"AISLE_DESK_HOURS and AISLE_DESK_HOLIDAYS: {wrong}") from None


def _application(settings: Settings) -> Sanic:
    encoder = QuestionEncoder(settings.var_path / "encoder")
    database_url = settings.database_url.get_secret_value()
    secret = settings.conversation_secret.get_secret_value()
    engine = create_engine(database_url)
    clock = SystemClock(settings.time_zone)
    shop = Shop(
        sessions_of(engine),
        clock,
        notifier=notifier_of(
            database_url,
            clock,
            settings.store_name,
            sends_texts=settings.sends_texts,
            spelling=spelling_of(settings.locale),
        ),
        links=DocumentLinks(settings.public_url, secret),
        search=ProductSearch(encoder.encode, encoder.knows),
        name=settings.store_name,
        desk_hours=desk_hours_of(settings),
        human_topics=settings.human_topics,
        charges_only_saved=bool(settings.stripe_secret_key.get_secret_value()),
        code_secret=secret,
    )
    app = create_server(shop, encoder.encode, settings.internal_secret.get_secret_value())

    @app.after_server_stop
    async def disconnect(_: Sanic) -> None:
        await engine.dispose()

    return app


def main() -> int:
    """Serve until a signal stops it; 1 when a setting is missing or wrong."""
    try:
        settings = load_settings()
        settings.database_url.get_secret_value()
        settings.internal_secret.get_secret_value()
    except SettingsError as error:
        print(f"action server: {error}", file=sys.stderr)  # noqa: T201  there is no logging yet
        return 1
    configure_logging("actions", json=settings.is_production)
    configure_tracing("actions", settings.traces_url)
    # It names every action, and warns that it is newer than Rasa 3.6, with which it works.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk", category=UserWarning)
    try:
        app = _application(settings)
    except (EncoderUnfit, SettingsError) as error:
        print(f"action server: {error}", file=sys.stderr)  # noqa: T201  one line for the operator
        return 1
    app.prepare(host="127.0.0.1", port=settings.actions_port, single_process=True, motd=False)
    Sanic.serve_single(primary=app)
    return 0


if __name__ == "__main__":
    sys.exit(main())
