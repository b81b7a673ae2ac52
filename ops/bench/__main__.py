"""`python -m ops.bench [--base path] [--turns 300] [--long 1000]`: prints the table."""

import argparse
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

from aisle.settings import ROOT
from ops.bench import measures
from ops.bench.builds import Build, Running, stock_bot
from ops.bench.desk import desk_times
from ops.bench.figures import figure_times
from ops.bench.training import training_times

AT_ONCE = (8, 32)
Row = tuple[str, dict[str, float]]


def main() -> int:
    """Measure and print; returns the process's exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--base", type=Path, help="another checkout, set up, to compare with")
    parser.add_argument("--turns", type=int, default=300, help="turns of each kind (default 300)")
    parser.add_argument("--long", type=int, default=1000, help="of the long conversation (default 1000)")
    options = parser.parse_args()
    builds = {"Aisle": Build(ROOT)} | ({"base": Build(options.base.resolve())} if options.base else {})
    for build in builds.values():
        build.prepare()
    names = ["stock", *builds]
    _print_heading(names)
    with ExitStack() as running:
        stock = running.enter_context(stock_bot())
        started = {name: running.enter_context(build.started()) for name, build in builds.items()}
        _print(_starts(stock, started), names)
        _print(_turns(stock, builds, started, options.turns), names)
        _print(_loads(started, "one dialogue server"), names)
        late = {name: measures.late_turn(each, options.long) for name, each in started.items()}
        _print([(f"turn {options.long} of a conversation, of turn 2", late)], names)
    with ExitStack() as running:
        started = {name: running.enter_context(build.started(2)) for name, build in builds.items()}
        _print(_loads(started, "two dialogue servers"), names)
    _print(list(figure_times().items()), names)
    _print(list(desk_times().items()), names)
    _print(list(training_times().items()), names)
    return 0


def _starts(stock: Running, started: dict[str, Running]) -> list[Row]:
    everyone = {"stock": stock} | started
    return [
        ("ready after a start, s", {name: each.start_s for name, each in everyone.items()}),
        ("resident, all processes, MB", {name: each.resident_mb() for name, each in everyone.items()}),
    ]


def _turns(stock: Running, builds: dict[str, Build], started: dict[str, Running], turns: int) -> list[Row]:
    taken = measures.latencies(stock, started, turns)
    taken |= measures.writes(
        {name: (builds[name], each) for name, each in started.items()}, max(5, turns // 15)
    )
    rows: list[Row] = []
    for what in dict.fromkeys(what for what, _ in taken):
        mine = {name: seconds for (kind, name), seconds in taken.items() if kind == what}
        if what != "plain turn":  # the stock bot has but one kind of turn
            mine |= {"stock": taken["plain turn", "stock"]}
        rows.append((f"{what}, median ms", {n: statistics.median(s) * 1000 for n, s in mine.items()}))
        rows.append(
            (f"{what}, p95 ms", {n: statistics.quantiles(s, n=20)[18] * 1000 for n, s in mine.items()})
        )
    used = {name: measures.processor_ms(each) for name, each in started.items()}
    return [*rows, ("processor time of an order status, ms", used)]


def _loads(started: dict[str, Running], servers: str) -> list[Row]:
    return [
        (
            f"turns a second, {at_once} at once, {servers}",
            {name: measures.turns_per_second(each, at_once) for name, each in started.items()},
        )
        for at_once in AT_ONCE
    ]


def _print_heading(names: list[str]) -> None:
    _print_line("", [*names, *(f"of {name}" for name in _others(names))])


def _print(rows: list[Row], names: list[str]) -> None:
    """The figures, and Aisle's as a part of the others'."""
    for what, figures in rows:
        cells = [f"{figures[name]:.1f}" if name in figures else "" for name in names]
        cells += [
            f"{figures['Aisle'] / figures[name]:.2f}x" if name in figures else "" for name in _others(names)
        ]
        _print_line(what, cells)


def _print_line(what: str, cells: list[str]) -> None:
    print((f"{what:48}" + "".join(f"{cell:>10}" for cell in cells)).rstrip(), flush=True)


def _others(names: list[str]) -> list[str]:
    return [name for name in names if name != "Aisle"]


if __name__ == "__main__":
    sys.exit(main())
