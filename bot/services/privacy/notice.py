"""The privacy notice and the schema of `my data`, made from the register, so that they cannot fall behind the code."""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.retention import Keep
from bot.domain.stored import Entry, Field, Kind
from bot.ports.dossier import Plain
from bot.services.privacy.data import NOT_HERE, VERSION, WITH
from bot.services.privacy.register import REGISTER

_OPENING = """\
# Privacy notice

This page is made from Kith's own register of what it stores (`kith privacy-notice`); a test fails when a column of the
database is missing here. Whoever runs Kith for a community is responsible for it: **put your name and a way to reach you
here before you publish it.** The project that writes Kith receives nothing.

**In short.** Kith stores what you tell it so that you can meet people: your area, times, languages, wishes and a line
about yourself; with whom you were matched; and how you said it went. No real name, no birthday, no phone number, no
address, no picture, and no message beyond its own commands. Before you agree nothing is kept but the question that
asks you. `my data` shows you everything, `my forget` erases it, `kith stop` ends everything at once.

**On what basis.** Your consent, by the card that you read before joining. It is written down with its version, date and
platform. When the card changes you are asked again, and not matched until you agree. You can take it back at any time,
without a reason, as easily as you gave it. Wishes for a spot (step-free, quiet) are asked as wishes, never as anything
about you.

**Who receives it.** The chat platform that you use shows you what Kith writes; it has its own notice. Kith sends data to
nobody else: no analytics, no telemetry, no outside service, no sub-processor. On Matrix, rooms are copied to the servers of
the people in them, and taking a message back there is a request to those servers.

**How it is protected.** What is marked *sealed* below is encrypted in the database (AES-256-GCM) with a key that is not
in it and not in its backups. What is erased is overwritten in the file. Whoever runs the database and has the key can
read everything, so choose people you trust. Logs hold no names, no ids, no words of yours. Backups are kept for five
weeks at most.

**What is never stored.** Text that brings up the card with help lines: it is not kept, not counted by person, and not
shown to anybody, unless you decide to send it.

**Your rights.** To see everything (`my data`, at once, as a file), to correct it (`meet profile`, `meet times`, `my
language`), to have it erased (`my forget`, at once), to take back consent (`kith stop`, `meet leave`), to take it along
(the file is JSON, described by [my-data.schema.json](../my-data.schema.json)), and to complain to your data protection
authority.
"""


def privacy_notice() -> str:
    """Return the notice as Markdown."""
    parts = [_OPENING, *_chapter("What is stored about you", _about(REGISTER))]
    parts += _chapter("What else is stored", [entry for entry in REGISTER if not entry.about_you])
    parts += ["## How long", "", "| rule | what it says |", "|---|---|"]
    parts += [f"| {keep.value} | {keep.words.template} |" for keep in Keep]
    parts += ["", "## What `my data` leaves out, and why", ""]
    parts += [f"- {sentence}" for sentence in NOT_HERE]
    parts += [
        f"- {_left_out(entry, field)}"
        for entry in _about(REGISTER)
        for field in entry.fields
        if not field.yours
    ]
    return "\n".join(parts) + "\n"


def _about(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.about_you]


def _chapter(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield from (f"## {title}", "")
    for entry in entries:
        yield from (f"### {_title(entry)}", "")
        yield f"{entry.why} {entry.keep.words.template} Who sees it: {entry.seen.value}."
        yield from ("", f"| `{entry.table}` | what it is | sealed |", "|---|---|---|")
        for field in entry.fields:
            yield f"| `{field.name}` | {field.what} | {'yes' if field.sealed else ''} |"
        yield ""


def _title(entry: Entry) -> str:
    return entry.what.template[:1].upper() + entry.what.template[1:]


def _left_out(entry: Entry, field: Field) -> str:
    return f"`{entry.table}.{field.name}`: {field.what}."


_JSON = {
    Kind.TEXT: "string",
    Kind.NUMBER: "integer",
    Kind.YES_NO: "boolean",
    Kind.INSTANT: "string",
    Kind.DAY: "string",
    Kind.LIST: "array",
    Kind.OBJECT: "object",
}


def data_schema() -> Mapping[str, Plain]:
    """Return the JSON schema of what `my data` gives."""
    tables = {entry.table: _table(entry) for entry in _about(REGISTER)}
    account = {name: {"type": "string"} for name in ("platform", "user")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What Kith stores about one person",
        "description": "The file that `my data` gives. Instants are UTC, in ISO 8601; ids are drawn at random.",
        "type": "object",
        "required": ["version", "made_at", "made_for", "stored", "not_in_this_file"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": VERSION},
            "made_at": {"type": "string", "format": "date-time"},
            "made_for": _closed(account, "the account that asked"),
            "stored": _closed(
                tables, "every row about you, table by table; a table without any is left out", needed=False
            ),
            "not_in_this_file": {"type": "array", "items": {"type": "string"}},
        },
    }


def _table(entry: Entry) -> Plain:
    fields = (*entry.shown, WITH) if entry.table == "group" else entry.shown
    row = _closed({field.name: _field(field) for field in fields}, entry.why)
    return {
        "type": "array",
        "description": f"{_title(entry)}. {entry.keep.words.template}",
        "items": row,
    }


def _closed(properties: Mapping[str, Plain], description: str, *, needed: bool = True) -> Plain:
    """Describe an object that has these properties and no other."""
    return {
        "type": "object",
        "description": description,
        **({"required": list(properties)} if needed else {}),
        "additionalProperties": False,
        "properties": properties,
    }


def _field(field: Field) -> Plain:
    shape: dict[str, Plain] = {"type": [_JSON[field.kind], "null"], "description": field.what}
    if field.kind is Kind.INSTANT:
        shape["format"] = "date-time"
    return shape
