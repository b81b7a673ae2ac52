"""How the time of a function grows with the text it reads, on shapes that regular expressions fear."""

import gc
import importlib
import inspect
import os
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

Read = Callable[[str], object]

SIZES = (500, 1_000, 2_000, 20_000)  # characters
_UNITS = (
    "a", "A", "1", " ", "-", ".", ",", "'", "@", "<", ":", "#",
    "$", "(", "\n", "é", "👍", "_", "/", '"', "&", "\x00",
    "a ", "A ", "Ab ", "1 ", "12 ", "3-", "1,", "1.", "12/", "a.", "a-", "a,", "a@", "@a", "a'", "A1", "A1-",
    "#1 ", "$1 ", "<a|", ":a:", "a:", ", ", ". ", "no ", "not ", "and ", "the ", "of ", "one ", "two ", "to ",
    "at ", "dot ", " at a dot b", "http://", "eyJ-", "4111 1111 1111 1111 ", "+1 ", "W12345 ", "order ",
    "card ", "my name is ", "last ", "stop ", "10 Oak St, ", "Monday ", "the lamp and ", "the mug ",
    "I want to cancel it ", "two of the three lamps, not one ",
)  # fmt: skip
SHAPES = (*_UNITS, *(f"{unit}|!" for unit in _UNITS[:12]))

# Where four times the text takes this many times as long, or ten times the text, it is not linear.
_MOST_GROWTH_TO_2_000, _MOST_GROWTH_TO_20_000 = 9.0, 30.0
# Less than this is no harm whatever its growth, and too little to measure it by.
_NO_HARM_S = 0.05
_LONGEST_S = 0.4  # for 2,000 characters, which is as long as a message may be
_TRIES = 3
_STARTS_OR_MIGRATES = re.compile(r"__main__$|\.migrations|\.demo\b")
_WAYS = "search|sub|split|findall|finditer|match|fullmatch"
_TEXT_TYPES = frozenset({"str", "str | None", "bytes | str", "str | bytes"})


def text_of(shape: str, size: int) -> str:
    """`size` characters that repeat the shape; what stands behind its bar comes once, at the end."""
    unit, _, end = shape.partition("|") if shape.endswith("|!") else (shape, "", "")
    return (unit * (size // len(unit) + 1))[: size - len(end)] + end


def faults_of(read: Read) -> list[str]:
    """What is wrong with how `read` grows, on every shape, and at length on those that take longest."""
    small, *middle, large = SIZES
    slowest: list[str] = list(SHAPES)
    taken: dict[str, float] = {}
    for size, looked_at in zip((small, *middle), (6, 3, 2), strict=True):
        taken = {shape: _time(read, text_of(shape, size)) for shape in slowest}
        slowest = sorted(taken, key=lambda shape: -taken[shape])[:looked_at]
        if taken[slowest[0]] > _LONGEST_S:
            return [f"{taken[slowest[0]]:.2f} s for {size} characters of {slowest[0]!r}"]
    return [fault for shape in slowest if (fault := _fault_of(read, shape, taken[shape], large))]


def _fault_of(read: Read, shape: str, seconds: float, large: int) -> str | None:
    """What is wrong with how `read` grows on this shape, of which 2,000 characters took `seconds`."""
    if seconds * 100 < _NO_HARM_S:  # what it would take for 20,000 if it grew by the square
        return None
    if seconds > _NO_HARM_S / 5:
        growth = _grown(read, shape, SIZES[0], SIZES[2])
        if growth > _MOST_GROWTH_TO_2_000:
            return f"x {growth:.0f} from 500 to 2,000 characters of {shape!r}"
    last = _time(read, text_of(shape, large))
    if last <= max(_NO_HARM_S, _MOST_GROWTH_TO_20_000 * seconds):
        return None
    growth = _grown(read, shape, SIZES[2], large)
    if growth <= _MOST_GROWTH_TO_20_000:
        return None
    return f"x {growth:.0f} from 2,000 to 20,000 characters of {shape!r}"


def _grown(read: Read, shape: str, small: int, large: int) -> float:
    return _best(read, text_of(shape, large)) / _best(read, text_of(shape, small))


def _best(read: Read, text: str) -> float:
    gc.collect()
    return min(_time(read, text) for _ in range(_TRIES))


def _time(read: Read, text: str) -> float:
    began = time.process_time()
    result = read(text)
    if isinstance(result, Iterator):
        for _ in result:
            pass
    return time.process_time() - began


def modules_of(*packages: str) -> Iterator[ModuleType]:
    """The packages with every module in them."""
    for package in packages:
        module = importlib.import_module(package)
        yield module
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{package}."):
            if not _STARTS_OR_MIGRATES.search(found.name):
                yield importlib.import_module(found.name)


def patterns_in(module: ModuleType) -> Iterator[tuple[str, Read]]:
    """The module's regular expressions, each looked for in the ways the module does."""
    source = Path(module.__file__ or os.devnull).read_text()
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            for way in sorted(set(re.findall(rf"\b{name}\.({_WAYS})\b", source))):
                look = getattr(value, way)
                yield f"{module.__name__}.{name}.{way}", partial(look, "") if way == "sub" else look


def readers_in(
    module: ModuleType, texts: frozenset[str], others: Mapping[str, Any]
) -> Iterator[tuple[str, Read | None]]:
    """The module's own functions that read a text, which is a parameter with one of these names.

    `others` are values for their other parameters; None for a function that needs one which is not there.
    """
    for name, function in vars(module).items():
        is_own = inspect.isfunction(function) and function.__module__ == module.__name__
        if is_own and not inspect.iscoroutinefunction(function):
            needed = [
                each
                for each in inspect.signature(function).parameters.values()
                if each.default is each.empty and each.kind is not each.VAR_POSITIONAL
            ]
            text = next((each.name for each in needed if each.name in texts and _is_text(each)), None)
            if text is not None:
                rest = [each.name for each in needed if each.name != text]
                yield f"{module.__name__}.{name}", _reader(function, text, rest, others)


def _is_text(parameter: inspect.Parameter) -> bool:
    return str(getattr(parameter.annotation, "__name__", parameter.annotation)) in _TEXT_TYPES


def _reader(
    function: Callable[..., object], text_name: str, rest: list[str], others: Mapping[str, Any]
) -> Read | None:
    if not all(name in others for name in rest):
        return None
    return lambda text: function(**{text_name: text}, **{name: others[name] for name in rest})
