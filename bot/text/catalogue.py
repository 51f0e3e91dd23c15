"""Message catalogues: gettext through Babel, one `.po` file a language.

English is the source and needs no file. A language is one file `bot/locale/<language>.po`; it is read as it is,
so adding one needs no compile step.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from babel.core import Locale, UnknownLocaleError, get_global
from babel.messages.pofile import read_po

from bot.text.pseudo import PSEUDO_LANGUAGES, pseudo_catalogue, pseudo_tag

SOURCE_LANGUAGE = "en"
COMMAND_CONTEXT = "command"
"""The gettext context of words that are typed, so that the command "join" and a button "join" can differ."""
LOCALES: Traversable = files("bot.locale")
"""Where the `.po` files are; read when a language is first asked for."""


class Catalogue(Protocol):
    """Look up the translation of a template."""

    def single(self, template: str) -> str:
        """Return the translation, or the template itself."""
        ...

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the right form for `count`, or the English one."""
        ...

    def word(self, word: str) -> str:
        """Return a word as it is typed in a command (`COMMAND_CONTEXT`), or the word itself."""
        ...


class English:
    """Return every template as it was written."""

    def single(self, template: str) -> str:
        """Return the template."""
        return template

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the English form for `count`."""
        return one if count == 1 else many

    def word(self, word: str) -> str:
        """Return the word."""
        return word


class PoCatalogue:
    """Serve the translations of one `.po` file, and what is `beneath` where one is missing or only guessed."""

    def __init__(self, language: str, beneath: Catalogue) -> None:
        with (LOCALES / f"{language}.po").open("rb") as stream:
            self._catalogue = read_po(stream, locale=language)
        self._beneath = beneath

    def single(self, template: str) -> str:
        """Return the translation, or what is beneath."""
        found = self._strings(template)
        return found[0] if len(found) == 1 else self._beneath.single(template)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the translated form for `count`, or what is beneath."""
        forms = self._strings(one)
        if not forms:
            return self._beneath.plural(one, many, count)
        return forms[_plural_slot(self._catalogue.plural_expr, count, len(forms))]

    def word(self, word: str) -> str:
        """Return the translated word, or what is beneath."""
        found = self._strings(word, COMMAND_CONTEXT)
        return found[0] if len(found) == 1 else self._beneath.word(word)

    def _strings(self, template: str, context: str | None = None) -> tuple[str, ...]:
        """Return all forms of a translation, or none; a fuzzy one is a tool's guess that nobody has confirmed."""
        message = self._catalogue.get(template, context)
        if message is None or message.fuzzy:
            return ()
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        return forms if all(forms) else ()


def _plural_slot(expression: str, count: int, forms: int) -> int:
    """Evaluate a gettext plural expression with the standard library's own parser."""
    from gettext import c2py  # noqa: PLC0415 - the same parser that gettext uses

    return min(int(c2py(expression)(count)), forms - 1)


@cache
def languages() -> tuple[str, ...]:
    """List the languages that Kith can speak, English first; the pretended ones are spoken, but in no list."""
    found = sorted(entry.name[:-3] for entry in LOCALES.iterdir() if entry.name.endswith(".po"))
    return (SOURCE_LANGUAGE, *(name for name in found if name != SOURCE_LANGUAGE))


@cache
def catalogue_for(language: str) -> Catalogue:
    """Return the catalogue for a language tag such as `de-AT`: Austrian, then German, then English."""
    if pretended := pseudo_tag(language):
        return pseudo_catalogue(pretended)
    found: Catalogue = English()
    for candidate in reversed(_candidates(language)):
        if candidate in languages() and candidate != SOURCE_LANGUAGE:
            found = PoCatalogue(candidate, found)
    return found


def spoken() -> tuple[str, ...]:
    """List all languages that anybody may be written to in, the pretended ones last."""
    return (*languages(), *PSEUDO_LANGUAGES)


def tongue_of(language: str) -> str:
    """Return the code of the language that a reader of a tag talks in: nobody talks in a pretended one."""
    return SOURCE_LANGUAGE if pseudo_tag(language) else _candidates(language)[-1]


def speaks(language: str) -> bool:
    """Say whether Kith has words in a language, in whatever variety of it."""
    if pseudo_tag(language):
        return True
    return any(candidate in languages() for candidate in _candidates(language))


def first_spoken(*wished: str) -> str:
    """Return the first of these language tags that Kith speaks, with its region, or English.

    The one rule for whom is spoken to how; its callers differ in what they put first. What is not spoken is passed
    over as a whole: English sentences with French dates would be neither.
    """
    return next((tag for tag in wished if tag and speaks(tag)), SOURCE_LANGUAGE)


def common_language(*tags: str) -> str | None:
    """Return the language in which everybody reads, or None: two varieties of a language are that language."""
    if len(set(tags)) == 1:
        return tags[0]
    roots = {_candidates(tag)[-1] for tag in tags}
    root = roots.pop() if len(roots) == 1 else ""
    return root if root and speaks(root) and not any(map(pseudo_tag, tags)) else None


def _candidates(language: str) -> tuple[str, ...]:
    """Name the locales to try for a language tag, the most exact one first: zh_Hant_TW, zh_Hant, zh."""
    parts = language.replace("-", "_").split("_")
    return tuple("_".join(parts[:count]) for count in range(len(parts), 0, -1))


@cache
def babel_locale(language: str) -> Locale:
    """Return Babel's locale for a language tag, or English where Babel knows none."""
    for candidate in _candidates(language):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(SOURCE_LANGUAGE)


def territory_of(zone: str) -> str:
    """Return the country code of a time zone, or an empty string where it belongs to none."""
    return str(get_global("zone_territories").get(zone, ""))


@cache
def regional_locale(language: str, zone: str) -> Locale:
    """Return the locale for writing times in a zone: "en" in Amsterdam writes 18:00, in New York 6:00 PM.

    A language tag with a region keeps it; without one, the zone's country decides where Unicode's CLDR knows the
    language there.
    """
    plain = babel_locale(language)
    territory = get_global("zone_territories").get(zone)
    if plain.territory is not None or territory is None:
        return plain
    try:
        return Locale(plain.language, territory=territory, script=plain.script)
    except UnknownLocaleError:
        return plain
