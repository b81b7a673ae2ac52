"""The forms that buttons open: one small language of inputs, read back as the web desk's forms are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import Option, PlainTextObject

from connectors.channels.slack.blocks import as_json, text_blocks
from connectors.channels.slack.text import clipped
from connectors.staff.desk.slack.card import DESK

_VALUE = "value"
_LONGEST_INPUT = 3_000  # Slack's own limit
_LONGEST_TITLE = 24
_LONGEST_OPTION = 75
_MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class Text:
    """Something to type."""

    name: str
    label: str
    given: str = ""
    is_long: bool = True
    is_optional: bool = False
    longest: int = _LONGEST_INPUT

    def block(self) -> Block:
        """The input for it."""
        element = PlainTextInputElement(
            action_id=_VALUE,
            multiline=self.is_long,
            initial_value=self.given[: self.longest] or None,
            max_length=self.longest,
        )
        return _input(self.name, self.label, element, is_optional=self.is_optional)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]  # value and title
    given: str = ""

    def block(self) -> Block:
        """The input for it."""
        options = [
            Option(value=value, text=PlainTextObject(text=clipped(title, _LONGEST_OPTION)))
            for value, title in self.options[:_MOST_OPTIONS]
        ]
        chosen = next((each for each in options if each.value == self.given), options[0])
        element = StaticSelectElement(action_id=_VALUE, options=options, initial_option=chosen)
        return _input(self.name, self.label, element)


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked before something is done. `fixed` are fields that nobody types."""

    deed: str
    case: UUID
    title: str
    submit: str
    inputs: Sequence[Text | Choice] = ()
    words: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)

    def view(self) -> dict[str, Any]:
        """The form as Slack's `views.open` takes it; its key makes two submissions one deed."""
        blocks: list[Block] = [block for _, block in text_blocks(self.words)]
        blocks += [each.block() for each in self.inputs]
        kept = {"deed": self.deed, "case": str(self.case), "key": str(uuid4()), "fixed": dict(self.fixed)}
        return {
            "type": "modal",
            "callback_id": DESK,
            "private_metadata": json.dumps(kept),
            "title": {"type": "plain_text", "text": clipped(self.title, _LONGEST_TITLE)},
            "submit": {"type": "plain_text", "text": clipped(self.submit, _LONGEST_TITLE)},
            "close": {"type": "plain_text", "text": "Cancel"},
            "blocks": as_json(blocks),
        }


def refused_form(reason: str, block: str | None) -> dict[str, Any]:
    """The answer to a submission that is refused: beside the input `block`, or instead of the form."""
    if block is not None:
        return {"response_action": "errors", "errors": {block: clipped(reason, 150)}}
    blocks = [made for _, made in text_blocks(reason)]
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "That didn't work"},
        "close": {"type": "plain_text", "text": "OK"},
        "blocks": as_json(blocks),
    }
    return {"response_action": "update", "view": view}


def _input(name: str, label: str, element: InputInteractiveElement, *, is_optional: bool = False) -> Block:
    return InputBlock(block_id=name, label=PlainTextObject(text=label), element=element, optional=is_optional)
