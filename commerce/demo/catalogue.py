"""The demo store's products, read from `shelves/`, one file for each category."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SHELVES = Path(__file__).parent / "shelves"
_CLEARANCE_EVERY = 23  # every so many products is sold off and cannot come back


@dataclass(frozen=True, slots=True, eq=False)
class DemoVariant:
    """One buyable form."""

    sku: str
    product: "DemoProduct"
    options: dict[str, str]
    price_minor: int


@dataclass(frozen=True, slots=True, eq=False)
class DemoProduct:
    """A product with all of its variants."""

    id: str
    category_id: str
    title: str
    description: str
    is_final_sale: bool
    variants: list[DemoVariant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DemoCatalogue:
    """All categories, by id, and all products."""

    categories: dict[str, str]
    products: list[DemoProduct]

    def variant(self, title: str, options: dict[str, str]) -> DemoVariant:
        """The variant of that title whose options are these; raises LookupError when there is none."""
        for product in self.products:
            for variant in product.variants:
                if product.title == title and options.items() <= variant.options.items():
                    return variant
        raise LookupError(f"the demo catalogue has no {title} with {options}")


def read_catalogue() -> DemoCatalogue:
    """Read every shelf; ids and SKUs depend on the files only."""
    catalogue = DemoCatalogue({}, [])
    for path in sorted(SHELVES.glob("*.yaml")):
        shelf = yaml.safe_load(path.read_text(encoding="utf-8"))
        catalogue.categories[path.stem] = shelf["title"]
        numbers = itertools.count(1001)
        for kind in shelf["kinds"]:
            for name, price, sentence in kind["models"]:
                product = DemoProduct(
                    id=f"{shelf['code']}{next(numbers)}",
                    category_id=path.stem,
                    title=f"{name} {kind['kind']}",
                    description=f"{sentence} {kind['about']}",
                    is_final_sale=len(catalogue.products) % _CLEARANCE_EVERY == _CLEARANCE_EVERY - 1,
                )
                product.variants.extend(_variants(product, kind, price))
                catalogue.products.append(product)
    return catalogue


def _variants(product: DemoProduct, kind: dict[str, Any], price: int) -> list[DemoVariant]:
    options: dict[str, list[str]] = kind["options"]
    surcharges: dict[str, dict[str, int]] = kind.get("surcharges", {})
    variants = []
    for number, values in enumerate(itertools.product(*options.values()), start=1):
        chosen = dict(zip(options, values, strict=True))
        whole = price + sum(surcharges.get(name, {}).get(value, 0) for name, value in chosen.items())
        variants.append(DemoVariant(f"{product.id}-{number:02d}", product, chosen, whole * 100 - 5))
    return variants
