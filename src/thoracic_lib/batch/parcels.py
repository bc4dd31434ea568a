"""Outcomes between a batch and its own workers: what both have, or had before, is sent as its place there.

Parts of the catalog are the same in both. What routines share besides (doses, reasons, texts) a worker sends once: a
routine is then little more than the numbers of its parts, and it is put together, with all checks, when somebody looks
at it.
"""

import io
import pickle
from array import array
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from attrs import define, field, frozen

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import once
from thoracic_lib.model.routine import Certificate, Request, Routine, Score, Step

__all__ = ["Parcel", "Receiver", "Sender", "opened", "wrapped"]

_SENT = 65_536
"""How many parts a worker sends before both sides begin anew, so that memory stays flat."""

_WHOLE = ("title", "unmet", "banners", "notices", "stop_signs", "guidance", "data_version", "catalog_digest")
"""The fields of a routine that many routines have alike."""

_TERMS = tuple(Score.__checks__)


def wrapped(catalog: Catalog, value: object) -> bytes:
    """A value as bytes, for a process that has an equal catalog."""
    buffer = io.BytesIO()
    _Wrapping(buffer, _places(catalog)).dump(value)
    return buffer.getvalue()


def opened(catalog: Catalog, parcel: bytes) -> Any:  # noqa: ANN401 - whatever was wrapped
    """What was wrapped; only a parcel of a worker that this very batch started is ever opened."""
    return _Opening(io.BytesIO(parcel), _parts(catalog)).load()


class _Crate(NamedTuple):
    """Answers as they are sent: routines as numbers of parts, and the parts that were not sent before.

    `anew` says that the numbers begin again with these parts.
    """

    anew: bool
    parts: list[object]
    answers: list[tuple[object, object]]


@frozen
class Parcel:
    """A routine that nobody looked at yet, but for its request: the numbers of its parts."""

    _parts: Sequence[Any] = field(repr=False)
    _numbers: bytes = field(repr=False)

    def opened(self, request: Request) -> Routine:
        """The routine, put together by its constructors."""
        held = array("I")
        held.frombytes(self._numbers)
        numbers = iter(held)
        parts = self._parts
        whole, method, optimal = parts[next(numbers)]
        score, bound = _score(numbers), _score(numbers) if next(numbers) else None
        steps: list[Step] = []
        for _ in range(next(numbers)):
            body, terms, why, because = (parts[number] for number in islice(numbers, 4))
            start = steps[-1].end if steps else 0
            steps.append(Step(**body, start=start, parts=terms, why=why, dose_because=because))
        return Routine(
            steps=tuple(steps),
            request=request,
            omissions=tuple(parts[number] for number in numbers),
            score=score,
            certificate=Certificate(method=method, optimal=optimal, bound=bound),
            **dict(zip(_WHOLE, whole, strict=True)),
        )


@define(eq=False)
class Sender:
    """In a worker: makes answers ready to be sent, and knows what was sent before."""

    _numbers: dict[Hashable, int] = field(factory=dict, init=False)
    _sent: list[object] = field(factory=list, init=False)

    def crate(self, answers: Sequence[tuple[object, object]]) -> _Crate:
        """Answers, each with what was read from its row; what is no routine goes as it is."""
        anew = not self._sent or len(self._sent) >= _SENT
        if anew:
            self._numbers.clear()
            self._sent.clear()  # what was sent is held, since some of it is told by its identity
        first = len(self._sent)
        told = [(read, self._packed(made) if type(made) is Routine else made) for read, made in answers]
        return _Crate(anew, self._sent[first:], told)

    def _packed(self, routine: Routine) -> bytes:
        whole = tuple(getattr(routine, name) for name in _WHOLE)
        certificate, score = routine.certificate, routine.score
        shared = (whole, certificate.method, certificate.optimal)
        numbers = [self._number(shared, shared), *_terms(score)]
        bound = certificate.bound
        numbers += [0] if bound is None else [1, *_terms(bound)]
        numbers.append(len(routine.steps))
        for step in routine.steps:
            numbers += self._step(step)
        for one in routine.omissions:
            numbers.append(self._number((one.exercise, one.code, one.reason), one))
        return array("I", numbers).tobytes()

    def _step(self, step: Step) -> tuple[int, int, int, int]:
        """A step by its parts: what it is, its terms, and the two texts; when it starts follows from those before."""
        key = (
            id(step.setup),
            id(step.dose),
            step.verdict,
            id(step.reasons),
            tuple(map(id, step.limits)),
            id(step.notices),
            id(step.guidance),
            id(step.exercise),
        )
        body = self._numbers.get(key)
        if body is None:
            body = self._number(key, {name: getattr(step, name) for name in _BODY})
        terms = self._number(tuple(map(id, step.parts)), step.parts)
        return body, terms, self._number(step.why, step.why), self._number(step.dose_because, step.dose_because)

    def _number(self, key: Hashable, part: object) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self._sent)
            self._sent.append(part)
        return known


@define(eq=False)
class Receiver:
    """Of the parent process: opens what one worker sends, in the order in which it does."""

    catalog: Catalog
    _parts: list[Any] = field(factory=list, init=False)

    def opened(self, parcel: bytes) -> Any:  # noqa: ANN401 - whatever was wrapped
        """What was wrapped; of answers, the routines as parcels."""
        value = opened(self.catalog, parcel)
        if type(value) is not _Crate:
            return value
        if value.anew:
            self._parts = []  # parcels that are not opened yet have the old ones
        self._parts.extend(value.parts)
        return [
            (read, Parcel(self._parts, outcome) if type(outcome) is bytes else outcome)
            for read, outcome in value.answers
        ]


_BODY = ("exercise", "setup", "dose", "verdict", "limits", "reasons", "notices", "guidance")
"""The fields of a step that many steps have alike, besides its terms and texts."""


def _terms(score: Score) -> list[int]:
    return [getattr(score, name) for name in _TERMS]


def _score(numbers: Iterator[int]) -> Score:
    return Score(**dict(zip(_TERMS, islice(numbers, len(_TERMS)), strict=True)))


@once
def _parts(catalog: Catalog) -> tuple[object, ...]:
    """The exercises, setups and rules of a catalog, which every routine repeats."""
    setups = (setup for exercise in catalog.exercises for setup in exercise.setups)
    return (*catalog.exercises, *setups, *catalog.rules)


@once
def _places(catalog: Catalog) -> dict[int, int]:
    return {id(part): at for at, part in enumerate(_parts(catalog))}


def _part(at: int) -> None:
    """Stands in a parcel for a part of the catalog; whoever opens one puts the part there instead."""


class _Wrapping(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, places: dict[int, int]) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.places = places

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - what pickle takes
        at = self.places.get(id(value))
        return NotImplemented if at is None else (_part, (at,))


class _Opening(pickle.Unpickler):  # a parcel never leaves the batch and its workers
    def __init__(self, buffer: io.BytesIO, parts: tuple[object, ...]) -> None:
        super().__init__(buffer)
        self.parts = parts

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - what pickle takes
        if (module, name) == (__name__, _part.__name__):
            return self.parts.__getitem__
        return super().find_class(module, name)
