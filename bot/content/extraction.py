"""Let Babel find the sentences of the content files, where it is told to read them with this module."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO

_SENTENCES = frozenset({"title", "text", "smaller"})


def extract(
    stream: IO[bytes],
    _keywords: Collection[str],
    _comment_tags: Collection[str],
    options: Mapping[str, object],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield line, no function name, sentence and translator notes, as Babel's extraction expects."""
    source = stream.read().decode("utf-8")
    lines = source.splitlines()
    for sentence, notes in _sentences(tomllib.loads(source)):
        line = next((number for number, line in enumerate(lines, start=1) if f'"{sentence}"' in line), 0)
        yield line, None, sentence, notes


def _sentences(document: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Walk a file of challenges or starters; word lists and other files have no sentences."""
    for name, content in document.items():
        if name == "challenge" and isinstance(content, list):
            for table in content:
                yield from _of_table(table)
        elif name in {"light", "middle", "deep"} and isinstance(content, dict):
            for starter in content.values():
                yield from _of_table(starter if isinstance(starter, dict) else {"text": starter})


def _of_table(table: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    note = table.get("note")
    for key, value in table.items():
        if key in _SENTENCES and isinstance(value, str):
            yield value, [note] if isinstance(note, str) else []
