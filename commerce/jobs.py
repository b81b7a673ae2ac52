"""The job queue on the store's own database, as those see it who leave jobs there."""

from procrastinate import App, PsycopgConnector


def job_queue(database_url: str) -> App:
    """The queue, to defer jobs in a transaction of the caller's; the worker has the jobs themselves."""
    return App(connector=PsycopgConnector(conninfo=database_url))
