"""A greedy composer, as one would write it first: again and again what improves the routine most for its seconds."""

from collections.abc import Iterator

from thoracic_lib.composing.problem import Choice, Outcome, Problem, outcome


def composed(problem: Problem) -> tuple[Choice, ...]:
    """Choices that fit: one after the other, and at the end larger doses, as long as anything gets better.

    What improves an earlier term of the objective goes first; among the rest, the most benefit for a second.
    """
    chosen: dict[int, int] = {}
    reached = Outcome(*[-(10**9)] * 8)
    while True:
        steps = [
            (_merit(reached, told), choice)
            for choice in _open(problem, chosen)
            if (told := outcome(problem, ({**chosen, choice.item: choice.level}).items())) is not None  # type: ignore[arg-type]  # pairs of item and level
            and told > reached
        ]
        if not steps:
            return tuple(Choice(*pair) for pair in sorted(chosen.items()))
        _, (item, level) = max(steps)
        chosen[item] = level
        reached = outcome(problem, (Choice(*pair) for pair in chosen.items())) or reached


def _open(problem: Problem, chosen: dict[int, int]) -> Iterator[Choice]:
    taken = {problem.items[item].family for item in chosen}
    for at, item in enumerate(problem.items):
        for level in range(len(item.seconds)):
            if (at in chosen and level > chosen[at]) or item.family not in taken:
                yield Choice(at, level)


def _merit(before: Outcome, after: Outcome) -> tuple[int, int, int, int, int, float]:
    gained = [now - then for now, then in zip(after, before, strict=True)]
    asked, movements, phases, modified, cautioned, benefit, _, seconds = gained
    if before.benefit < 0:  # the first step: there is nothing to compare with
        benefit, seconds = after.benefit, after.seconds
    return asked, movements, phases, modified, cautioned, benefit / max(1, -seconds)
