"""Languages that exist in a test only: `.po` files in a folder of the test's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.text import catalogue
from bot.text.catalogue import COMMAND_CONTEXT

_PARTS = re.compile(r"(\{[^}]*\})")


@contextmanager
def languages_in(folder: Path) -> Iterator[Path]:
    """Let Kith speak the languages of a folder, and no others, for a while."""
    shipped = catalogue.LOCALES
    catalogue.LOCALES = folder
    _forget()
    try:
        yield folder
    finally:
        catalogue.LOCALES = shipped
        _forget()


def _forget() -> None:
    for cached in (catalogue.languages, catalogue.catalogue_for):
        cached.cache_clear()


def write_language(folder: Path, language: str, translations, names=None) -> None:
    """Write `<language>.po`: templates, or pairs of them, and names of commands, with their translations."""
    book = Catalog(locale=language)
    for template, translation in translations.items():
        book.add(template, translation)
    for name, translation in (names or {}).items():
        book.add(name, translation, context=COMMAND_CONTEXT)
    with (folder / f"{language}.po").open("wb") as stream:
        write_po(stream, book)


def pseudo(template: str) -> str:
    """Return a template as if translated: each of our letters becomes a Greek one, placeholders stay."""
    parts = _PARTS.split(template)
    return "".join(part if part.startswith("{") else part.translate(_GREEK) for part in parts)


_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK = str.maketrans(_LATIN, "ΑΒΞΔΕΦΓΗΙΨΚΛΜΝΟΠΘΡΣΤΥΩΣΧΥΖαβξδεφγηιψκλμνοπθρστυωςχυζ")
