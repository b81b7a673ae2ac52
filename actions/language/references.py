"""How a message refers to items: which words belong together, and whether they take in or leave out."""

from dataclasses import dataclass, field


@dataclass
class Reference:
    """One mention of an item or several: "two of the blue mugs"."""

    leaves_out: bool = False
    nouns: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()  # what the noun only describes
    qualities: list[frozenset[str]] = field(default_factory=list)
    count: int | None = None
    is_counted_as_one: bool = False  # "a mug": one, where there are several
    ordinals: list[int] = field(default_factory=list)
    extreme: str = ""
    says_all: bool = False
    says_both: bool = False
    says_rest: bool = False
    says_other: bool = False
    says_one: bool = False
    is_plural: bool = False
    is_pronoun: bool = False
    is_praised: bool = False  # "the lamp is fine"
    clause: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it points at an item."""
        return not (self.is_specific or self.is_pronoun or self.count)

    @property
    def is_bare_count(self) -> bool:
        """Whether it is a number and nothing else."""
        return self.count is not None and not (self.is_specific or self.is_pronoun)

    @property
    def is_quality(self) -> bool:
        """Whether it is a quality and nothing else, unlike "the blue one"."""
        return bool(self.qualities) and not (self.is_telling or self.ordinals or self.says_one)

    @property
    def is_telling(self) -> bool:
        """Whether it can only be about items, unlike a mere quality, which may be that of something new."""
        whole = self.says_all or self.says_both or self.says_rest or self.says_other
        return bool(self.nouns or whole)

    @property
    def is_specific(self) -> bool:
        """Whether it tells some items from the others by itself."""
        return bool(self.is_telling or self.qualities or self.ordinals or self.extreme)


@dataclass
class Reading:
    """What a message says of items."""

    references: list[Reference] = field(default_factory=list)
    adds: bool = False  # "too", "also"
    is_only: bool = False  # "only", "just"
    corrects: bool = False  # "actually", "no, I meant"
    takes: bool = False  # "return", "exchange"

    @property
    def nouns(self) -> frozenset[str]:
        """The items that were called by a noun."""
        return frozenset().union(*(each.nouns for each in self.references))
