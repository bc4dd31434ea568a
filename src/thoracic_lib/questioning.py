"""What is worth asking a person before anything is composed, in plain words, for an app to show."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Choice, Question, RedFlag
from thoracic_lib.model.values import Value, be_a, be_identifier, be_text, be_whole, maybe, must, tuple_of
from thoracic_lib.vocabulary import QuestionKind, RedFlagLevel

__all__ = ["Asked", "questions"]

_YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))


@frozen(kw_only=True)
class Asked(Value):
    """One question as an app shows it.

    `key` is what the answer goes by: a red flag's id, or `condition.question`; `kind` is `yes-no`, or that of the
    question. `choices` are empty for a number, which lies from `minimum` to `maximum`.
    """

    key: str = field(metadata=must(be_text))
    ask: str = field(metadata=must(be_text))
    kind: str = field(metadata=must(be_identifier))
    choices: tuple[Choice, ...] = field(metadata=must(tuple_of(be_a(Choice))))
    minimum: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))
    maximum: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))


def questions(catalog: Catalog, conditions: Iterable[str] = ()) -> tuple[Asked, ...]:
    """The red flags to ask everybody, then what is worth asking about these conditions (ids).

    Raises `UnknownIdError` for an unknown condition.

    >>> from thoracic_lib.catalogs import catalog
    >>> [asked.key for asked in questions(catalog(), ["pregnancy"])][-1]
    'pregnancy.weeks'
    """
    wanted = [catalog.condition(condition).id for condition in conditions]
    return (*_flags(catalog.red_flags), *_answers(catalog.questions, wanted))


def _flags(flags: Iterable[RedFlag]) -> Iterator[Asked]:
    for flag in flags:
        if flag.level is not RedFlagLevel.SESSION_STOP:
            yield Asked(key=flag.id, ask=flag.ask, kind="yes-no", choices=_YES_NO)


def _answers(questions: Iterable[Question], conditions: Iterable[str]) -> Iterator[Asked]:
    listed = tuple(questions)
    for condition in conditions:
        for question in listed:
            if condition in question.conditions:
                number = question.kind is QuestionKind.NUMBER
                yield Asked(
                    key=f"{condition}.{question.id}",
                    ask=question.ask,
                    kind=str(question.kind),
                    choices=question.choices,
                    minimum=question.minimum if number else None,
                    maximum=question.maximum if number else None,
                )
