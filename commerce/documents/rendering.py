"""Renders a shopper's documents from their templates."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_templates = Environment(
    loader=PackageLoader("commerce.documents"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> str:
    """The template of that file name with `values` filled in; HTML is escaped, a missing value raises."""
    return _templates.get_template(template).render(**values)
