"""Screening as a few operations on whole numbers: bit masks that are made once for a catalog.

They decide the same as `thoracic_lib.screening`, by other means and without its reasons: which rules fire, how
strictly they judge each setup, what equipment is missing, and whether a gate or a warning sign stops everything. A
profile is only ever asked whether it holds a thing, and for the answer to a question, which is asked whether it holds
a choice or how its number compares.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from types import MappingProxyType

from attrs import evolve, field, frozen

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Limit, Rule, When
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.once import once
from thoracic_lib.model.profile import Profile
from thoracic_lib.vocabulary import LimitKind, RedFlagLevel, Verdict

__all__ = ["Masks", "follows"]

_FOLLOWED: Mapping[LimitKind, Callable[[Limit, Exercise, Setup], bool]] = MappingProxyType(
    {
        LimitKind.MAX_REPETITIONS: lambda _, exercise, __: exercise.dosage.repetitions is not None,
        LimitKind.MAX_HOLD_SECONDS: lambda _, exercise, __: exercise.dosage.hold_seconds is not None,
        LimitKind.NO_LOAD: lambda _, __, setup: "external_load" not in setup.demands,
        LimitKind.USE_SETUP: lambda limit, _, setup: (
            limit.position == setup.position if limit.equipment is None else limit.equipment in setup.equipment
        ),
        LimitKind.USE_EXERCISE: lambda limit, exercise, _: limit.exercise == exercise.id,
    }
)
"""For each kind of limit that not every setup can follow: whether one can."""


@frozen(eq=False)
class _Asked:
    """A question about one declared condition: what hangs on its answer, and what each answer lets hold."""

    question: str
    hanging: int
    chosen: Mapping[str, int]
    steps: tuple[int, ...]
    between: tuple[int, ...]

    @classmethod
    def of(cls, question: str, whens: Iterable[tuple[int, When]]) -> "_Asked":
        """The masks of one question; numbers by the steps at which an answer begins to mean something else."""
        asked = list(whens)
        chosen: dict[str, int] = {}
        for bit, when in asked:
            for choice in when.choices:
                chosen[choice] = chosen.get(choice, 0) | bit
        steps = sorted({edge for _, when in asked for edge in (when.at_least, when.below) if edge is not None})
        lowest = [-1, *steps]
        between = tuple(_union(bit for bit, when in asked if _covers(when, number)) for number in lowest)
        return cls(question, _union(bit for bit, _ in asked), chosen, tuple(steps), between)

    def denied(self, profile: Profile, condition: str, hanging: int) -> int:
        """Of what hangs on the answer, what it speaks against; nothing while there is none."""
        answer = profile.answer(condition, self.question)
        if answer is None:
            return 0
        if answer.number is not None:
            return hanging & ~self.between[bisect_right(self.steps, answer.number)]
        for choice, held in self.chosen.items():
            if choice in answer.choices:
                hanging &= ~held
        return hanging

    def only(self, bit: int) -> "_Asked":
        """What hangs on the answer for one rule: the choices that it does not name are not asked for."""
        chosen = {choice: bit for choice, held in self.chosen.items() if held & bit}
        return evolve(self, chosen=chosen)


@frozen(eq=False)
class _Line:
    """What declaring one condition brings: bits of what stands on it or on a broader one, and what to ask."""

    condition: str
    above: int
    partner: int
    asked: tuple[_Asked, ...]

    def open(self, profile: Profile, wanted: int = -1) -> int:
        """The wanted bits that no answer speaks against; only what hangs on a question asks it."""
        left = self.above & wanted
        for asked in self.asked:
            hanging = left & asked.hanging
            if hanging:
                left &= ~asked.denied(profile, self.condition, hanging)
        return left


@frozen(eq=False)
class Masks:
    """A catalog as bit masks, in which the whole of screening is a few operations on whole numbers.

    Bit i of a mask stands for `rules[i]`. `strictness` holds for each setup the rules that exclude, modify and
    caution it; a rule with a limit that the setup cannot follow stands among those that exclude it.

    >>> from thoracic_lib.catalogs import catalog
    >>> masks = Masks.of(catalog())
    >>> firing = masks.firing(Profile(conditions=frozenset({"vertebral_compression_fracture"})))
    >>> masks.verdict(masks.setups.index(("foam-roller-extension-arms-overhead", "foam-roller")), firing)
    3
    """

    rules: tuple[Rule, ...]
    setups: tuple[tuple[str, str], ...]
    strictness: tuple[tuple[int, int, int], ...]
    _lines: tuple[_Line, ...] = field(repr=False)
    _single: int = field(repr=False)
    _standing_in: Mapping[str, tuple[tuple[str, bool], ...]] = field(repr=False)
    _gates: tuple[tuple[_Line, tuple[tuple[str, int], ...]], ...] = field(repr=False)
    _flags: tuple[tuple[str, bool], ...] = field(repr=False)

    @classmethod
    def of(cls, catalog: Catalog) -> "Masks":
        """The masks of a catalog: made once, and gone when it is."""
        return _made(catalog)

    @classmethod
    def _of(cls, catalog: Catalog) -> "Masks":
        rules = tuple(rule for rule in catalog.rules if rule.verdict is not Verdict.KEEP)
        gates = tuple(condition for condition in catalog.conditions if condition.gate)
        ways = [(exercise, setup) for exercise in catalog.exercises for setup in exercise.setups]
        above = {condition.id: catalog.closure(condition.id) for condition in catalog.conditions}
        gate_lines = _lines(above, [(gate.id, None, gate.gate_when) for gate in gates])
        return cls(
            rules=rules,
            setups=tuple((exercise.id, setup.id) for exercise, setup in ways),
            strictness=tuple(_strictness(rules, exercise, setup) for exercise, setup in ways),
            lines=_lines(above, [(rule.condition, rule.also, rule.when) for rule in rules]),
            single=_union(1 << at for at, rule in enumerate(rules) if rule.also is None),
            standing_in={
                item.id: tuple(
                    (other.id, other.at_hand) for other in catalog.equipment if item.id in {other.id, *other.satisfies}
                )
                for item in catalog.equipment
            },
            gates=tuple(
                (
                    line,
                    tuple(
                        (node, _union(1 << at for at, gate in enumerate(gates) if gate.id in above[node]))
                        for node in sorted(above[line.condition])
                    ),
                )
                for line in gate_lines
                if line.above
            ),
            flags=tuple(
                (flag.id, flag.level is RedFlagLevel.GATE)
                for flag in catalog.red_flags
                if flag.level is not RedFlagLevel.SOFT
            ),
        )

    def only(self, index: int) -> "Masks":
        """The masks of one rule alone, for all else as they are; `firing` then asks for nothing but what it needs."""
        bit = 1 << index
        lines = tuple(
            evolve(
                line,
                above=line.above & bit,
                partner=line.partner & bit,
                asked=tuple(asked.only(bit) for asked in line.asked),
            )
            for line in self._lines
            if (line.above | line.partner) & bit
        )
        return evolve(self, lines=lines)

    def fires(self, index: int, profile: Profile) -> bool:
        """Whether one rule fires."""
        return self.only(index).firing(profile) != 0

    def firing(self, profile: Profile) -> int:
        """The rules that fire, as a mask; no condition is asked for that could not make any more of them fire."""
        declared = profile.conditions
        if declared is None:
            return 0
        fired, partners = 0, self._single
        for line in self._lines:
            new = line.above & ~fired
            if (new or line.partner & ~partners) and line.condition in declared:
                fired |= line.open(profile, new)
                partners |= line.partner
        return fired & partners

    def fires_for(self, index: int, profile: Profile, condition: str) -> bool:
        """Whether a rule that fires does so because of this declared condition."""
        if profile.conditions is None or condition not in profile.conditions:
            return False
        return any(line.condition == condition and line.open(profile, 1 << index) for line in self._lines)

    def verdict(self, setup_index: int, firing: int) -> int:
        """The rank of one setup's verdict, from 0 (keep) to 3 (exclude), where these rules fire."""
        exclude, modify, caution = self.strictness[setup_index]
        return 3 if firing & exclude else 2 if firing & modify else 1 if firing & caution else 0

    def verdicts(self, firing: int) -> tuple[int, ...]:
        """The rank of every setup's verdict, in the order of `setups`."""
        return tuple(
            [
                3 if firing & exclude else 2 if firing & modify else 1 if firing & caution else 0
                for exclude, modify, caution in self.strictness
            ]
        )

    def missing(self, items: Iterable[str], profile: Profile) -> tuple[str, ...]:
        """Of these pieces of equipment, those that a person lacks, with all that could stand in for them."""
        return tuple(
            item
            for item in items
            if not any(
                one in profile.equipment or (at_hand and one not in profile.without)
                for one, at_hand in self._standing_in.get(item, ())
            )
        )

    def locked(self, profile: Profile) -> bool:
        """Whether a declared condition waits for a clinician's word."""
        return any(True for _ in self.waiting(profile))

    def waiting(self, profile: Profile) -> Iterator[str]:
        """The declared conditions that wait for a clinician's word."""
        declared = profile.conditions
        if declared is None:
            return
        for line, lifts in self._gates:
            if line.condition in declared:
                shut = line.open(profile)
                for node, lifted in lifts:
                    if shut & lifted and node in profile.cleared:
                        shut &= ~lifted
                if shut:
                    yield line.condition

    def blocked(self, profile: Profile) -> bool:
        """Whether a red flag stops composing."""
        return any(True for _ in self.stopping(profile))

    def stopping(self, profile: Profile) -> Iterator[str]:
        """The red flags that stop composing."""
        for flag, clearable in self._flags:
            if profile.flag(flag) and not (clearable and flag in profile.cleared):
                yield flag


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _covers(when: When, number: int) -> bool:
    """Whether a number speaks for a `when`, or not against it; below every number stands -1."""
    above = when.at_least is None or number >= when.at_least
    return above and (when.below is None or number < when.below)


Standing = tuple[str, str | None, tuple[When, ...]]
"""What stands on a condition: on which one, beside which other, and under what answers."""


def _lines(above: Mapping[str, frozenset[str]], all_standing: Iterable[Standing]) -> tuple[_Line, ...]:
    """For each condition, the bits of what stands on it or on a broader one."""
    standing = [(1 << at, *one) for at, one in enumerate(all_standing)]
    lines = []
    for condition, line in above.items():
        whens: dict[str, list[tuple[int, When]]] = {}
        for bit, on, _, answers in standing:
            for when in answers if on in line else ():
                whens.setdefault(when.question, []).append((bit, when))
        lines.append(
            _Line(
                condition=condition,
                above=_union(bit for bit, on, *_ in standing if on in line),
                partner=_union(bit for bit, _, beside, _ in standing if beside in line),
                asked=tuple(_Asked.of(question, asked) for question, asked in whens.items()),
            )
        )
    return tuple(lines)


def _strictness(rules: Iterable[Rule], exercise: Exercise, setup: Setup) -> tuple[int, int, int]:
    """The rules that exclude, modify and caution a setup; those with a limit that it cannot follow exclude it."""
    masks = {Verdict.EXCLUDE: 0, Verdict.MODIFY: 0, Verdict.CAUTION: 0}
    for at, rule in enumerate(rules):
        if rule.demand == EVERY_SETUP or rule.demand in setup.demands:
            masks[rule.verdict if follows(rule.limits, exercise, setup) else Verdict.EXCLUDE] |= 1 << at
    return masks[Verdict.EXCLUDE], masks[Verdict.MODIFY], masks[Verdict.CAUTION]


def follows(limits: Iterable[Limit], exercise: Exercise, setup: Setup) -> bool:
    """Whether a setup can keep all of these limits."""
    looks = ((limit, _FOLLOWED.get(limit.kind)) for limit in limits)
    return all(look is None or look(limit, exercise, setup) for limit, look in looks)


_made = once(Masks._of)  # noqa: SLF001 - its own class, written out above
