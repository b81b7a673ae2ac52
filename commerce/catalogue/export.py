"""Writes the names of products down for the bot, which recognises them in what shoppers say."""

import json
import tempfile
from pathlib import Path

from sqlalchemy import select

from commerce.catalogue.models import Product
from commerce.database import create_engine


async def export_catalogue(database_url: str, path: Path) -> None:
    """Write a line `{"title", "aliases"}` for each title; readers see the old file or the new one."""
    engine = create_engine(database_url, pool_size=1)
    try:
        async with engine.connect() as connection:
            titles = await connection.scalars(select(Product.title).distinct().order_by(Product.title))
            rows = [{"title": title, "aliases": []} for title in titles]
    finally:
        await engine.dispose()
    _replace(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
        draft.write(text)
    written = Path(draft.name)
    written.chmod(0o644)
    written.replace(path)
