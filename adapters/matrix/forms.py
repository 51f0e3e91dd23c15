"""Forms without dialogs: one question at a time in the direct room, kept over restarts.

At every question "skip" leaves what stands there, "clear" empties an optional answer, "back" returns to the
question before and "cancel" ends it all; each in English or in the form's language. An answer that begins with a
quotation mark is taken as it is, so that somebody whose answer is "skip" can say so. Pure: the desk sends the words
and keeps the record.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from adapters.matrix.records import FieldRecord, FormRecord, Origin
from adapters.matrix.render import Surroundings, literal, words_of
from bot.ports.messages import FieldKind, Form, FormField, Message
from bot.text.bidi import bare
from bot.text.message import TN, T, Text, Verbatim
from bot.text.render import PlainStyle, render

_QUOTED = re.compile(r'["“„](.*)["”“]', re.DOTALL)
_SEVERAL = re.compile(r"[\s,;]+")


class Way(StrEnum):
    """What can be answered to every question."""

    SKIP = "skip"
    CLEAR = "clear"
    BACK = "back"
    CANCEL = "cancel"


_WORDS = {
    # Translators: people type these four instead of an answer; each is one word, and no two are the same.
    Way.SKIP: T("skip"),
    Way.CLEAR: T("clear"),
    Way.BACK: T("back"),
    Way.CANCEL: T("cancel"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold a usable answer."""

    value: str


def opened(
    form: Form, around: Surroundings, *, origin: Origin | None, started: int, event: str
) -> FormRecord:
    """Take a form down, with its words in the reader's language. `started` is in milliseconds."""
    return FormRecord(
        title=words_of(form.title, around),
        command=form.action.command,
        options=dict(form.action.options),
        fields=[_field(field, around) for field in form.fields],
        origin=origin,
        language=around.language,
        started=started,
        last=event,
    )


def _field(field: FormField, around: Surroundings) -> FieldRecord:
    return FieldRecord(
        option=field.option,
        label=words_of(field.label, around),
        kind=field.kind.value,
        hint=words_of(field.hint, around) if field.hint is not None else "",
        values=[choice.value for choice in field.choices],
        labels=[words_of(choice.label, around) for choice in field.choices],
        required=field.required,
        longest=field.longest,
        value=field.value,
        unwritten=field.unwritten,
    )


def with_spoken(record: FormRecord, spoken: Mapping[str, str]) -> FormRecord:
    """Return the form with the answers that are in memory only."""
    return record.model_copy(update={"answers": {**record.answers, **spoken}})


def parted(record: FormRecord) -> tuple[FormRecord, dict[str, str]]:
    """Return the form as it may be written down, and the answers that may not be."""
    kept_back = {field.option for field in record.fields if field.unwritten}
    spoken = {option: words for option, words in record.answers.items() if option in kept_back}
    answers = {option: words for option, words in record.answers.items() if option not in kept_back}
    return record.model_copy(update={"answers": answers, "spoken": sorted(spoken)}), spoken


def forgotten(record: FormRecord, spoken: Mapping[str, str]) -> FormRecord | None:
    """Return the form at the question whose answer a restart lost, or None where none is lost."""
    for index, field in enumerate(record.fields):
        if field.option in record.spoken and field.option not in spoken:
            return record.model_copy(update={"index": index, "ended": "", "spoken": sorted(spoken)})
    return None


def question(record: FormRecord) -> Message:
    """Write the question that is due."""
    field = record.fields[record.index]
    lines: list[Text] = [literal(field.label)]
    if field.hint:
        lines.append(literal(field.hint))
    stands = standing(record, field)
    if stands:
        lines.append(T("Now: {value}", value=Verbatim(_shown(field, stands))))
    if field.labels:
        numbered = "\n".join(f"{number}. {label}" for number, label in enumerate(field.labels, 1))
        lines.append(literal(numbered))
    title = T(
        "{title} ({number} of {all})",
        title=Verbatim(record.title),
        number=record.index + 1,
        all=len(record.fields),
    )
    return Message(title=title, lines=tuple(lines), footer=_ways(record, field, stands=bool(stands)))


def _ways(record: FormRecord, field: FieldRecord, *, stands: bool) -> Text:
    ways = []
    if stands or not field.required:
        ways.append(Way.SKIP)
    if stands and not field.required:
        ways.append(Way.CLEAR)
    if record.index:
        ways.append(Way.BACK)
    ways.append(Way.CANCEL)
    quoted = (render(T('"{word}"', word=_WORDS[way]), PlainStyle(), record.language) for way in ways)
    return T("You can also answer {ways}.", ways=Verbatim(" · ".join(quoted)))


def _way(record: FormRecord, words: str) -> Way | None:
    """Return the way that words name, in the form's language or in English."""
    typed = words.casefold().strip()
    own = {render(word, PlainStyle(), record.language).casefold(): way for way, word in _WORDS.items()}
    return own.get(typed) or next((way for way in Way if way.value == typed), None)


def standing(record: FormRecord, field: FieldRecord) -> str:
    """Return what would be sent for a question that is skipped."""
    return record.answers.get(field.option, field.value)


def _shown(field: FieldRecord, value: str) -> str:
    labels = dict(zip(field.values, field.labels, strict=True))
    if not labels:
        return value
    parts = value.split(",") if field.kind == FieldKind.CHOICES else [value]
    return ", ".join(labels.get(part, part) for part in parts)


def step(record: FormRecord, words: str, event: str) -> FormRecord | Text:
    """Return the form after an answer, or what is wrong with the answer."""
    field = record.fields[record.index]
    way = _way(record, words)
    if way is Way.CANCEL:
        return record.model_copy(update={"ended": "cancelled", "last": event})
    if way is Way.BACK:
        return record.model_copy(update={"index": max(0, record.index - 1), "last": event})
    answer = _answer(record, field, words)
    if isinstance(answer, Text):
        return answer
    answers = {**record.answers, field.option: answer.value}
    index = record.index + 1
    done = index == len(record.fields)
    return record.model_copy(
        update={
            "answers": answers,
            "index": record.index if done else index,
            "ended": "submitted" if done else "",
            "last": event,
        }
    )


def collected(record: FormRecord) -> dict[str, str]:
    """Return all options for the command: the form's own and the answers."""
    answers = {field.option: standing(record, field) for field in record.fields}
    return {**record.options, **answers}


def _answer(record: FormRecord, field: FieldRecord, words: str) -> Answered | Text:
    way = _way(record, words)
    if way is Way.SKIP:
        stands = standing(record, field)
        return Answered(stands) if stands or not field.required else T("This one needs an answer.")
    if way is Way.CLEAR:
        return T("This one needs an answer.") if field.required else Answered("")
    quoted = _QUOTED.fullmatch(words.strip())
    return _value(field, quoted.group(1) if quoted else words.strip())


def _value(field: FieldRecord, words: str) -> Answered | Text:
    if not words:
        return T("This one needs an answer.")
    if field.kind == FieldKind.CHOICE:
        found = _choice(field, words)
        return Answered(found) if found is not None else _not_there(field)
    if field.kind == FieldKind.CHOICES:
        return _choices(field, words)
    if len(words) > field.longest:
        return TN(
            "That is {count} character long; at most {longest} fit here.",
            "That is {count} characters long; at most {longest} fit here.",
            len(words),
            longest=field.longest,
        )
    return Answered(words)


def _choices(field: FieldRecord, words: str) -> Answered | Text:
    by_comma = [_choice(field, part) for part in words.split(",") if part.strip()]
    found = (
        by_comma if None not in by_comma else [_choice(field, part) for part in _SEVERAL.split(words) if part]
    )
    values = [value for value in found if value is not None]
    if not values or len(values) != len(found):
        return _not_there(field)
    return Answered(",".join(dict.fromkeys(values)))


def _choice(field: FieldRecord, words: str) -> str | None:
    """Return the value for a number, a label or the value itself."""
    typed = bare(words).casefold().strip()
    for index, (value, label) in enumerate(zip(field.values, field.labels, strict=True), 1):
        if typed in {str(index), f"{index}.", bare(label).casefold(), value.casefold()}:
            return value
    return None


def _not_there(field: FieldRecord) -> Text:
    return T("Please answer with a number from 1 to {most}.", most=len(field.values))
