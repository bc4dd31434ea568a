"""What screening must keep to, whatever the catalog and the profile.

Each law looks at one catalog and one profile, and compares what `screen` says before and after a change. `screen`
is the library's own unless another function is passed: one that an app wraps around it, or a faulty one in a test
of the law itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import combinations
from typing import ClassVar

from attrs import evolve, frozen

from thoracic_lib import screening
from thoracic_lib.errors import ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.reference import Demand
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.vocabulary import DemandFamily, Verdict

__all__ = [
    "LAWS",
    "LawBrokenError",
    "Screen",
    "antitone_in_answers",
    "antitone_in_conditions",
    "antitone_in_demands",
    "antitone_in_rules",
    "closure_is_an_order",
    "exclusions_have_witnesses",
    "monotone_in_equipment",
    "reasons_are_true",
    "union_is_intersection",
]

Screen = Callable[[Catalog, Profile], Screening]
"""What judges a catalog for a profile, as `thoracic_lib.screen` does."""

Way = tuple[str, str]

WITNESS = 2
"""So many conditions are enough to exclude a setup: a rule names one or, with `also`, two."""

_NOBODY_ASKS = Demand(
    id="asked-by-no-setup",
    family=DemandFamily.EFFORT,
    name="Asked by no setup",
    description="A rule for it never fires, and its condition is still ruled.",
)


class LawBrokenError(ThoracicError, AssertionError):
    """A law of screening does not hold; `counterexample` says for whom, and what was said before and after."""

    code: ClassVar[str] = "law-broken"

    def __init__(self, law: str, counterexample: str) -> None:
        super().__init__(law, counterexample)
        self.law = law
        self.counterexample = counterexample

    def __str__(self) -> str:
        return f"{self.law}: broken\n{self.counterexample}"


@frozen
class Judged:
    """What was said of each setup, for a profile, and in words what makes this case different from another one."""

    words: str
    profile: Profile
    screening: Screening
    ways: Mapping[Way, ScreenedSetup]

    def tell(self, way: Way) -> str:
        """One line on a setup."""
        screened = self.ways[way]
        rules = ", ".join(reason.rule.id for reason in screened.reasons) or "no rule"
        left = "available" if screened.available else "not available"
        return f"  {self.words}: {screened.verdict} by {rules}, {left}"


def antitone_in_conditions(
    catalog: Catalog, profile: Profile, more: Iterable[str], *, screen: Screen = screening.screen
) -> None:
    """Declaring more conditions makes nothing available, no verdict milder, and lifts no limit and no gate."""
    added = tuple(more)
    declared = (profile.conditions or frozenset()).union(added)
    before = _judge(screen, catalog, profile, "declared as it is")
    after = _judge(screen, catalog, evolve(profile, conditions=declared), f"with {_list(added)} as well")
    _compare("antitone in conditions", before, after, tighter=True)


def antitone_in_answers(catalog: Catalog, profile: Profile, *, screen: Screen = screening.screen) -> None:
    """A question left open is judged at least as strictly as any answer to it, and with at least its limits."""
    answered = _judge(screen, catalog, profile, "answered")
    silent = _judge(screen, catalog, evolve(profile, answers=()), "with every question left open")
    _compare("antitone in answers", answered, silent, tighter=True)


def monotone_in_equipment(
    catalog: Catalog, profile: Profile, more: Iterable[str], *, screen: Screen = screening.screen
) -> None:
    """Having more equipment makes nothing unavailable, no verdict stricter, and adds no limit."""
    added = tuple(more)
    have = evolve(profile, equipment=profile.equipment.union(added), without=profile.without.difference(added))
    before = _judge(screen, catalog, profile, "with this equipment")
    after = _judge(screen, catalog, have, f"with {_list(added)} as well")
    _compare("monotone in equipment", before, after, tighter=False)


def antitone_in_rules(
    catalog: Catalog, profile: Profile, rules: Iterable[str], *, screen: Screen = screening.screen
) -> None:
    """More rules make nothing available and no verdict milder: the catalog is compared with itself without some."""
    gone = frozenset(rules)
    every = _judge(screen, catalog, profile, "with every rule")
    fewer = _judge(screen, _without_rules(catalog, gone), profile, f"without {_list(gone)}")
    _compare("antitone in rules", every, fewer, tighter=False)


def antitone_in_demands(
    catalog: Catalog, profile: Profile, demands: Iterable[str], *, screen: Screen = screening.screen
) -> None:
    """Setups that demand more become no more available and no milder: these demands are added to every setup."""
    added = tuple(demands)
    before = _judge(screen, catalog, profile, "with the demands of the catalog")
    after = _judge(screen, _with_demands(catalog, added), profile, f"with {_list(added)} demanded as well")
    _compare("antitone in demands", before, after, tighter=True)


def union_is_intersection(
    catalog: Catalog, profile: Profile, one: Collection[str], two: Collection[str], *, screen: Screen = screening.screen
) -> None:
    """Two sets of conditions together allow exactly what each of them allows, and each verdict is the stricter one.

    Everything else in the profile stays. Rules for pairs of conditions are set aside first: they are there to leave
    out more for two conditions than for each.
    """
    law = "union is intersection"
    pairs = frozenset(rule.id for rule in catalog.rules if rule.also is not None)
    plain = _without_rules(catalog, pairs) if pairs else catalog
    first, second, both = (
        _judge(screen, plain, _about(profile, some), f"declared {_list(some)}")
        for some in (one, two, frozenset(one).union(two))
    )
    for way, screened in both.ways.items():
        parts = first.ways[way], second.ways[way]
        strictest = max(part.verdict.rank for part in parts)
        if screened.verdict.rank != strictest or screened.available is not all(part.available for part in parts):
            raise _broken(law, both.profile, way, [case.tell(way) for case in (first, second, both)])
    if set(both.screening.gates) != {*first.screening.gates, *second.screening.gates}:
        raise _broken(law, both.profile, None, [_gates(case) for case in (first, second, both)])


def exclusions_have_witnesses(catalog: Catalog, profile: Profile, *, screen: Screen = screening.screen) -> None:
    """Whatever is excluded is excluded for one or two of the declared conditions alone."""
    whole = _judge(screen, catalog, profile, "as declared")
    left = _excluded(whole)
    for size in range(1, WITNESS + 1):
        for few in combinations(sorted(profile.conditions or ()), size):
            if not left:
                return
            left -= _excluded(_judge(screen, catalog, _about(profile, few), f"declared {_list(few)}"))
    if left:
        way = min(left)
        told = [whole.tell(way), f"  declared any {WITNESS} of the conditions alone: not excluded"]
        raise _broken("exclusions have witnesses", profile, way, told)


def reasons_are_true(catalog: Catalog, profile: Profile, *, screen: Screen = screening.screen) -> None:
    """Each rule that is listed gives its own verdict alone, and without all that are listed the verdict is keep."""
    law = "reasons are true"
    whole = _judge(screen, catalog, profile, "with every rule")
    listed = {way: frozenset(reason.rule.id for reason in said.reasons) for way, said in whole.ways.items()}
    every = frozenset(rule.id for rule in catalog.rules)
    for rule in sorted(frozenset().union(*listed.values())):
        alone = _judge(screen, _without_rules(catalog, every - {rule}), profile, f"with {rule} alone")
        for way, screened in whole.ways.items():
            wanted = max((r.verdict.rank for r in screened.reasons if r.rule.id == rule), default=Verdict.KEEP.rank)
            if alone.ways[way].verdict.rank < wanted:
                raise _broken(law, profile, way, [whole.tell(way), alone.tell(way)])
    for rules in sorted(set(listed.values()), key=sorted):
        rest = _judge(screen, _without_rules(catalog, rules), profile, f"without {_list(rules)}")
        for way in (way for way, named in listed.items() if named == rules):
            if rest.ways[way].verdict is not Verdict.KEEP:
                raise _broken(law, profile, way, [whole.tell(way), rest.tell(way)])


def closure_is_an_order(
    catalog: Catalog, *, closure: Callable[[Catalog, str], frozenset[str]] = Catalog.closure
) -> None:
    """The closure of a condition holds that of every broader one, runs in no circle, and is no larger than that.

    This law is not sampled: it looks at every condition of the catalog.
    """
    law = "closure is an order"
    above = {condition.id: closure(catalog, condition.id) for condition in catalog.conditions}
    for condition in catalog.conditions:
        line = above[condition.id]
        for broader in sorted(line - {condition.id}):
            if condition.id in above[broader]:
                raise LawBrokenError(law, f"  {condition.id} and {broader} are each broader than the other")
            if not above[broader] <= line:
                told = f"  {condition.id} lacks {_list(above[broader] - line)}, which {broader} has above it"
                raise LawBrokenError(law, told)
        if line != frozenset({condition.id}).union(*(above[parent] for parent in condition.parents)):
            told = f"  {condition.id} has {_list(line)}, which is not itself with all that its parents have"
            raise LawBrokenError(law, told)


LAWS: tuple[Callable[..., None], ...] = (
    closure_is_an_order,
    antitone_in_conditions,
    antitone_in_answers,
    monotone_in_equipment,
    antitone_in_rules,
    antitone_in_demands,
    union_is_intersection,
    exclusions_have_witnesses,
    reasons_are_true,
)
"""Every law, in the order in which `check_catalog` tries them."""


def _judge(screen: Screen, catalog: Catalog, profile: Profile, words: str) -> Judged:
    said = screen(catalog, profile)
    ways = {(each.exercise.id, setup.setup.id): setup for each in said.exercises for setup in each.setups}
    for way in ((exercise.id, setup.id) for exercise in catalog.exercises for setup in exercise.setups):
        if way not in ways:
            raise _broken("every setup is screened", profile, way, [f"  {words}: nothing is said of it"])
    return Judged(words, profile, said, ways)


def _compare(law: str, before: Judged, after: Judged, *, tighter: bool) -> None:
    """Raise where `after` is not at least as strict as `before` everywhere, or with `tighter=False` at most so."""
    stricter, milder = (after, before) if tighter else (before, after)
    for way, screened in stricter.ways.items():
        other = milder.ways[way]
        if screened.verdict.rank < other.verdict.rank or (screened.available and not other.available):
            raise _broken(law, before.profile, way, [before.tell(way), after.tell(way)])
        if lost := [str(limit) for limit in other.limits if limit not in screened.limits]:
            told = f"  {stricter.words}: without the limit: {_list(lost)}"
            raise _broken(law, before.profile, way, [before.tell(way), after.tell(way), told])
    for name in ("gates", "red_flags"):
        if not set(getattr(stricter.screening, name)) >= set(getattr(milder.screening, name)):
            raise _broken(law, before.profile, None, [_gates(before), _gates(after)])


def _excluded(judged: Judged) -> set[Way]:
    return {way for way, screened in judged.ways.items() if screened.verdict is Verdict.EXCLUDE}


def _about(profile: Profile, conditions: Iterable[str]) -> Profile:
    """The same profile with these conditions only, and what was answered about them."""
    kept = frozenset(conditions)
    answers = tuple(answer for answer in profile.answers if answer.condition in kept)
    return evolve(profile, conditions=kept, answers=answers)


def _without_rules(catalog: Catalog, gone: Collection[str]) -> Catalog:
    """The catalog in which these rules never fire. They stay, since a condition without any rule is refused."""
    rules = []
    for rule in catalog.rules:
        if rule.id not in gone:
            rules.append(rule)
        elif rule.verdict is not Verdict.KEEP:
            rules.append(evolve(rule, demand=_NOBODY_ASKS.id))
    demands = tuple(demand for demand in catalog.demands if demand.id != _NOBODY_ASKS.id)
    return evolve(catalog, rules=tuple(rules), demands=(*demands, _NOBODY_ASKS))


def _with_demands(catalog: Catalog, added: Collection[str]) -> Catalog:
    """The catalog in which every setup demands these as well."""
    if not added:
        return catalog
    exercises = []
    for exercise in catalog.exercises:
        setups = (
            evolve(setup, demands=tuple(dict.fromkeys((*setup.demands, *added))), demands_none_because=None)
            for setup in exercise.setups
        )
        exercises.append(evolve(exercise, setups=tuple(setups)))
    return evolve(catalog, exercises=tuple(exercises))


def _broken(law: str, profile: Profile, way: Way | None, told: Iterable[str]) -> LawBrokenError:
    place = [f"  {way[0]}, setup {way[1]}"] if way else []
    return LawBrokenError(law, "\n".join([*place, *told, f"  profile: {_told(profile)}"]))


def _gates(judged: Judged) -> str:
    said = judged.screening
    return f"  {judged.words}: gates {_list(said.gates)}; red flags {_list(said.red_flags)}"


def _told(profile: Profile) -> str:
    """All of a profile that screening reads, in one line; what is empty is left out, the conditions never."""
    told = {
        "conditions": "not asked" if profile.conditions is None else _list(profile.conditions),
        "answers": ", ".join(map(_answer, profile.answers)),
        "equipment": ", ".join(sorted(profile.equipment)),
        "without": ", ".join(sorted(profile.without)),
        "cleared": ", ".join(sorted(profile.cleared)),
        "red flags": ", ".join(flag.flag for flag in profile.red_flags if flag.present),
        "avoiding": ", ".join(sorted({*profile.avoid_positions, *profile.avoid_exercises})),
    }
    return "; ".join(f"{name} {said}" for name, said in told.items() if said)


def _answer(answer: Answer) -> str:
    said = " or ".join(answer.choices) if answer.number is None else answer.number
    return f"{answer.condition}.{answer.question} = {said}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
