"""Menus, texts and settings as JSON, so that a button drawn before a restart still means the same after it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from bot.domain.community import ChallengeSettings
from bot.ids import MenuId
from bot.ports.messages import Action, Choice, Menu, Tone
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

Raw: TypeAlias = Any
"""Whatever `json` reads and writes."""


def write_challenges(settings: ChallengeSettings) -> str:
    """Write the settings of the weekly challenge as JSON."""
    anchor = settings.anchor.isoformat() if settings.anchor else None
    return json.dumps(
        {
            "on": settings.on,
            "weekday": settings.weekday,
            "at": settings.at.isoformat(),
            "anchor": anchor,
            "pictures": settings.pictures,
            "question": settings.question,
        }
    )


def read_challenges(text: str) -> ChallengeSettings:
    """Read settings that `write_challenges` wrote."""
    raw = json.loads(text)
    return ChallengeSettings(
        on=bool(raw["on"]),
        weekday=int(raw["weekday"]),
        at=time.fromisoformat(raw["at"]),
        anchor=date.fromisoformat(raw["anchor"]) if raw["anchor"] else None,
        question=bool(raw.get("question")),
        pictures=bool(raw.get("pictures", True)),  # communities from before there were pictures get them
    )


def write_menu(menu: Menu) -> str:
    """Write a menu as ASCII JSON."""
    raw = {
        "id": menu.id,
        "choices": [_choice(choice) for choice in menu.choices],
        "prompt": _text(menu.prompt) if menu.prompt else None,
        "gather": menu.gather,
        "submit": _action(menu.submit) if menu.submit else None,
        "least": menu.least,
        "private": menu.private,
    }
    return json.dumps(raw, separators=(",", ":"))


def read_menu(words: str) -> Menu:
    """Read a menu that `write_menu` wrote."""
    raw = json.loads(words)
    return Menu(
        id=MenuId(raw["id"]),
        choices=tuple(_read_choice(choice) for choice in raw["choices"]),
        prompt=_read_text(raw["prompt"]) if raw["prompt"] else None,
        gather=raw["gather"],
        submit=_read_action(raw["submit"]) if raw["submit"] else None,
        least=raw["least"],
        private=raw["private"],
    )


def _choice(choice: Choice) -> Raw:
    return {
        "key": choice.key,
        "label": _text(choice.label),
        "action": _action(choice.action),
        "tone": choice.tone.value,
        "chosen": choice.chosen,
    }


def _read_choice(raw: Raw) -> Choice:
    return Choice(
        key=raw["key"],
        label=_read_text(raw["label"]),
        action=_read_action(raw["action"]),
        tone=Tone(raw["tone"]),
        chosen=raw["chosen"],
    )


def _action(action: Action) -> Raw:
    return {"command": action.command, "options": dict(action.options)}


def _read_action(raw: Raw) -> Action:
    return Action(command=raw["command"], options=raw["options"])


def write_text(text: Text) -> str:
    """Write a text, with everything that fills it, as ASCII JSON."""
    return json.dumps(_text(text), separators=(",", ":"))


def read_text(words: str) -> Text:
    """Read a text that `write_text` wrote."""
    return _read_text(json.loads(words))


def _text(text: Text) -> Raw:
    values = {name: _value(value) for name, value in text.values.items()}
    return {
        "is": "text",
        "template": text.template,
        "values": values,
        "plural": text.plural,
        "count": text.count,
    }


def _read_text(raw: Raw) -> Text:
    values = {name: _read_value(value) for name, value in raw["values"].items()}
    return Text(template=raw["template"], values=values, plural=raw["plural"], count=raw["count"])


def _value(value: Value) -> Raw:
    match value:
        case str() | int():
            return value
        case Text():
            return _text(value)
        case Moment():
            at = value.at.astimezone(UTC).isoformat()
            return {"is": "moment", "at": at, "zone": value.zone, "style": value.style.value}
        case Sequence():
            return {"is": "sequence", "items": [_value(item) for item in value.items]}
        case Typed():
            label = _text(value.label) if value.label is not None else None
            return {"is": "typed", "words": value.words, "label": label}
        case Person() | Command() | Verbatim() | LanguageName() | Percent():
            return _word(value)


def _word(value: Person | Command | Verbatim | LanguageName | Percent) -> Raw:
    match value:
        case Person():
            return {"is": "person", "user_id": value.user_id}
        case Command():
            return {"is": "command", "path": value.path}
        case Verbatim():
            return {"is": "verbatim", "words": value.words}
        case LanguageName():
            return {"is": "language", "code": value.code}
        case Percent():
            return {"is": "percent", "share": value.share}


def _read_value(raw: Raw) -> Value:
    if isinstance(raw, str | int):
        return raw
    match raw["is"]:
        case "text":
            return _read_text(raw)
        case "moment":
            return _read_moment(raw)
        case "sequence":
            return Sequence(tuple(_read_value(item) for item in raw["items"]))
        case "typed":
            return Typed(raw["words"], _read_text(raw["label"]) if raw["label"] is not None else None)
        case kind:
            return _read_word(kind, raw)


def _read_moment(raw: Mapping[str, str]) -> Moment:
    return Moment(at=datetime.fromisoformat(raw["at"]), zone=raw["zone"], style=MomentStyle(raw["style"]))


def _read_word(kind: str, raw: Mapping[str, str]) -> Person | Command | Verbatim | LanguageName | Percent:
    match kind:
        case "person":
            return Person(raw["user_id"])
        case "command":
            return Command(raw["path"])
        case "language":
            return LanguageName(raw["code"])
        case "percent":
            return Percent(float(raw["share"]))
        case _:
            return Verbatim(raw["words"])
