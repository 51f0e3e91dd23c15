"""Turn a `Text` into words, in a reader's language and a platform's style.

A platform contributes a `Style`: how it escapes what people wrote, names a person, a command and an instant.
`PlainStyle` serves terminals, logs of a demo, file names and every platform without a way of its own.
"""

import re
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_percent

from bot.text.bidi import isolated
from bot.text.catalogue import SOURCE_LANGUAGE, babel_locale, catalogue_for, regional_locale
from bot.text.message import (
    Command,
    LanguageName,
    Moment,
    MomentStyle,
    Percent,
    Person,
    Sequence,
    Text,
    Typed,
    Value,
    Verbatim,
)
from bot.text.pseudo import in_disguise

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class Style(Protocol):
    """Write the parts of a message that platforms write differently."""

    def words(self, words: str) -> str:
        """Return what people wrote, made safe to show."""
        ...

    def moment(self, moment: Moment, language: str) -> str:
        """Return an instant as the reader should see it."""
        ...

    def person(self, person: Person) -> str:
        """Return a person's name or mention."""
        ...

    def command(self, command: Command, language: str) -> str:
        """Return how a command is called here."""
        ...

    def typed(self, typed: Typed, language: str) -> str:
        """Return an option's name, or other words of a command, as they are typed here."""
        ...


def render(text: Text, style: Style, language: str) -> str:
    """Return the message in `language`; an unknown placeholder stays visible as `{name}`.

    What fills a placeholder and is written in the other direction is kept to itself (`bot.text.bidi`).
    """
    catalogue = catalogue_for(language)
    if text.plural is not None and text.count is not None:
        template = catalogue.plural(text.template, text.plural, text.count)
    else:
        template = catalogue.single(text.template)

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return render_value(text.values[name], style, language) if name in text.values else found.group(0)

    return _PLACEHOLDER.sub(fill, template)


def render_value(value: Value, style: Style, language: str) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    """Return one placeholder's value as words."""
    match value:
        case Text():
            return render(value, style, language)
        case Moment():
            return isolated(style.moment(value, language), language)
        case Person():
            return isolated(style.person(value), language, always=True)
        case Command():
            return isolated(style.command(value, language), language, always=True)
        case Typed():
            return isolated(_labelled(value, style, language) or style.typed(value, language), language)
        case Verbatim():
            return isolated(style.words(value.words), language)
        case Sequence():
            return _joined([render_value(item, style, language) for item in value.items], language)
        case LanguageName():
            return language_name(value.code, language)
        case Percent():
            return format_percent(value.share, locale=babel_locale(language), decimal_quantization=False)
        case int():
            return str(value)
        case str():
            return isolated(style.words(value), language)


def _labelled(value: Typed, style: Style, language: str) -> str:
    """Return the label of a value where it is translated: then it is understood beside the English value."""
    if value.label is None:
        return ""
    label = render(value.label, style, language)
    return label if label != render(value.label, style, SOURCE_LANGUAGE) else ""


def _joined(items: list[str], language: str) -> str:
    """Join a list as the language does; what joins it is written first, so that no item can be taken for it."""
    if not items:
        return ""
    places = [f"{{item_{number}}}" for number in range(len(items))]
    frame = in_disguise(format_list(places, locale=_joining(language)), language)
    return _PLACEHOLDER.sub(lambda found: items[int(found.group(1).removeprefix("item_"))], frame)


def _joining(language: str) -> Locale:
    """Return the locale for lists: our English is British, "a, b and c"."""
    return babel_locale("en-GB" if language == SOURCE_LANGUAGE else language)


def written_moment(moment: Moment, language: str, *, now: datetime | None = None) -> str:
    """Write an instant with Babel in its own zone, for platforms that have no times of their own."""
    return in_disguise(_moment(moment, language, now), language)


def language_name(code: str, reader: str) -> str:
    """Return a language's name in the reader's language."""
    name = babel_locale(reader).languages.get(code.replace("-", "_"), code)
    return in_disguise(str(name), reader)


def _moment(moment: Moment, language: str, now: datetime | None) -> str:
    locale = regional_locale(language, moment.zone)
    local = moment.at.astimezone(ZoneInfo(moment.zone))
    match moment.style:
        case MomentStyle.LONG:
            return _with_time(format_date(local, "full", locale=locale), local, locale)
        case MomentStyle.SHORT:
            return _with_time(format_skeleton("MMMEd", local, locale=locale), local, locale)
        case MomentStyle.DATE:
            return format_date(local, "long", locale=locale)
        case MomentStyle.TIME:
            return format_time(local, "short", locale=locale)
        case MomentStyle.RELATIVE:
            if now is None:
                return format_date(local, "long", locale=locale)
            return format_timedelta(moment.at - now, add_direction=True, locale=locale)


def _with_time(day: str, local: datetime, locale: Locale) -> str:
    """Put the time of day to a date, in the language's own order and punctuation."""
    frame = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return frame.replace("{0}", format_time(local, "short", locale=locale)).replace("{1}", day)


class PlainStyle:
    """Write plain text: names as ids, commands in quotes, times by Babel."""

    def words(self, words: str) -> str:
        """Return the words as they are."""
        return words

    def moment(self, moment: Moment, language: str) -> str:
        """Return the instant in its own zone."""
        return written_moment(moment, language)

    def person(self, person: Person) -> str:
        """Return the account's id with an at sign."""
        return f"@{person.user_id}"

    def command(self, command: Command, language: str) -> str:  # noqa: ARG002 - what Style passes
        """Return the command's path in quotes."""
        return f'"{command.path}"'

    def typed(self, typed: Typed, language: str) -> str:  # noqa: ARG002 - what Style passes
        """Return the words in English: no platform is known that would understand others."""
        return typed.words
