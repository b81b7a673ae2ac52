"""`data validate` that knows the action server: what its code names is used."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.validator import Validator

ACTIONS = Path(__file__).parents[1] / "actions"
_UNUSED = re.compile(r"^The (?:intent|utterance) '([^']+)' is not used in any story or rule\.$")
_UNTRAINED = re.compile(r"^The intent '([^']+)' is listed in the domain file, but is not found in the NLU")
_GIVEN = frozenset({"other_language"})  # by a component, without sentences
_CHECKS = ("verify_intents", "verify_intents_in_stories", "verify_utterances_in_stories")
_A_PART = "[a-z0-9_]+"
# Rasa says it by itself when a form asks for a slot.
_OF_FORMS = re.compile(rf"utter_ask_{_A_PART}")


def know_what_actions_use(actions: Path = ACTIONS) -> None:
    """Has Rasa's validator warn only of what neither stories, rules nor the code in `actions` use."""
    is_used = names_used(actions)
    for name in _CHECKS:
        setattr(Validator, name, _knowing(getattr(Validator, name), is_used))


def names_used(actions: Path) -> Callable[[str], bool]:
    """Whether a name is in the code: whole in a string or as a word of one, or as what an f-string makes."""
    words: set[str] = set()
    made: set[str] = set()
    for file in sorted(actions.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                made |= set(_pattern(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= set(re.findall(_A_PART, node.value))
    patterns = [re.compile(each) for each in sorted(made)]

    def is_used(name: str) -> bool:
        is_named = name in words or _OF_FORMS.fullmatch(name) is not None
        return is_named or any(pattern.fullmatch(name) for pattern in patterns)

    return is_used


def _pattern(node: ast.JoinedStr) -> Iterator[str]:
    """The names that an f-string can make, if it says enough of them."""
    parts = [str(each.value) if isinstance(each, ast.Constant) else "" for each in node.values]
    if re.fullmatch(r"utter_[a-z0-9_]*", parts[0]):
        yield "".join(re.escape(part) if part else _A_PART for part in parts)


def _knowing(check: Callable[..., bool], is_used: Callable[[str], bool]) -> Callable[..., bool]:
    """The check, which no longer warns of what is used."""

    @functools.wraps(check)
    def checked(self: Validator, *arguments: Any, **options: Any) -> bool:
        warn = rasa.shared.utils.io.raise_warning

        def warn_rightly(message: str, *rest: Any, **more: Any) -> None:
            unused, untrained = _UNUSED.match(message), _UNTRAINED.match(message)
            is_given = untrained is not None and untrained[1] in _GIVEN
            if not is_given and (unused is None or not is_used(unused[1])):
                warn(message, *rest, **more)

        rasa.shared.utils.io.raise_warning = warn_rightly
        try:
            return check(self, *arguments, **options)
        finally:
            rasa.shared.utils.io.raise_warning = warn

    return checked
