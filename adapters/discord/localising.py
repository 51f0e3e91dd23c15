"""Kith's languages and Discord's locales, and what Discord shows of the commands in each of them.

Discord knows some thirty locales, writes three of them differently from Unicode's CLDR, and shows the names and
descriptions of the client's locale. All parts of a command together, the longest text of each over all locales, may
have 8,000 characters, or it refuses the whole list: what would not fit stays English, explanations before names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from typing import Any

import discord
from discord import app_commands
from typing_extensions import override

from adapters.discord.words import LabelStyle, cut
from bot.ports.commands import CommandSpec
from bot.ports.naming import CommandWords
from bot.text.catalogue import SOURCE_LANGUAGE, languages
from bot.text.message import Text
from bot.text.render import render

COMMAND_TOTAL = 8000
DESCRIPTION = 100
_TAGS = {
    discord.Locale.chinese: "zh-Hans-CN",
    discord.Locale.taiwan_chinese: "zh-Hant-TW",
    discord.Locale.norwegian: "nb",
}
_USUAL = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "sv": "sv-SE", "zh": "zh-CN", "nb": "no", "nn": "no"}
_ENGLISH = (discord.Locale.american_english, discord.Locale.british_english)
_TRADITIONAL = frozenset({"Hant", "TW", "HK", "MO"})


def tag_of(locale: discord.Locale) -> str:
    """Return a locale as a language tag such as catalogues have."""
    return _TAGS.get(locale, locale.value)


@cache
def locale_of(language: str) -> discord.Locale | None:
    """Return the locale of Discord's in which readers of a language find commands, or None."""
    tag = language.replace("_", "-")
    parts = tag.split("-")
    if parts[0] == "zh" and not _TRADITIONAL.isdisjoint(parts):
        return discord.Locale.taiwan_chinese
    if parts[0] == "es" and len(parts) > 1 and parts[-1] != "ES":
        return discord.Locale.latin_american_spanish
    known = {locale.value: locale for locale in discord.Locale}
    return known.get(tag) or known.get(_USUAL.get(parts[0], parts[0]))


def spoken_locales() -> tuple[discord.Locale, ...]:
    """Return the locales for which Kith has words, none as long as there is no choice of languages at all.

    English is given for both of Discord's English locales, or the first would fall back to the second.
    """
    known = set(languages()) - {SOURCE_LANGUAGE}
    return tuple(
        locale
        for locale in discord.Locale
        if known and (locale in _ENGLISH or not known.isdisjoint(_catalogues(tag_of(locale))))
    )


def _catalogues(tag: str) -> Iterator[str]:
    """Yield the names of the catalogues that serve a tag."""
    parts = tag.split("-")
    return ("_".join(parts[:count]) for count in range(1, len(parts) + 1))


class Level(IntEnum):
    """Order what is left in English where not all of it fits: the last first."""

    NAMES = 0
    CHOICES = 1
    SUMMARIES = 2
    OPTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold one piece of what Discord shows of a command: a name, or words; `top` is the command's first word."""

    top: str
    level: Level
    name: str = ""
    text: Text | None = None
    inside: tuple[str, ...] = ()

    def string(self) -> app_commands.locale_str:
        """Return the piece in English, as discord.py takes it."""
        return app_commands.locale_str(self.shown(CommandWords(), SOURCE_LANGUAGE), part=self)

    def shown(self, words: CommandWords, language: str) -> str:
        """Return the piece in a language; a group is described by what is in it."""
        if self.name:
            return words.word(self.name, language)
        if self.text is None:
            return cut(", ".join(words.word(word, language) for word in self.inside), DESCRIPTION)
        return described(self.text, language, words)


def described(text: Text, language: str, words: CommandWords | None = None) -> str:
    """Return a text for the list of commands, never empty."""
    called = words.path if words is not None else CommandWords().path
    return cut(render(text, LabelStyle({}, called), language), DESCRIPTION) or "…"


class Localised:
    """Know for each locale what Discord is given: as much as fits."""

    def __init__(self, specs: Sequence[CommandSpec]) -> None:
        self._words = CommandWords(specs)
        self._shown = [spec for spec in specs if not spec.tapped]

    def called(self, path: str, language: str) -> str:
        """Return a command's path, or an option's name, as Discord offers it to readers of a language."""
        locale = locale_of(language)
        if locale is None or locale not in self.locales:
            return path
        fits = self.fits.get((path.split(" ", maxsplit=1)[0], locale), Level.OPTIONS)
        return self._words.path(path, tag_of(locale)) if fits >= Level.NAMES else path

    def shown(self, part: Part, locale: discord.Locale) -> str | None:
        """Return a piece in a locale, or None where the default will do."""
        if locale not in self.locales or self.fits.get((part.top, locale), Level.OPTIONS) < part.level:
            return None
        found = part.shown(self._words, tag_of(locale))
        return None if part.name == found else found

    @cached_property
    def locales(self) -> tuple[discord.Locale, ...]:
        """Return the locales for which Kith has words."""
        return spoken_locales()

    @cached_property
    def fits(self) -> Mapping[tuple[str, discord.Locale], int]:
        """Return up to which level each command is translated in each locale, below zero for not at all."""
        tops = dict.fromkeys(spec.path[0] for spec in self._shown)
        return {(top, locale): level for top in tops for locale, level in self._levels(top)}

    def _levels(self, top: str) -> Iterator[tuple[discord.Locale, int]]:
        specs = [spec for spec in self._shown if spec.path[0] == top]
        pieces = list(parts_of(specs))
        longest = [len(piece.shown(self._words, SOURCE_LANGUAGE)) for piece in pieces]
        values = sum(len(one.value) for spec in specs for option in spec.options for one in option.choices)
        for locale in self.locales:
            own = [len(piece.shown(self._words, tag_of(locale))) for piece in pieces]
            level = int(Level.OPTIONS)
            while level >= Level.NAMES:
                sizes = [
                    max(size, mine if piece.level <= level else 0)
                    for size, mine, piece in zip(longest, own, pieces, strict=True)
                ]
                if sum(sizes) + values <= COMMAND_TOTAL:
                    longest = sizes
                    break
                level -= 1
            yield locale, level


def parts_of(specs: Sequence[CommandSpec]) -> Iterator[Part]:
    """Yield every piece of a top command that Discord counts."""
    top = specs[0].path[0]
    for path in sorted({spec.path[:size] for spec in specs for size in range(1, len(spec.path))}):
        yield Part(top=top, level=Level.NAMES, name=path[-1])
        yield group_part(path, specs)
    for spec in specs:
        yield Part(top=top, level=Level.NAMES, name=spec.path[-1])
        yield Part(top=top, level=Level.SUMMARIES, text=spec.summary)
        for option in spec.shown_options:
            yield Part(top=top, level=Level.NAMES, name=option.name)
            yield Part(top=top, level=Level.OPTIONS, text=option.summary)
            for choice in option.choices:
                yield Part(top=top, level=Level.CHOICES, text=choice.label)


def group_part(path: tuple[str, ...], specs: Sequence[CommandSpec]) -> Part:
    """Return the description of a group."""
    inside = dict.fromkeys(spec.path[len(path)] for spec in specs if spec.path[: len(path)] == path)
    return Part(top=path[0], level=Level.SUMMARIES, inside=tuple(inside))


class CatalogueTranslator(app_commands.Translator):
    """Translate names, descriptions and labels by Kith's own catalogues, when discord.py asks."""

    def __init__(self, localised: Localised) -> None:
        self._localised = localised

    @override
    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        """Return the words in a locale, or None where the default will do."""
        part = string.extras.get("part")
        return self._localised.shown(part, locale) if isinstance(part, Part) else None
