"""The training sentences in data/nlu, and what may be done with them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from commerce.errors import CommerceError
from training.documents import Document, Example
from training.files import locked, read_text, rewritten
from training.marking import unmarked
from training.place import Place

FEWEST = 2  # sentences that an intent needs to be learned


class SentenceGone(CommerceError):
    """Somebody has changed or deleted the sentence meanwhile."""

    def __init__(self, line: str) -> None:
        super().__init__(f"“{line}” is not there any more: somebody has changed it meanwhile")


class SentenceThere(CommerceError):
    """The same words are a training sentence already."""

    def __init__(self, line: str, intent: str) -> None:
        super().__init__(f"“{line}” is already a sentence of {intent}")
        self.intent = intent


class IntentUnknown(CommerceError):
    """No file has sentences of the intent."""

    def __init__(self, intent: str) -> None:
        super().__init__(f"there is no intent {intent}")


class IntentThere(CommerceError):
    """There is such an intent already."""

    def __init__(self, intent: str) -> None:
        super().__init__(f"there is an intent {intent} already")


class TooFewSentences(CommerceError):
    """An intent would be left with fewer sentences than it needs."""

    def __init__(self, intent: str) -> None:
        super().__init__(f"{intent} needs {FEWEST} sentences at least")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A training sentence; `line` is as it stands in the file, marks and all."""

    file: str
    intent: str
    line: str

    @property
    def text(self) -> str:
        """What it says."""
        return unmarked(self.line)[0]


@dataclass(frozen=True, slots=True)
class Add:
    """A new sentence."""

    intent: str
    line: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A sentence that goes."""

    intent: str
    line: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence that is written otherwise: with other marks, say."""

    intent: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A new intent in the file of its topic."""

    file: str
    intent: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """An intent that goes with its sentences."""

    intent: str


Edit = Add | Remove | Rewrite | Begin | End


def sentence_key(intent: str, text: str) -> str:
    """What tells one labelled sentence from others; `bot.evaluation.counsel` makes the same."""
    return hashlib.sha256(f"{intent}\0{same(text)}".encode()).hexdigest()[:20]


def same(text: str) -> str:
    """What two sentences have in common that say the same."""
    return " ".join(text.lower().split())


class Sentences:
    """All files of sentences. Each change is all or nothing, and made to the files as they are then."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def read(self) -> list[Sentence]:
        """Every sentence of every file. Raises FileUnfit."""
        return [
            Sentence(name, example.intent, example.line)
            for name, document in self._documents().items()
            for example in document.examples
        ]

    def topics(self) -> dict[str, list[str]]:
        """The intents of each file. Raises FileUnfit."""
        return {name: document.intents for name, document in self._documents().items()}

    def change(self, edits: Sequence[Edit]) -> dict[Path, str]:
        """Write the edits; the contents before, of the files that changed.

        Raises SentenceGone, SentenceThere, IntentUnknown, IntentThere, TooFewSentences, FileUnfit or
        FileBusy, with nothing written.
        """

        def changed(files: Mapping[Path, str]) -> dict[Path, str]:
            shelf = _Shelf({path.name: _document(path.name, text) for path, text in files.items()})
            for edit in edits:
                shelf.make(edit)
            shelf.check(edits)
            return {self._place.sentences / name: document.text for name, document in shelf.documents.items()}

        with locked(self._place.lock):
            return rewritten(self._texts, changed)

    def _documents(self) -> dict[str, Document]:
        return {path.name: _document(path.name, text) for path, text in self._texts().items()}

    def _texts(self) -> dict[Path, str]:
        return {path: read_text(path) for path in sorted(self._place.sentences.glob("*.yml"))}


@lru_cache(maxsize=64)
def _document(name: str, text: str) -> Document:
    return Document(name, text)


class _Shelf:
    """The files while they are changed."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self.documents = documents
        self._said = {
            same(unmarked(example.line)[0]): example.intent
            for document in documents.values()
            for example in document.examples
        }

    def make(self, edit: Edit) -> None:
        match edit:
            case Add(intent, line):
                self._add(intent, line)
            case Remove(intent, line):
                name, example = self._find(intent, line)
                self.documents[name] = self.documents[name].without_example(example)
                self._said.pop(same(unmarked(line)[0]), None)
            case Rewrite(intent, before, after):
                name, example = self._find(intent, before)
                self.documents[name] = self.documents[name].with_line(example, after)
            case Begin(name, intent, lines):
                self._begin(name, intent, lines)
            case End(intent):
                name = self._file_of(intent)
                self.documents[name] = self.documents[name].without_intent(intent)

    def check(self, edits: Iterable[Edit]) -> None:
        """Raise TooFewSentences when an intent that was edited has too few left."""
        left = [example.intent for document in self.documents.values() for example in document.examples]
        for edit in edits:
            if not isinstance(edit, End) and left.count(edit.intent) < FEWEST:
                raise TooFewSentences(edit.intent)

    def _add(self, intent: str, line: str) -> None:
        self._require_new(line)
        name = self._file_of(intent)
        self.documents[name] = self.documents[name].with_example(intent, line)
        self._said[same(unmarked(line)[0])] = intent

    def _begin(self, name: str, intent: str, lines: Sequence[str]) -> None:
        if any(intent in document.intents for document in self.documents.values()):
            raise IntentThere(intent)
        for line in lines:
            self._require_new(line)
        if name not in self.documents:
            raise IntentUnknown(f"in a file {name}")
        self.documents[name] = self.documents[name].with_intent(intent, lines)

    def _require_new(self, line: str) -> None:
        said = same(unmarked(line)[0])
        if said in self._said:
            raise SentenceThere(line, self._said[said])

    def _find(self, intent: str, line: str) -> tuple[str, Example]:
        for name, document in self.documents.items():
            for example in document.examples:
                if (example.intent, example.line) == (intent, line):
                    return name, example
        raise SentenceGone(line)

    def _file_of(self, intent: str) -> str:
        for name, document in self.documents.items():
            if intent in document.intents:
                return name
        raise IntentUnknown(intent)
