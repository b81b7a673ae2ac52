"""Writes what Rasa has to be told of each flow: its rules, its form and the action that serves the form."""

import re
from pathlib import Path

from actions.engine.flow import Flow
from actions.flows.listed import FLOWS

_ROOT = Path(__file__).resolve().parents[1]
RULES, DOMAIN = _ROOT / "data/rules/flows.yml", _ROOT / "domain.yml"

_HEAD = """version: "3.1"

# Written by `make flows` from the list in actions/flows/listed.py: what starts each flow's form, and that the
# turn is over when the form is.
rules:
"""
_STARTS = """  - rule: {intent} starts {form}
    steps:
      - intent: {intent}
      - action: {form}
      - active_loop: {form}
"""
_ENDS = """  - rule: {form} ends
    condition:
      - active_loop: {form}
    steps:
      - action: {form}
      - active_loop: null
"""
_FORMS = re.compile(r"^forms:\n(?:[ \t].*\n|#.*\n|\n)*?(?=\S)", re.MULTILINE)
_ACTIONS = re.compile(r"(?:^  - validate_\w+_form\n)+", re.MULTILINE)
_FORMS_HEAD = """forms:
  # Written by `make flows`. The questions each flow may ask; which of them it does ask, its action decides.
"""


def rules() -> str:
    """Return data/rules/flows.yml."""
    return _HEAD + "\n".join(
        rule
        for flow in FLOWS
        for rule in (
            *(_STARTS.format(intent=intent, form=flow.form) for intent in flow.intents),
            _ENDS.format(form=flow.form),
        )
    )


def domain(text: str) -> str:
    """Return domain.yml with the forms and their actions as the flows have them."""
    forms = _FORMS_HEAD + "".join(map(_form, FLOWS)) + "\n"
    actions = "".join(f"  - validate_{flow.form}\n" for flow in FLOWS)
    return _ACTIONS.sub(actions, _FORMS.sub(lambda _: forms, text), count=1)


def write_flow_files() -> None:
    """Write both files."""
    RULES.write_text(rules())
    DOMAIN.write_text(domain(DOMAIN.read_text()))


def _form(flow: Flow) -> str:
    slots = list(dict.fromkeys((*flow.asked_of_everybody, *flow.slots)))
    return f"  {flow.form}:\n    required_slots: [{', '.join(slots)}]\n"
