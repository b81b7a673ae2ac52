"""The widget is small enough to be on every page of a shop."""

import gzip
import re

from tests.integration.widget.shop_server import WEB

LARGEST_BYTES = 28_000
FORBIDDEN = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|console\."


def test_all_of_it_is_at_most_25_kb_gzipped() -> None:
    files = sorted((WEB / "widget").glob("*.js"))
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert "aisle-widget.js" in sizes
    assert sum(sizes.values()) <= LARGEST_BYTES, sizes


def test_it_needs_no_build_and_evaluates_nothing() -> None:
    for path in (WEB / "widget").glob("*.js"):
        source = path.read_text()
        assert re.findall(FORBIDDEN, source) == [], path.name
        assert set(re.findall(r'from "([^"]+)"', source)) <= {
            f"./{each.name}" for each in path.parent.iterdir()
        }
