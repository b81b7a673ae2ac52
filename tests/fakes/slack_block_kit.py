"""Slack's limits on what is shown, from its Block Kit reference, apart from the product's own."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

_BLOCKS = {"section", "actions", "context", "header", "divider", "image", "input", "rich_text"}
_ELEMENTS = {"button", "image", "overflow"}
_MOST_CHARACTERS = 13_200  # of a message's blocks


def complaints_about(blocks: list[dict[str, Any]], most: int = 50) -> list[str]:
    """What Slack would refuse in these blocks; nothing when it would take them."""
    return list(_complaints(blocks, most))


def _complaints(blocks: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    yield from _repeated("block_id", [block.get("block_id") for block in blocks])
    elements = [element for block in blocks for element in block.get("elements", [])]
    yield from _repeated("action_id", [element.get("action_id") for element in elements])
    for block in blocks:
        if block.get("type") not in _BLOCKS:
            yield f"a block of type {block.get('type')}"
        if len(block.get("block_id", "")) > 255:
            yield "a long block_id"
        yield from _BY_TYPE.get(block["type"], _nothing)(block)


def too_long(blocks: list[dict[str, Any]]) -> bool:
    """Whether Slack would find all the blocks of a message too long together."""
    return sum(len(text) for text in _strings(blocks)) > _MOST_CHARACTERS


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from [each] if name == "text" and isinstance(each, str) else _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _repeated(name: str, values: list[Any]) -> Iterator[str]:
    given = [value for value in values if value is not None]
    if len(given) != len(set(given)):
        yield f"a {name} twice"


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "a section without text"
    if "text" in block:
        yield from _text(block["text"], 3_000)
    fields = block.get("fields", [{"type": "mrkdwn", "text": "-"}])
    if not 1 <= len(fields) <= 10:
        yield f"{len(fields)} fields"
    for field in fields:
        yield from _text(field, 2_000)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _actions(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} elements"
    for element in block["elements"]:
        if element["type"] not in {"button", "overflow"}:
            yield f"{element['type']} among actions"
        yield from _element(element)


def _context(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} context elements"
    for element in block["elements"]:
        yield from _text(element, 3_000)


def _header(block: dict[str, Any]) -> Iterator[str]:
    if block["text"]["type"] != "plain_text":
        yield "a header that is no plain text"
    yield from _text(block["text"], 150)


def _rich_text(block: dict[str, Any]) -> Iterator[str]:
    if not block["elements"]:
        yield "rich text without elements"
    for section in block["elements"]:
        if section["type"] != "rich_text_section" or not section["elements"]:
            yield "a rich text section without elements"
        for element in section["elements"]:
            if element["type"] not in {"text", "link"}:
                yield f"rich text of type {element['type']}"
            if element["type"] == "text" and not element["text"]:
                yield "an empty rich text"
            if element["type"] == "link":
                yield from _url(element["url"])


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], 2_000)
    element = block["element"]
    if element["type"] == "plain_text_input":
        longest = element.get("max_length", 3_000)
        if not 0 < longest <= 3_000 or len(element.get("initial_value", "")) > longest:
            yield "an input that is too long"
    elif element["type"] == "static_select":
        yield from _options(element["options"], 100)
        if "initial_option" in element and element["initial_option"] not in element["options"]:
            yield "an initial option that is none of the options"
    else:
        yield f"an input of type {element['type']}"


def _options(options: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options"
    for option in options:
        if option["text"]["type"] != "plain_text" or len(option["value"]) > 150:
            yield "an option"
        yield from _text(option["text"], 75)


def _element(element: dict[str, Any]) -> Iterator[str]:
    if element["type"] not in _ELEMENTS:
        yield f"an element of type {element['type']}"
    elif element["type"] == "overflow":
        yield from _options(element["options"], 5)
    elif element["type"] == "image":
        if not element["alt_text"] or len(element["alt_text"]) > 2_000:
            yield "alt_text"
        yield from _url(element["image_url"])
    else:
        if element.get("style", "primary") not in {"primary", "danger"}:
            yield "a button's style"
        if element["text"]["type"] != "plain_text":
            yield "a button that is no plain text"
        yield from _text(element["text"], 75)
        if len(element.get("value", "")) > 2_000:
            yield "a long value"
        if not 1 <= len(element["action_id"]) <= 255:
            yield "action_id"
        if "url" in element:
            yield from _url(element["url"])


def _url(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > 3_000:
        yield f"not a URL: {url[:60]}"


def _text(text: dict[str, Any], longest: int) -> Iterator[str]:
    if text["type"] not in {"mrkdwn", "plain_text"}:
        yield f"text of type {text['type']}"
    if not 1 <= len(text["text"]) <= longest:
        yield f"a text of {len(text['text'])} characters where {longest} are the most"
    if not text["text"].strip():
        yield "a blank text"


def _nothing(block: dict[str, Any]) -> Iterator[str]:
    return iter(())


_BY_TYPE = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "header": _header,
    "rich_text": _rich_text,
    "input": _input,
}
