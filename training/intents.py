"""A new intent with what serves it: sentences, place in the domain, rule, title, article and page."""

import re
from dataclasses import dataclass

from commerce.errors import CommerceError
from training.documents import Document
from training.domain import Domain
from training.files import read_text
from training.patches import Patch, insertion
from training.place import Place
from training.sentences import FEWEST, IntentThere, TooFewSentences

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_DOMAIN, _RULES, _FLOWS, _PAGE = (
    "domain.yml",
    "data/rules/topics.yml",
    "data/rules/flows.yml",
    "docs/intents.md",
)
LONGEST_TITLE = 30
_TITLE = "  utter_title_"


class IntentUnfit(CommerceError):
    """Something about the intent is missing or wrong; the message says what."""


@dataclass(frozen=True, slots=True)
class NewIntent:
    """What a trainer says of an intent; it is served by a passage of an article, or by a flow's form."""

    name: str
    topic: str  # the file of its sentences
    lines: tuple[str, ...]
    title: str  # on a button
    meaning: str
    article: str = ""  # the file's name in data/help
    heading: str = ""
    form: str = ""


def patches_of(place: Place, new: NewIntent) -> list[Patch]:
    """Every edit that the intent takes. Raises IntentUnfit, IntentThere, TooFewSentences or FileUnfit."""
    domain = Domain.read(place)
    _check(new, domain)
    patches = [_sentences(place, new), *_in_domain(place, new), _rule(place, new)]
    if new.article:
        patches.append(_topic(place, new))
    if (place.root / _PAGE).is_file():
        patches.append(_row(place, new))
    return patches


def _check(new: NewIntent, domain: Domain) -> None:
    if not _NAME.fullmatch(new.name):
        raise IntentUnfit("an intent is named by a verb and an object, such as ask_gift_wrap")
    if new.name in domain.intents:
        raise IntentThere(new.name)
    if len(new.lines) < FEWEST:
        raise TooFewSentences(new.name)
    if not new.title or len(new.title) > LONGEST_TITLE or not new.meaning:
        raise IntentUnfit(f"it needs a title of at most {LONGEST_TITLE} characters, and what it means")
    if bool(new.article) == bool(new.form):
        raise IntentUnfit("it is served by an article or by a flow")
    if new.form and new.form not in domain.forms:
        raise IntentUnfit(f"there is no form {new.form}")


def _sentences(place: Place, new: NewIntent) -> Patch:
    path = place.sentences / new.topic
    if path.parent != place.sentences or not path.is_file():
        raise IntentUnfit(f"there is no topic {new.topic}")
    before = read_text(path)
    after = Document(new.topic, before).with_intent(new.name, new.lines).text
    lines, grown = before.splitlines(keepends=True), after.splitlines(keepends=True)
    added = [line.rstrip("\n") for line in grown[len(lines) :]]
    return insertion(f"data/nlu/{new.topic}", before, len(lines) - 1, added)


def _in_domain(place: Place, new: NewIntent) -> list[Patch]:
    text = read_text(place.root / _DOMAIN)
    lines = text.splitlines()
    siblings = Document(new.topic, read_text(place.sentences / new.topic)).intents
    listed = _lines_of(lines, "intents:")
    beside = [n for n in listed if lines[n].strip().removeprefix("- ").split("#")[0].strip() in siblings]
    titles = [n for n, line in enumerate(lines) if line.startswith(_TITLE)]
    if not listed or not titles:
        raise IntentUnfit("domain.yml has no list of intents, or no titles")
    last = titles[-1] + 1
    while last < len(lines) and lines[last].startswith("    "):
        last += 1
    title = [f"{_TITLE}{new.name}:", f'    - text: "{new.title}"']
    if '"' in new.title or "\\" in new.title:
        raise IntentUnfit("a title has no quotation marks")
    return [
        insertion(_DOMAIN, text, (beside or listed)[-1], [f"  - {new.name}"]),
        insertion(_DOMAIN, text, last - 1, title),
    ]


def _lines_of(lines: list[str], key: str) -> list[int]:
    """The lines of the members of a top-level list."""
    if key not in lines:
        return []
    start = lines.index(key) + 1
    found = []
    for number in range(start, len(lines)):
        if lines[number].startswith("  - "):
            found.append(number)
        elif lines[number].strip() and not lines[number].startswith(" "):
            break
    return found


def _rule(place: Place, new: NewIntent) -> Patch:
    file = _FLOWS if new.form else _RULES
    text = read_text(place.root / file)
    if new.form:
        flow = new.form.removesuffix("_form")
        steps = [f"      - action: {new.form}", f"      - active_loop: {new.form}"]
        name = f"{flow} starts for {new.name} too"
    else:
        steps, name = ["      - action: action_answer_topic"], f"{new.name} is answered"
    rule = ["", f"  - rule: {name}", "    steps:", f"      - intent: {new.name}", *steps]
    return insertion(file, text, len(text.splitlines()) - 1, rule)


def _topic(place: Place, new: NewIntent) -> Patch:
    file = f"data/help/{new.article}"
    path = place.root / file
    if path.parent != place.root / "data" / "help" or not path.is_file():
        raise IntentUnfit(f"there is no article {new.article}")
    text = read_text(path)
    lines = text.splitlines()
    heading = next(
        (n for n, line in enumerate(lines) if line.lstrip("# ") == new.heading and line[:1] == "#"), None
    )
    if heading is None:
        raise IntentUnfit(f"{new.article} has no heading {new.heading}")
    following = lines[heading + 1] if heading + 1 < len(lines) else ""
    if following.startswith("topics:"):
        old = f"{lines[heading]}\n{following}\n"
        return Patch(file, old, f"{lines[heading]}\n{following}, {new.name}\n")
    return insertion(file, text, heading, [f"topics: {new.name}"])


def _row(place: Place, new: NewIntent) -> Patch:
    text = read_text(place.root / _PAGE)
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if f"`data/nlu/{new.topic}`" in line), None)
    if start is None:
        raise IntentUnfit(f"{_PAGE} has no section for {new.topic}")
    rows = []
    for number in range(start + 1, len(lines)):
        if lines[number].startswith("|"):
            rows.append(number)
        elif lines[number].startswith("#"):
            break
    columns = lines[rows[-1]].count("|") - 1 if rows else 0
    if columns < 2:
        raise IntentUnfit(f"{_PAGE} has no table for {new.topic}")
    meaning = new.meaning.replace("|", "/")
    return insertion(_PAGE, text, rows[-1], [f"| `{new.name}` | {meaning} |{' |' * (columns - 2)}"])
