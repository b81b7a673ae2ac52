"""Tells the sender's own address, in a letterhead or a signature, from one that a message is about."""

import re

from actions.language.streets import street_start

_GREETINGS = (
    r"(?:kind|best|warm|many|with)\s+(?:kind\s+|best\s+)?regards|regards|best wishes|all the best|sincerely"
    r"|yours\s+(?:truly|sincerely|faithfully)|respectfully|sent from my"
)
_CLOSING = re.compile(rf"(?:^|[\n.!?,])\s{{0,9}}(?:{_GREETINGS}|--+\s*\n|__+\s*\n)", re.IGNORECASE)
_THANKS = re.compile(
    r"(?:^|[\n.!?])\s{0,9}(?:many\s+)?(?:thanks|thank you|thx|cheers|best|br|kr)"
    r"(?:\s+(?:again|in advance|a lot|so much))?"
    r"\s*[,.!\n-]\s*(?P<rest>[^\d]*?)(?=\d|$)",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:to|is|be|new|address|at|it|its|it's|here|send|ship|deliver|instead|change|use|following|below)\b|:",
    re.IGNORECASE,
)
_OF_A_FIRM = re.compile(
    r"\b(?:tel|phone|fax|mobile|mob|cell)\b\.?\s*:?\s*[+(\d]|\b[tmpfe]:\s*\S|www\.|https?://"
    r"|\b(?:ltd|limited|inc|llc|llp|gmbh|plc|corp|pty)\b\.?"
    r"|\b(?:manager|director|sales|office of|registered)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\s*(?:dear|hello|hi|hey|to whom|good (?:morning|afternoon|evening))\b", re.IGNORECASE
)


def without_senders_address(text: str) -> str:
    """`text` without a letterhead and without what stands below the greetings."""
    text = text[: _signature_start(text)]
    return text[_letterhead_end(text) :]


def _signature_start(text: str) -> int:
    if closing := _CLOSING.search(text):
        return closing.start()
    for thanks in _THANKS.finditer(text):
        # "Thanks, Tom Hill, Hill & Sons, 12 Oak Street" signs; "thanks, it should be 12 Oak Street" does not.
        if thanks.start() > 0 and thanks["rest"].strip() and not _POINTING.search(thanks["rest"]):
            return thanks.start()
    return _unsigned_start(text)


def _unsigned_start(text: str) -> int:
    """Where a firm's block of lines begins that no word before it points to."""
    lines = list(re.finditer(r"[^\n]+", text))
    for number, line in enumerate(lines):
        if number == 0 or street_start(line.group()) is None:
            continue
        block = [each.group() for each in lines[number - 1 :]]
        above = lines[:number]
        is_pointed_at = any(
            each.group().rstrip().endswith((":", " to")) for each in above
        ) or _POINTING.search(line.group()[: street_start(line.group())])
        if (
            not is_pointed_at
            and _OF_A_FIRM.search("\n".join(block))
            and above[0].group().rstrip().endswith((".", "!", "?"))
        ):
            return above[0].end()
    return len(text)


def _letterhead_end(text: str) -> int:
    """Where the letter begins below the firm's address; 0 without one."""
    lines = list(re.finditer(r"[^\n]+", text))
    for number, line in enumerate(lines):
        if number and _OPENING.match(line.group()):
            head = text[: line.start()]
            if street_start(head) is not None and not re.search(
                r"\b(?:send|ship|deliver|change|order)\b", head, re.IGNORECASE
            ):
                return line.start()
    return 0
