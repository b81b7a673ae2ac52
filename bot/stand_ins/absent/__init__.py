"""Names of a package that is not installed: they can be imported and subclassed, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any, NoReturn

INSTALL = "make trainer-extras"


def stand_in(package: str, names: Mapping[str, str]) -> None:
    """Puts the modules of `names` in place, each with the classes named there, for `package`.

    Using one of these raises an error that says, in one line, how to install `package`.
    """
    for path in names:
        for dots in range(path.count(".") + 1):
            _put_in_place(".".join(path.split(".")[: dots + 1]), package)
    for path, classes in names.items():
        for name in classes.split():
            setattr(sys.modules[path], name, _absent_class(f"{path}.{name}", package))


def _put_in_place(path: str, package: str) -> None:
    if path not in sys.modules:
        module = sys.modules[path] = ModuleType(path, f"Stands in for a part of {package}.")
        module.__path__ = []
        parent, _, name = path.rpartition(".")
        if parent:
            setattr(sys.modules[parent], name, module)
    sys.modules[path].__getattr__ = lambda name: _refuse_attribute(f"{path}.{name}", package)


def _absent_class(path: str, package: str) -> type:
    module, _, name = path.rpartition(".")

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise _missing(path, package)

    return type(name, (), {"__module__": module, "__new__": refuse})


def _refuse_attribute(path: str, package: str) -> NoReturn:
    if path.rpartition(".")[2].startswith("__"):
        raise AttributeError(path)  # asked by whoever looks through modules: inspect, copy, warnings
    raise _missing(path, package)


def _missing(path: str, package: str) -> Exception:
    # Rasa shows such an error as one line. Imported late: Rasa is what imports us.
    from rasa.shared.exceptions import InvalidConfigException  # noqa: PLC0415

    class Missing(InvalidConfigException, AttributeError):
        """Also what `hasattr` expects."""

    return Missing(f"{path} was asked for, but {package} is not installed. Run `{INSTALL}` to install it.")
