"""Writes down what the bot recognises in what shoppers say: products, their options, promotion codes."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from commerce.catalogue.models import Product, Variant
from commerce.database import create_engine
from commerce.promotions.models import Promotion


async def export_catalogue(database_url: str, path: Path) -> None:
    """Write a line `{"title", "aliases", "options"}` for each title, with all values its variants have, and
    `{"promotion_code"}` for each code, over or not; readers see the old file or the new one.
    """
    engine = create_engine(database_url, pool_size=1)
    try:
        async with engine.connect() as connection:
            sold = await connection.execute(
                select(Product.title, Variant.options)
                .outerjoin(Product.variants)
                .order_by(Product.title, Variant.sku)
            )
            rows = [*_products(sold.all()), *await _codes(connection)]
    finally:
        await engine.dispose()
    _replace(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _products(sold: Iterable[Row[str, dict[str, str] | None]]) -> list[dict[str, Any]]:
    options: dict[str, dict[str, list[str]]] = {}
    for title, chosen in sold:
        of_title = options.setdefault(title, {})
        for name, value in (chosen or {}).items():
            values = of_title.setdefault(name, [])
            if value not in values:
                values.append(value)
    return [{"title": title, "aliases": [], "options": values} for title, values in options.items()]


async def _codes(connection: AsyncConnection) -> list[dict[str, Any]]:
    codes = await connection.scalars(select(Promotion.code).order_by(Promotion.code))
    return [{"promotion_code": code} for code in codes]


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
        draft.write(text)
    written = Path(draft.name)
    written.chmod(0o644)
    written.replace(path)
