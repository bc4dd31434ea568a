"""From what people type to ids: conditions, equipment and exercises.

Nothing typed is ever dropped. An entry either resolves, or an error says why not: it is unknown (with the nearest
terms), it could mean several things, or it denies something or speaks of somebody else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from attrs import field, frozen

from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, UnknownTermError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Term

__all__ = ["resolve", "resolve_equipment", "resolve_exercise"]

_SEPARATORS = re.compile(r"[,;\n+&]| and | plus ")
_LEVELS = re.compile(r"(?:[ctl]\d{1,2} ?)+")
_FRACTURE = frozenset({"fracture", "fractured", "broken", "break", "wedge", "burst", "crush", "collapsed", "collapse"})
_COMPRESSION = frozenset({"compression", "compressed", "wedge", "crush", "collapsed", "collapse"})
_DENIAL = frozenset({"no", "not", "never", "without", "denies", "deny", "nil", "negative", "excluded", "dont"})
_SOMEBODY = frozenset(
    ["mother", "father", "mum", "mom", "dad", "parent", "brother", "sister", "aunt", "uncle", "grandmother", "grandfather", "grandma", "grandpa", "family", "son", "daughter", "child", "wife", "husband", "partner", "friend"]
)
_FILLER = frozenset(
    ["a", "an", "the", "my", "i", "ive", "im", "have", "has", "had", "having", "got", "with", "of", "in", "at", "on", "from", "since", "for", "by", "to", "is", "was", "and", "or", "old", "older", "new", "recent", "recently", "healed", "healing", "mild", "moderate", "severe", "slight", "bad", "chronic", "acute", "left", "right", "both", "side", "history", "past", "previous", "prior", "known", "diagnosed", "diagnosis", "some", "year", "month", "week", "ago", "last", "this", "few", "due"]
)
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?\Z")


def resolve(catalog: Catalog, text: str) -> tuple[str, ...]:
    """The ids of the conditions that a person typed, one or several in one string, in the order of the text.

    Raises `UnknownTermError`, `AmbiguousTermError` or `RefusedTermError`; never drops a part of the text.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve(catalog(), "T12 compression, knee pain")
    ('vertebral_compression_fracture', 'knee_pain_kneeling')
    """
    return tuple(dict.fromkeys(_Phrases.of(catalog).entries(text)))


def resolve_equipment(catalog: Catalog, words: Iterable[str]) -> tuple[str, ...]:
    """The ids of equipment named by ids, names or aliases, each once; `UnknownTermError` for anything else.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve_equipment(catalog(), ["Foam roller", "broom handle"])
    ('foam-roller', 'stick')
    """
    known = {item.id: item.id for item in catalog.equipment}
    for item in catalog.equipment:
        known.update((_key(name), item.id) for name in (item.id, item.name, *item.aliases))
    return tuple(dict.fromkeys(known[w] if w in known else _looked_up("equipment", w, known) for w in words))


def resolve_exercise(catalog: Catalog, word: str) -> str:
    """The id of an exercise named by id, name or alias.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve_exercise(catalog(), "Cat-cow")
    'cat-cow'
    """
    known = {}
    for exercise in catalog.exercises:
        known.update((_key(name), exercise.id) for name in (exercise.id, exercise.name, *exercise.aliases))
    return _looked_up("exercise", word, known)


def _looked_up(kind: str, word: str, known: Mapping[str, str]) -> str:
    key = _key(word)
    if key in known:
        return known[key]
    near = get_close_matches(key, known, 3)
    raise UnknownTermError(kind, word, tuple(dict.fromkeys(known[name] for name in near)))


def _words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, accents, apostrophes, punctuation or plural endings."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    plain = re.sub(r"['’`]", "", plain)
    return [_singular(word) for word in re.findall(r"[^\W_]+", plain)]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _key(text: str) -> str:
    return " ".join(_words(text))


@frozen
class _Phrases:
    """Every phrase that names a condition, by its words."""

    conditions: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, Term]
    whole_only: frozenset[str]
    shuffled: Mapping[frozenset[str], str] = field(repr=False)

    @classmethod
    def of(cls, catalog: Catalog) -> "_Phrases":
        conditions: dict[str, tuple[str, ...]] = {}
        whole_only: set[str] = set()
        for condition in catalog.conditions:
            for name in (condition.id, condition.name, *condition.aliases, *condition.whole_entry_only):
                conditions[_key(name)] = (condition.id,)
            whole_only.update(map(_key, condition.whole_entry_only))
        asked = {_key(term.text): term for term in catalog.terms if term.ask is not None}
        conditions.update({_key(term.text): term.conditions for term in catalog.terms if term.ask is None})
        phrases = [*conditions, *asked]
        whole_only.update(phrase for phrase in phrases if len(phrase) <= 4)
        return cls(conditions, asked, frozenset(whole_only), {frozenset(p.split()): p for p in reversed(phrases)})

    def entries(self, text: str) -> Iterator[str]:
        """The ids in a text that may name several conditions."""
        whole = self.phrase(_words(text))
        pieces = [text] if whole is not None else [piece for piece in _SEPARATORS.split(text) if piece.strip()]
        if not pieces:
            raise UnknownTermError("condition", text)
        for piece in pieces:
            yield from self.entry(piece)

    def phrase(self, words: list[str]) -> str | None:
        """The phrase that these words are, in whatever order."""
        said = " ".join(words)
        if said in self.conditions or said in self.asked:
            return said
        return self.shuffled.get(frozenset(words)) if len(words) > 1 else None

    def entry(self, text: str) -> tuple[str, ...]:
        """The ids of one entry."""
        words = _words(text)
        phrase = self.phrase(words)
        if phrase is None:
            self.refuse_denials(text, words)
            phrase = self.phrase([word for word in words if word not in _FILLER])
        if phrase is not None:
            return self.decided(text, phrase)
        if levels := self.levels(words):
            return levels
        return self.contained(text, words)

    def decided(self, text: str, phrase: str) -> tuple[str, ...]:
        """What a known phrase declares, unless it could mean several things."""
        if (term := self.asked.get(phrase)) is not None:
            raise AmbiguousTermError("condition", text.strip(), term.conditions, str(term.ask))
        return self.conditions[phrase]

    def refuse_denials(self, text: str, words: list[str]) -> None:
        """Raise for what denies a condition, or is about somebody else."""
        if not _DENIAL.isdisjoint(words):
            raise RefusedTermError("condition", text.strip(), "says what is not there; name only what is")
        if not _SOMEBODY.isdisjoint(words):
            raise RefusedTermError("condition", text.strip(), "is about somebody else; declare only your own")

    def levels(self, words: list[str]) -> tuple[str, ...]:
        """The fracture that a vertebra's name and a word for breaking make, such as "T7 wedge fracture"."""
        said = " ".join(words)
        rest = frozenset(_LEVELS.sub("", f"{said} ").split())
        if rest == frozenset(said.split()) or not rest <= _FRACTURE | _COMPRESSION | _FILLER | {"vertebra", "spine"}:
            return ()
        if rest & _COMPRESSION:
            return ("vertebral_compression_fracture",)
        return ("vertebral_fracture",) if rest & _FRACTURE else ()

    def contained(self, text: str, words: list[str]) -> tuple[str, ...]:
        """What the phrases inside a longer text declare, if nothing else is left of it."""
        found: list[str] = []
        left: list[str] = []
        at = 0
        while at < len(words):
            length, phrase = self.longest(words, at)
            if phrase is None:
                left.append(words[at])
            else:
                found.append(phrase)
            at += length
        strange = [word for word in left if word not in _FILLER and not _NUMBER.match(word)]
        if strange or not found:
            raise UnknownTermError("condition", text.strip(), self.nearest(words, found))
        return tuple(condition for phrase in found for condition in self.decided(text, phrase))

    def longest(self, words: list[str], at: int) -> tuple[int, str | None]:
        """The longest phrase that starts at a word, with its length in words."""
        for length in range(min(8, len(words) - at), 0, -1):
            said = " ".join(words[at : at + length])
            if (said in self.conditions or said in self.asked) and said not in self.whole_only:
                return length, said
        return 1, None

    def nearest(self, words: list[str], found: list[str]) -> tuple[str, ...]:
        """Up to three phrases like these words, those found inside them first."""
        close = get_close_matches(" ".join(words), self.conditions, 3, 0.5)
        return tuple(dict.fromkeys([*found, *close]))[:3]
