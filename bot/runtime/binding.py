"""From raw option text to a handler's arguments, with a kind sentence for whatever does not fit. Pure."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from bot.domain.words import plain
from bot.errors import BadOption
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind
from bot.text.bidi import bare
from bot.text.catalogue import spoken
from bot.text.message import TN, T, Text, Typed, Verbatim, listed
from bot.text.render import PlainStyle, render

_NUMBER = re.compile(r"-?\d{1,9}", flags=re.ASCII)


def bind(
    spec: CommandSpec, raw: Mapping[str, str], *, person: Callable[[str], str | None] = str
) -> dict[str, str | int]:
    """Return keyword arguments for the handler. Raise `BadOption` naming the option and what it takes.

    `person` reads the user id in what was given for somebody; None where it can be nobody's.
    """
    known = {option.name for option in spec.options}
    for name in raw:
        if name not in known:
            raise BadOption(name, _unknown(spec, name))
    bound: dict[str, str | int] = {}
    for option in spec.options:
        if option.name in raw:
            value = _value(option, raw[option.name])
            if option.kind is OptionKind.USER and value:
                value = _somebody(option, str(value), person)
            bound[option.name.replace("-", "_")] = value
        elif option.required:
            sentence = T(
                "Please also say {option}: {summary}", option=Typed(option.name), summary=option.summary
            )
            raise BadOption(option.name, sentence)
    return bound


def _unknown(spec: CommandSpec, name: str) -> Text:
    shown = [option.name for option in spec.shown_options]
    if near := get_close_matches(name, shown, n=1):
        return T("There is no option {name} here. Did you mean {near}?", name=name, near=Typed(near[0]))
    if shown:
        return T(
            "There is no option {name} here. You can use {options}.",
            name=name,
            options=listed(*map(Typed, shown)),
        )
    return T("There is no option {name} here; this command takes none.", name=name)


def _value(option: Option, raw: str) -> str | int:
    if option.kind is OptionKind.NUMBER:
        if not _NUMBER.fullmatch(raw.strip()):
            raise BadOption(
                option.name, T("{option} takes a whole number, such as 2.", option=Typed(option.name))
            )
        return int(raw)
    if option.kind is OptionKind.FILE:
        return raw
    words = plain(raw, longest=max(len(raw), 1)) if raw.strip() else ""
    if (excess := len(words) - option.longest) > 0:
        raise BadOption(option.name, _too_long(option, excess))
    if option.choices and words:
        return _chosen(option, words)
    return words


def _somebody(option: Option, words: str, person: Callable[[str], str | None]) -> str:
    found = person(words)
    if found is None:
        sentence = T(
            "I can't tell who {words} is. Please mention the person, or write their whole user name.",
            words=Verbatim(words),
        )
        raise BadOption(option.name, sentence)
    return found


def _too_long(option: Option, excess: int) -> Text:
    return TN(
        "{option} can have {count} character; yours has {excess} too many. Please shorten it and send it again.",
        "{option} can have {count} characters; yours has {excess} too many. Please shorten it and send it again.",
        option.longest,
        option=Typed(option.name),
        excess=excess,
    )


def _chosen(option: Option, words: str) -> str:
    """Return the choice's value, whether its value or its label was typed, in any case.

    English comes first; what two languages' labels call differently is nothing that could be guessed.
    """
    typed = bare(words).casefold()
    for choice in option.choices:
        if typed in {choice.value.casefold(), choice.label.template.casefold()}:
            return choice.value
    meant = {choice.value for choice in option.choices if typed in _labels(choice)}
    if len(meant) == 1:
        return meant.pop()
    values = listed(*(Typed(choice.value, choice.label) for choice in option.choices))
    raise BadOption(option.name, T("{option} can be {choices}.", option=Typed(option.name), choices=values))


def _labels(choice: OptionChoice) -> set[str]:
    """Return what a choice is called in any language."""
    return {bare(render(choice.label, PlainStyle(), language)).casefold() for language in spoken()}
