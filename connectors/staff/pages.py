"""The pages for the store's people: one set of templates, one policy."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic import HTTPResponse, Request, html

from commerce.clock import Clock
from commerce.support.handoffs import format_waiting
from commerce.support.languages import language_named
from connectors.edge.static_files import StaticFolder

STATIC = Path(__file__).parent / "static"
_TEMPLATES = [Path(__file__).parent / part / "templates" for part in ("", "desk", "growth", "trainer")]
# No inline anything; htmx is told not to add its own style.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"content-security-policy": _POLICY, "x-robots-tag": "noindex", "referrer-policy": "same-origin"}


class Pages:
    """Renders the templates for whoever is signed in."""

    def __init__(self, store_name: str, clock: Clock) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals["store_name"] = store_name
        self.templates.globals["new_key"] = uuid4
        self.templates.filters["moment"] = lambda moment: _moment(moment, clock)
        self.templates.filters["second"] = lambda moment: f"{moment.astimezone(clock.zone):%H:%M:%S}"
        self.templates.filters["ago"] = lambda moment: format_waiting(clock.now() - moment)
        self.templates.filters["words"] = lambda value: str(value).replace("_", " ")
        self.templates.filters["language"] = language_named
        self.files = StaticFolder(STATIC)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTTPResponse:
        """The template as a page, or a part of one, in the answer to `request`."""
        staff = getattr(request.ctx, "staff", None)
        text = self.templates.get_template(template).render(staff=staff, path=request.path, **values)
        return html(text, status=status, headers=HEADERS)


def _moment(moment: datetime | None, clock: Clock) -> str:
    """A moment in the store's time: its clock today, else the day as well."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.zone)
    is_today = clock.day_of(moment) == clock.today()
    return f"{local:%H:%M}" if is_today else f"{local:%b} {local.day}, {local:%H:%M}"
