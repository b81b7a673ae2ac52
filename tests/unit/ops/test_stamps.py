"""When something counts as made from the present inputs."""

from pathlib import Path

from aisle.digests import digest_of
from ops.stamps import Stamp


def test_a_digest_follows_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.yml").write_text("one")
    first = digest_of("1", paths=[folder])
    assert digest_of("1", paths=[folder]) == first
    assert digest_of("2", paths=[folder]) != first
    (folder / "a.yml").write_text("two")
    second = digest_of("1", paths=[folder])
    (folder / "a.yml").rename(folder / "b.yml")
    assert len({first, second, digest_of("1", paths=[folder])}) == 3


def test_a_digest_passes_over_compiled_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("pass")
    before = digest_of(paths=[tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert digest_of(paths=[tmp_path]) == before


def test_a_stamp_matches_only_what_it_was_written_for(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "models" / ".trained-from")
    assert not stamp.matches("one")
    stamp.write("one")
    assert stamp.matches("one")
    assert not stamp.matches("two")
