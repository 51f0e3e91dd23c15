"""The forms about suggestions: a member's idea, an organiser's changes, and a kind answer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.domain.challenges import Challenge
from bot.domain.company import Company, Whereabouts, company_of, whereabouts_of
from bot.domain.shelf import REPLY_LONGEST, SMALLER_LONGEST, TEXT_LONGEST, TITLE_LONGEST, Decline, digest_of
from bot.ports.messages import Action, FieldChoice, FieldKind, Form, FormField
from bot.services.cards import taxonomy
from bot.services.cards.suggestions import QUEUE, SUGGEST
from bot.text.message import TN, T, Text

_E = TypeVar("_E", bound=StrEnum)
MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120)


def idea(before: Challenge | None, said: Mapping[str, str]) -> Form:
    """Ask for an idea; what was said or written before stands there."""
    words = {name: words for name, words in said.items() if words}
    if before is not None:
        words = {
            **_words_of(before),
            "who": company_of(before).value,
            "where": whereabouts_of(before).value,
            **words,
        }
    return Form(
        title=T("An idea for a challenge"),
        fields=(
            *_word_fields(words),
            _choice("who", T("With whom is it?"), {each.value: each.label for each in Company}, words),
            _choice("where", T("Where is it?"), {each.value: each.label for each in Whereabouts}, words),
        ),
        action=Action(command=SUGGEST),
    )


def _words_of(challenge: Challenge) -> dict[str, str]:
    return {
        "title": challenge.title.template,
        "text": challenge.text.template,
        "smaller": challenge.smaller.template,
    }


def _word_fields(words: Mapping[str, str]) -> tuple[FormField, ...]:
    return (
        FormField(
            option="title",
            label=T("A short title"),
            hint=T("A green bench"),
            longest=TITLE_LONGEST,
            value=words.get("title", ""),
        ),
        FormField(
            option="text",
            label=T("What could somebody do?"),
            kind=FieldKind.PARAGRAPH,
            hint=T("An invitation in one or two plain sentences; free, if it can be."),
            longest=TEXT_LONGEST,
            value=words.get("text", ""),
        ),
        FormField(
            option="smaller",
            label=T("A smaller version of it"),
            hint=T("Sit there for five minutes."),
            longest=SMALLER_LONGEST,
            value=words.get("smaller", ""),
        ),
    )


def _held(fields: Iterable[FormField]) -> tuple[FormField, ...]:
    """Let somebody else's words stand in a form without being written down with it: they may be taken back."""
    return tuple(replace(field, value="", held=field.value) for field in fields)


def change(do: str, name: str, before: Challenge) -> Form:
    """Ask an organiser for one part of a suggestion; what stands there already is filled in."""
    title, fields = {
        "words": (T("Its words"), _held(_word_fields(_words_of(before)))),
        "kind": (T("Whom it is for"), _kind(before)),
        "how": (T("Where and how"), _how(before)),
        "ways": (T("Who can do it"), _ways(before)),
    }[do]
    action = Action(command=QUEUE, options={"one": name, "do": do, "seen": digest_of(before)})
    return Form(title=title, fields=fields, action=action)


def _kind(before: Challenge) -> tuple[FormField, ...]:
    stands = {
        "practice": before.practice,
        "setting": before.setting,
        "tie": before.tie,
        "effort": str(before.effort),
        "minutes": str(before.minutes),
    }
    minutes = sorted({*MINUTES, before.minutes})
    return (
        _choice("practice", T("Practice"), _by_value(taxonomy.PRACTICES), stands),
        _choice("setting", T("How many do it"), _by_value(taxonomy.SETTINGS), stands),
        _choice("tie", T("With whom"), _by_value(taxonomy.TIES), stands),
        _choice(
            "effort",
            T("What it takes"),
            {str(effort): label for effort, label in taxonomy.EFFORTS.items()},
            stands,
        ),
        _choice(
            "minutes",
            T("Minutes"),
            {str(each): TN("{count} min", "{count} min", each) for each in minutes},
            stands,
        ),
    )


def _how(before: Challenge) -> tuple[FormField, ...]:
    stands = {"place": before.place.value, "cost": before.cost.value, "energy": before.energy.value}
    return (
        _choices("modes", T("How"), taxonomy.MODES, before.modes),
        _choice("place", T("Where"), _by_value(taxonomy.PLACES), stands),
        _choices("weather", T("Weather"), taxonomy.WEATHERS, before.conditions),
        _choice("cost", T("Cost"), _by_value(taxonomy.COSTS), stands),
        _choice("energy", T("Company"), _by_value(taxonomy.ENERGIES), stands),
    )


def _ways(before: Challenge) -> tuple[FormField, ...]:
    tender = {"yes": T("Yes: never posted by itself"), "no": T("No")}
    stands = {"tender": "yes" if before.tender else "no"}
    return (
        _choices("access", T("It works"), taxonomy.WAYS, before.access),
        _choice("tender", T("May it remind of a loss?"), tender, stands),
        _line("easier", T("What is easier, by its id; empty: I choose"), before.easier),
        _line("remote", T("By call or in writing, by its id"), before.remote or ""),
    )


def answer(name: str) -> Form:
    """Ask an organiser why a suggestion is declined; its writer reads the answer."""
    reasons = {each.value: each.label for each in Decline}
    return Form(
        title=T("Decline it kindly"),
        fields=(
            _choice("reason", T("Why?"), reasons, {"reason": Decline.ENOUGH}),
            FormField(
                option="words",
                label=T("A word to its writer"),
                kind=FieldKind.PARAGRAPH,
                hint=T("Only if you like. They read it without your name."),
                required=False,
                longest=REPLY_LONGEST,
            ),
        ),
        action=Action(command=QUEUE, options={"one": name, "do": "decline"}),
    )


def _by_value(labels: Mapping[_E, Text]) -> dict[str, Text]:
    return {str(each): label for each, label in labels.items()}


def _choice(option: str, label: Text, choices: Mapping[str, Text], stands: Mapping[str, str]) -> FormField:
    return FormField(
        option=option,
        label=label,
        kind=FieldKind.CHOICE,
        choices=tuple(FieldChoice(value=value, label=words) for value, words in choices.items()),
        value=stands.get(option, ""),
    )


def _choices(option: str, label: Text, labels: Mapping[_E, Text], stands: Collection[_E]) -> FormField:
    return FormField(
        option=option,
        label=label,
        kind=FieldKind.CHOICES,
        choices=tuple(FieldChoice(value=str(each), label=words) for each, words in labels.items()),
        value=",".join(_in_order(labels, stands)),
    )


def _in_order(labels: Iterable[_E], stands: Collection[_E]) -> list[str]:
    return [str(each) for each in labels if each in stands]


def _line(option: str, label: Text, value: str) -> FormField:
    return FormField(option=option, label=label, required=False, longest=80, value=value)
