"""Keeps what products are found by true to the catalogue."""

from pathlib import Path

import structlog
from procrastinate import Blueprint

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.help.encoder import QuestionEncoder
from commerce.search.indexing import index_products

log = structlog.get_logger(__name__)


def search_jobs(sessions: Sessions, clock: Clock, encoder_folder: Path) -> Blueprint:
    """Make the job that indexes what has changed, with the encoder held only while it runs."""
    jobs = Blueprint()

    @jobs.periodic(cron="23 * * * *")
    @jobs.task(name="index_products", queueing_lock="index_products")
    async def index_products_job(timestamp: int) -> None:
        del timestamp
        encoder = QuestionEncoder(encoder_folder)
        done = await index_products(sessions, encoder.encode, encoder.digest, clock)
        log.info("indexed products", products=done.products, embedded=done.embedded)

    return jobs
