"""Keeps what products are found and recommended by true to the store, and tells who waits for one."""

from pathlib import Path

import structlog
from procrastinate import Blueprint

from commerce.alerts.low_stock import tell_operators
from commerce.alerts.telling import tell_alerts
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.help.encoder import QuestionEncoder
from commerce.notification import Notifier
from commerce.recommendations.training import train_recommender
from commerce.search.indexing import index_products

log = structlog.get_logger(__name__)


def search_jobs(sessions: Sessions, clock: Clock, notifier: Notifier, encoder_folder: Path) -> Blueprint:
    """Make the jobs of the search, whose encoder is held only while it indexes, and of what follows it."""
    jobs = Blueprint()

    @jobs.periodic(cron="23 * * * *")
    @jobs.task(name="index_products", queueing_lock="index_products")
    async def index_products_job(timestamp: int) -> None:
        del timestamp
        encoder = QuestionEncoder(encoder_folder)
        done = await index_products(sessions, encoder.encode, encoder.digest, clock)
        log.info("indexed products", products=done.products, embedded=done.embedded)

    @jobs.periodic(cron="41 4 * * *")
    @jobs.task(name="train_recommender", queueing_lock="train_recommender")
    async def train_recommender_job(timestamp: int) -> None:
        del timestamp
        trained = await train_recommender(sessions, clock)
        log.info(
            "trained recommender",
            version=trained.version_id,
            interactions=trained.interactions,
            refused=trained.refused,
        )

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="tell_alerts", queueing_lock="tell_alerts")
    async def tell_alerts_job(timestamp: int) -> None:
        del timestamp
        if told := await tell_alerts(sessions, notifier, clock):
            log.info("told of alerts", told=told)

    @jobs.periodic(cron="30 11 * * *")
    @jobs.task(name="tell_low_stock", queueing_lock="tell_low_stock")
    async def tell_low_stock_job(timestamp: int) -> None:
        del timestamp
        async with sessions.begin() as session:
            if new := await tell_operators(session, notifier, clock):
                log.info("told of low stock", variants=new)

    return jobs
