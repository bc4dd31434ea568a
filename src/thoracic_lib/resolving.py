"""From what people type to ids: conditions, equipment and exercises.

Nothing typed is ever dropped. An entry either resolves, or an error says why not: it is unknown (with the nearest
terms), it could mean several things, or it denies something or speaks of somebody else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from attrs import field, frozen

from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, UnknownTermError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Condition, Term
from thoracic_lib.model.once import once

__all__ = ["resolve", "resolve_equipment", "resolve_exercise"]

_SEPARATORS = (re.compile(r"[,;\n+&]"), re.compile(r"\s(?:and|plus)\s", re.IGNORECASE))
"""What stands between conditions, the stronger first: "osteoporosis, neck and shoulder pain" are two entries."""

_LEVEL = re.compile(r"(c|th?|d|l|s)\d{1,2}\Z")
_LEVELS_JOINED = re.compile(
    r"\b((?:c|th?|d|l|s)\d{1,2})(?:\s*[,+&]\s*|,?\s+and\s+)(?=(?:c|th?|d|l|s)\d{1,2}\b)", re.IGNORECASE
)
"""A list of vertebrae, which says where one thing is: "T8, T9 and T10 fractures"."""

_REGIONS = {"c": "cervical", "t": "thoracic", "th": "thoracic", "d": "thoracic", "l": "lumbar", "s": "lumbar"}
_NECK = frozenset({"neck", "cervical"})
_PLACES = _NECK | {"thoracic", "lumbar", "spine", "spinal", "vertebra", "vertebrae", "vertebral", "back"}
_CRUSHED = frozenset({"wedge", "wedged", "wedging", "crush", "crushed", "collapse", "collapsed"})
_BROKEN = frozenset({"fracture", "fractured", "broken", "break"})
_FRACTURE = _CRUSHED | _BROKEN | {"burst"}
_COMPRESSION = _CRUSHED | {"compression", "compressed"}
_KINDS = frozenset({"bone", "body", "column", "endplate", "hairline", "stress", "stable", "unstable", "traumatic"})
"""What may be said of a fractured vertebra without changing what it is."""

_VERTEBRAL, _COMPRESSED, _UNSTABLE_NECK = "vertebral_fracture", "vertebral_compression_fracture", "cervical_instability"
"""What a fracture of the spine declares: any, a compressed vertebra; one in the neck is unstable until cleared."""

_DENIAL = frozenset(
    """
    no nope nah not never none nothing neither nor without denied deny nil negative excluded ruled free
    dont doesnt didnt isnt wasnt arent werent aint havent hasnt hadnt
    """.split()  # noqa: SIM905 - a table of words reads better than quoted ones
)
_SOMEBODY = frozenset(
    """
    mother father mum mom mama papa dad parent brother sister sibling aunt uncle cousin niece nephew relative family
    grandmother grandfather grandma grandpa granny grandad granddad gran nan grandparent maternal paternal fhx
    son daughter child kid wife husband partner spouse girlfriend boyfriend friend neighbor colleague
    she he her his their
    """.split()  # noqa: SIM905 - a table of words reads better than quoted ones
)
_FILLER = frozenset(
    """
    a an the my i ive im id am are be been it that which there have has had having got get with of in at on from since
    for by to is was were and or but also too this last few some due after post again still now currently ongoing
    take taking use using just suffer suffering diagnosed diagnosis dx dxd known history hx pmh status when
    past previous previously prior remission patient pt client tablet pill medication med medicine daily
    emergency implanted fitted inserted childhood twice degree cm mm mg sided badly
    old older new recent healed healing chronic acute early late
    mild mildly moderate severe slight slightly minor major small large big bad very quite little bit really
    controlled uncontrolled treated untreated grade stage type left right both bilateral side l lt r rt
    one two three four five several multiple year yr yrs month week wk wks day ago
    """.split()  # noqa: SIM905 - a table of words reads better than quoted ones
)
_WORD = re.compile(r"[^\W_]+|[\U0001f000-\U0010ffff]")
"""Letters and digits, or a pictogram: it says something too, and must not be passed over."""

_SHORT = 4
"""So many letters make a phrase that counts only as a whole entry, and a word that may be a plural."""

_NEARLY, _ALIKE, _HALF = 0.85, 0.8, 0.5
"""From when on phrases and words are alike, a letter or so apart, and phrases share enough words to be near."""

_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|w|wk|week|yr|year|mo|month|yo|mm|cm|mg)?\Z")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_MONTHS = f"(?:{_MONTHS}|january|february|march|april|june|july|august|september|october|november|december)"
_SPELLINGS = (
    (re.compile(r"['’`]"), ""),
    (re.compile(r"\b([a-z])\.(?=[a-z]\b)"), r"\1"),
    (re.compile(r"\b(c|th?|d|l|s)[ \-–](\d{1,2})\b"), r"\1\2"),
    (re.compile(r"\b([ctdl]\d{1,2})(?=[tls]\d{1,2}\b)"), r"\1 "),
    (re.compile(r"\bc[ -]spine\b"), "cervical spine"),
    (re.compile(r"\bt[ -]spine\b"), "thoracic spine"),
    (re.compile(r"\bl[ -]spine\b"), "lumbar spine"),
    (re.compile(r"\bs/p\b"), "post"),
    (re.compile(r"\bh/o\b"), "history of"),
    (re.compile(r"\bf/?h of\b"), "family history of"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/|\bc/o\b"), "with "),
    (re.compile(r"\bn/a\b"), "none"),
    (re.compile(r"\bfx\b"), "fracture"),
    (re.compile(r"\bdisk"), "disc"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"\bneighbour"), "neighbor"),
    (re.compile(r"haem"), "hem"),
    (re.compile(r"\bcaesar"), "cesar"),
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"paenia\b"), "penia"),
    (re.compile(r"\bissue(?=s?\b)"), "problem"),
    (re.compile(r"\bas well(?: as)?\b"), "and"),
    (re.compile(rf"\b(in|since|from|on|by|early|late|mid) {_MONTHS}\b"), r"\1"),
    (re.compile(r"\b(?:doctor|dr|gp|surgeon|physio)s?\.? (?:says?|said|told me)(?: that)?\b"), "diagnosed"),
    (re.compile(r"\b(?:i was |i have been |ive been |been )?told(?: that)?\b"), "diagnosed"),
    (re.compile(r"\bcan not\b|\bcant\b"), "cannot"),
    (re.compile(r"\bnot able to\b"), "unable to"),
    (re.compile(r"\bbroke\b"), "broken"),
    (re.compile(r"\bhurt(?:s|ing)?\b|\bach(?:e|es|ing)\b"), "pain"),
    (re.compile(r"\brecently\b|\bjust had\b"), "recent"),
)
"""What is written in several ways, and the one that is compared: D.V.T. as DVT, T-12 as T12."""


def resolve(catalog: Catalog, text: str) -> tuple[str, ...]:
    """The ids of the conditions that a person typed, one or several in one string, in the order of the text.

    Raises `UnknownTermError`, `AmbiguousTermError` or `RefusedTermError`; never drops a part of the text.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve(catalog(), "T12 compression, knee pain")
    ('vertebral_compression_fracture', 'knee_pain_kneeling')
    """
    return tuple(dict.fromkeys(_phrases(catalog).entries(text)))


def resolve_equipment(catalog: Catalog, words: Iterable[str]) -> tuple[str, ...]:
    """The ids of equipment named by ids, names or aliases, each once; `UnknownTermError` for anything else.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve_equipment(catalog(), ["Foam roller", "broom handle"])
    ('foam-roller', 'stick')
    """
    known = _equipment(catalog)
    return tuple(dict.fromkeys(known[w] if w in known else _looked_up("equipment", w, known) for w in words))


def resolve_exercise(catalog: Catalog, word: str) -> str:
    """The id of an exercise named by id, name or alias.

    >>> from thoracic_lib.catalogs import catalog
    >>> resolve_exercise(catalog(), "Cat-cow")
    'cat-cow'
    """
    return _looked_up("exercise", word, _exercises(catalog))


@once
def _equipment(catalog: Catalog) -> dict[str, str]:
    """The ids of equipment by what it is called, and by themselves as they are."""
    known = {item.id: item.id for item in catalog.equipment}
    for item in catalog.equipment:  # of the same name the first one is meant, so that no added row takes it over
        for name in (item.id, item.name, *item.aliases):
            known.setdefault(_key(name), item.id)
    return known


@once
def _exercises(catalog: Catalog) -> dict[str, str]:
    """The ids of exercises by what they are called."""
    known: dict[str, str] = {}
    for exercise in catalog.exercises:  # of the same name the first one is meant, as with equipment
        for name in (exercise.id, exercise.name, *exercise.aliases):
            known.setdefault(_key(name), exercise.id)
    return known


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
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return [_singular(word) for word in _WORD.findall(plain)]


def _singular(word: str) -> str:
    if len(word) > _SHORT and word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "tches", "shes", "xes")):
        return word[:-2]
    if len(word) >= _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _key(text: str) -> str:
    return " ".join(_words(text))


def _meaning(words: list[str], keep: str = "") -> list[str]:
    """The words that say what it is, without filler and numbers."""
    return [word for word in words if word == keep or not (word in _FILLER or _NUMBER.match(word))]


def _regional(words: list[str]) -> list[str]:
    """The words with each vertebra's name as the part of the spine it is in: "L5 S1" is "lumbar", said once."""
    regions = dict.fromkeys(_REGIONS[at[1]] for word in words if (at := _LEVEL.match(word)))
    return [*regions, *(word for word in words if not _LEVEL.match(word))]


@frozen
class _Phrases:
    """Every phrase that names a condition, by its words."""

    conditions: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, Term]
    whole_only: frozenset[str]
    shuffled: Mapping[tuple[str, ...], str] = field(repr=False)
    spelled: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, known: Iterable[Condition], terms: Iterable[Term]) -> "_Phrases":
        conditions: dict[str, tuple[str, ...]] = {}
        whole_only: set[str] = set()
        spelled: dict[str, str] = {}
        for condition in known:
            for name in (*condition.whole_entry_only, *condition.aliases, condition.id, condition.name):
                conditions[_key(name)] = (condition.id,)
                spelled[_key(name)] = name.replace("_", " ")
            whole_only.update(map(_key, condition.whole_entry_only))
        asked = {_key(term.text): term for term in terms if term.ask is not None}
        conditions.update({_key(term.text): term.conditions for term in terms if term.ask is None})
        spelled.update({_key(term.text): term.text for term in terms})
        whole_only.update(phrase for phrase in spelled if len(phrase) <= _SHORT)
        shuffled = {tuple(sorted(phrase.split())): phrase for phrase in reversed(spelled)}
        for phrase in spelled:
            if len(meaning := tuple(sorted(_meaning(phrase.split())))) > 1:
                shuffled.setdefault(meaning, phrase)
        return cls(conditions, asked, frozenset(whole_only), shuffled, spelled)

    def entries(self, text: str) -> Iterator[str]:
        """The ids in a text that may name several conditions."""
        pieces = list(self.pieces(_LEVELS_JOINED.sub(r"\1 ", text)))
        if not pieces:
            raise UnknownTermError("condition", text)
        for piece in pieces:
            yield from self.entry(piece)

    def pieces(self, text: str, separators: Sequence[re.Pattern[str]] = _SEPARATORS) -> Iterator[str]:
        """The entries of a text, split only where it is not a phrase as it stands."""
        if not separators or self.phrase(_words(text)) is not None:
            yield text
            return
        for piece in separators[0].split(text):
            if _words(piece):
                yield from self.pieces(piece, separators[1:])

    def phrase(self, words: list[str]) -> str | None:
        """The phrase that these words are, in whatever order."""
        said = " ".join(words)
        if said in self.conditions or said in self.asked:
            return said
        return self.shuffled.get(tuple(sorted(words))) if len(words) > 1 else None

    def entry(self, text: str) -> tuple[str, ...]:
        """The ids of one entry."""
        words = _words(text)
        phrase = self.phrase(words) or self.phrase(_meaning(words, keep="recent")) or self.phrase(_meaning(words))
        if phrase is not None:
            return self.decided(text, phrase)
        self.refuse_denials(text, words)
        if broken := self.broken(words):
            return broken
        phrase = self.phrase(_meaning(_regional(words)))
        return self.contained(text, words) if phrase is None else self.decided(text, phrase)

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

    def broken(self, words: list[str]) -> tuple[str, ...]:
        """The fracture that a vertebra's name or a place, and words for breaking make: "T7 wedge fracture".

        A fracture of no named kind stays the broader condition. In the neck, "compression" alone may be of a nerve.
        """
        meaning = _meaning(words)
        said = set(meaning)
        if len(said) < len(meaning) or len(said & _BROKEN) > 1:
            return ()  # several fractures, each to be looked at by itself
        levels = set(filter(_LEVEL.match, said))
        rest = said - levels
        if not (levels or rest & _PLACES) or not rest <= _FRACTURE | _COMPRESSION | _PLACES | _KINDS:
            return ()
        neck = bool(rest & _NECK) or any(level.startswith("c") for level in levels)
        also = (_UNSTABLE_NECK,) if neck else ()
        if rest & _COMPRESSION and (rest & _FRACTURE or (levels and not neck)):
            return (_COMPRESSED, *also)
        return (_VERTEBRAL, *also) if rest & _FRACTURE else ()

    def contained(self, text: str, words: list[str]) -> tuple[str, ...]:
        """What the phrases inside a longer text declare, if nothing else is left of it but their own short forms."""
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
        named = {condition for phrase in found for condition in self.conditions.get(phrase, ())}
        again = {
            word for word in left if word in self.whole_only and named.issuperset(self.conditions.get(word, ("",)))
        }
        placed = {"lumbar", "thoracic"} if named & {_VERTEBRAL, _COMPRESSED} else {"lumbar"}
        strange = [word for word in _regional(_meaning(left)) if word not in placed and word not in again]
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
        """Up to three phrases like these words, each of another meaning: alike, inside them, or sharing words."""
        meant = _meaning(words)
        cutoff = _ALIKE if len(meant) == 1 else _NEARLY
        alike = [near for said in (meant, words) for near in get_close_matches(" ".join(said), self.spelled, 6, cutoff)]
        chosen: dict[tuple[str, ...], str] = {}
        for phrase in (*alike, *found, *self.sharing(meant)):
            means = self.conditions.get(phrase) or self.asked[phrase].conditions
            chosen.setdefault(means, self.spelled[phrase])
        return tuple(chosen.values())[:3]

    def sharing(self, words: Iterable[str]) -> list[str]:
        """The phrases wholly or by half among these words, spelled right where they nearly are, the fullest first."""
        known = dict.fromkeys(word for phrase in self.spelled for word in phrase.split())
        long = [word for word in known if len(word) > _SHORT]
        said = {word if word in known else (get_close_matches(word, long, 1, _ALIKE) or [word])[0] for word in words}
        shares: dict[str, float] = {}
        for phrase in self.spelled:
            meant = set(_meaning(phrase.split()))
            share = len(meant & said) / len(meant | said)
            if phrase not in self.whole_only and (share >= _HALF or meant < said):
                shares[phrase] = share
        return sorted(shares, key=shares.__getitem__, reverse=True)


@once
def _phrases(catalog: Catalog) -> _Phrases:
    return _Phrases.of(catalog.conditions, catalog.terms)
