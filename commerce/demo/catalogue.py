"""The demo store's products, read from `shelves/`, one file for each category."""

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SHELVES = Path(__file__).parent / "shelves"
_CLEARANCE_EVERY = 23  # every so many products is sold off and cannot come back
_REDUCED_EVERY = 11  # every so many products costs less than it did
_MATERIALS = re.compile(
    r"\b(vegan leather|leather|suede|canvas|cotton|wool|linen|bamboo|oak|walnut|cork|rubber|steel|glass"
    r"|stoneware|denim|down(?= that)|silk|felt|beech|ash|sheepskin"
    r"|copper|brass|cast iron|titanium|neoprene)\b",
    re.IGNORECASE,
)
_WASHING = re.compile(r"\bwash(?:es|ed|ing)?\b|\bdishwasher\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class DemoVariant:
    """One buyable form."""

    sku: str
    product: "DemoProduct"
    options: dict[str, str]
    price_minor: int
    compare_at_minor: int | None


@dataclass(frozen=True, slots=True, eq=False)
class DemoProduct:
    """A product with all of its variants."""

    id: str
    category_id: str
    kind: str
    title: str
    description: str
    brand: str
    attributes: dict[str, str]
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
                    kind=kind["kind"],
                    title=f"{name} {kind['kind']}",
                    description=f"{sentence} {kind['about']}",
                    brand=shelf["makers"][len(catalogue.products) % len(shelf["makers"])],
                    attributes=_attributes(kind, sentence),
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
        before = (whole * 5 // 4) * 100 - 5 if _is_reduced(product) else None
        variants.append(DemoVariant(f"{product.id}-{number:02d}", product, chosen, whole * 100 - 5, before))
    return variants


def _is_reduced(product: DemoProduct) -> bool:
    return product.is_final_sale or int(product.id[-4:]) % _REDUCED_EVERY == 0


def _attributes(kind: dict[str, Any], sentence: str) -> dict[str, str]:
    """What the sentences say of the material, and of washing."""
    about = str(kind["about"])
    found: dict[str, str] = {}
    material = _MATERIALS.search(sentence) or _MATERIALS.search(about)
    if material and "material" not in kind["options"]:
        found["material"] = material[1].lower()
    care = [each for each in re.split(r"(?<=[.;]) ", about) if _WASHING.search(each)]
    if care:
        found["care"] = care[0].strip(" ;")
    if "Sizes are US" in about:
        found["sizes"] = "US"
    return found
