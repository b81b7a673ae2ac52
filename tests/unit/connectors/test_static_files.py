"""Files are served compressed and revalidated, and nothing outside their folder."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.edge.errors import ApiError
from connectors.edge.static_files import StaticFolder


@dataclass
class Asking:
    """As much of a request as matters here."""

    headers: dict[str, str] = field(default_factory=dict)
    args: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    public = tmp_path / "public"
    public.mkdir()
    (public / "page.js").write_text("let x = 1;")
    (public / "font.woff2").write_bytes(b"\x00\x01")
    (public / ".hidden").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    (public / "link.txt").symlink_to(tmp_path / "secret.txt")
    return public


def test_text_is_compressed_for_those_who_can_read_it(root: Path) -> None:
    folder = StaticFolder(root)
    plain = folder.serve(Asking(), "page.js", {})
    packed = folder.serve(Asking({"accept-encoding": "br, gzip"}), "page.js", {})
    assert plain.body == gzip.decompress(packed.body) == b"let x = 1;"
    assert plain.content_type == "text/javascript; charset=utf-8"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    font = folder.serve(Asking({"accept-encoding": "gzip"}), "font.woff2", {})
    assert "content-encoding" not in font.headers


def test_unchanged_file_is_not_sent_again_and_a_changed_one_is(root: Path) -> None:
    folder = StaticFolder(root)
    etag = folder.serve(Asking(), "page.js", {}).headers["etag"]
    assert folder.serve(Asking({"if-none-match": etag}), "page.js", {}).status == 304
    (root / "page.js").write_text("let x = 2;")
    changed = folder.serve(Asking({"if-none-match": etag}), "page.js", {})
    assert (changed.status, changed.body) == (200, b"let x = 2;")


def test_a_file_asked_for_by_its_version_is_kept_for_good_and_by_an_old_one_not(root: Path) -> None:
    folder = StaticFolder(root)
    version = folder.version("page.js")
    asked = Asking(args={"v": version})
    assert "immutable" in folder.serve(asked, "page.js", {}).headers["cache-control"]
    (root / "page.js").write_text("let x = 2;")
    assert folder.serve(asked, "page.js", {}).headers["cache-control"] == "no-cache"
    assert folder.version("page.js") != version


@pytest.mark.parametrize(
    "name", ["nothing.js", "../secret.txt", "link.txt", ".hidden", "", "/etc/passwd", "a/../../secret.txt"]
)
def test_nothing_else_is_served(root: Path, name: str) -> None:
    with pytest.raises(ApiError) as refused:
        StaticFolder(root).serve(Asking(), name, {})
    assert refused.value.status == 404
