"""What of a child's output an operator sees."""

import asyncio
import stat
from pathlib import Path

import pytest

from ops.process_log import NotableLines, ProcessLog


@pytest.mark.parametrize(
    "line",
    [
        "12:00:00 [warning] slow turn",
        "12:00:00 [error    ] lost",
        '{"event": "lost", "level": "error"}',
        "2026-01-31 12:00:00 ERROR    rasa.core.agent  - no model",
        "2026-01-31 12:00:00.000 UTC [7] FATAL:  could not open file",
    ],
)
def test_warnings_and_errors_are_notable(line: str) -> None:
    assert NotableLines().includes(line)


@pytest.mark.parametrize(
    "line",
    [
        "12:00:00 [info] no error",
        '{"event": "x", "level": "info"}',
        "2026 INFO rasa.core  - error_count 0",
        "",
    ],
)
def test_other_lines_are_not(line: str) -> None:
    assert not NotableLines().includes(line)


def test_a_traceback_is_notable_to_its_last_line() -> None:
    lines = ["starting", "Traceback (most recent call last):", '  File "x"', "ValueError: bad", "going on"]
    notable = NotableLines()
    assert [line for line in lines if notable.includes(line)] == lines[1:4]


async def follow(log: ProcessLog, output: bytes) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(output)
    reader.feed_eof()
    await log.follow(reader)
    log.close()


async def test_everything_is_in_the_file_and_errors_are_shown(tmp_path: Path) -> None:
    shown: list[str] = []
    log = ProcessLog("gateway", tmp_path / "log", shown.append)
    await follow(log, b"one\n[error] two\n\nlast, without an end")
    assert log.path.read_text() == "one\n[error] two\n\nlast, without an end\n"
    assert shown == ["[error] two"]
    assert list(log.last_lines) == ["one", "[error] two", "last, without an end"]


async def test_a_line_of_any_length_and_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    log = ProcessLog("gateway", tmp_path, print)
    await follow(log, b"x" * 300_000 + b"\n\xff\n")
    assert log.path.read_text() == "x" * 300_000 + "\n\ufffd\n"


async def test_the_file_is_rotated_by_size(tmp_path: Path) -> None:
    log = ProcessLog("gateway", tmp_path, print)
    await follow(log, (b"x" * 1023 + b"\n") * 11 * 1024)
    assert (tmp_path / "gateway.log.1").stat().st_size <= 10 * 1024 * 1024
    assert (tmp_path / "gateway.log").stat().st_size > 0


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    for name in ("gateway.log", "gateway.log.2"):
        (tmp_path / name).touch(mode=0o644)
    log = ProcessLog("gateway", tmp_path, print)
    asyncio.run(follow(log, (b"x" * 1023 + b"\n") * 11 * 1024))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["gateway.log", "gateway.log.1", "gateway.log.3"], 0o600)


async def test_what_a_terminal_would_obey_is_written_out(tmp_path: Path) -> None:
    shown: list[str] = []
    log = ProcessLog("gateway", tmp_path, shown.append)
    output = asyncio.StreamReader()
    output.feed_data(b"12:00:00 [error] \x1b]0;owned\x07 GET /\x9b\n")
    output.feed_eof()
    await log.follow(output)
    log.close()
    assert "\x1b" not in shown[0]
    assert "\\x1b]0;owned\\x07" in shown[0]
    assert b"\x1b" not in log.path.read_bytes()
