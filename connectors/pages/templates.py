"""The templates of our pages."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FRAMES = Path(__file__).parent / "frames"


def page_templates(*folders: Path) -> Environment:
    """Make templates of these folders ready; a small page extends `small_page.html`.

    A value that is missing raises jinja2's UndefinedError, and every value is escaped.
    """
    return Environment(
        loader=FileSystemLoader([*folders, _FRAMES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
