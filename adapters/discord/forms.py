"""Forms as modals whose submit survives a restart.

What a form is for (its command and the options that are known already) is written in the notebook under a short id,
and the modal carries that id. Discord shows a modal only as the first answer to a tap or command; where an
acknowledgement came first, a button opens it (`menus.Opener`), for which the questions are kept too. Entries go
after two days.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import discord

from adapters.discord.words import Words, cut
from bot.ids import short_hash
from bot.ports.clock import Clock
from bot.ports.messages import Action, FieldKind, Form, FormField
from bot.ports.notebook import Notebook

TITLE = 45
LABEL = 45
HINT = 100
OPTION = 100
LONGEST = 4000
MAX_OPTIONS = 25
KEPT = timedelta(days=2)
FILLED_IN = timedelta(hours=1)
"""For how long somebody may still be about to send a form."""
PREFIX = "form:"
MODAL_PREFIX = "k1f:"


@dataclass(frozen=True, kw_only=True)
class Question:
    """Hold one rendered field of a form; `choices` are (value, label) pairs."""

    option: str
    label: str
    kind: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    longest: int = 200
    value: str = ""
    held: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptForm:
    """Hold a rendered form: what it asks, and what is called with the answers."""

    id: str
    title: str
    action: Action
    questions: tuple[Question, ...]

    def modal(self) -> discord.ui.Modal:
        """Build the modal. It is stopped, so that discord.py keeps nothing of it in memory."""
        modal = discord.ui.Modal(title=self.title, custom_id=f"{MODAL_PREFIX}{self.id}", timeout=None)
        for question in self.questions:
            modal.add_item(_label(question))
        modal.stop()
        return modal


class FormShelf:
    """Keep forms until they come back."""

    def __init__(self, notebook: Notebook, clock: Clock) -> None:
        self._notebook = notebook
        self._clock = clock
        self._swept = ""

    async def keep(self, form: Form, words: Words, *, seed: str, user: str = "") -> KeptForm:
        """Render a form and write down what it is for; `seed` makes its id (the interaction's id).

        Whose it is stands there too, so that it can be found when they ask to be forgotten.
        """
        now = self._clock.now()
        kept = KeptForm(
            id=f"{now:%Y%m%d}{short_hash('form', seed, length=12)}",
            title=words.label(form.title, TITLE),
            action=form.action,
            questions=tuple(_question(field, words) for field in form.fields),
        )
        await self._notebook.write(PREFIX + kept.id, _written(kept, user, now))
        await self._sweep(now)
        return kept

    async def find(self, form: str) -> KeptForm | None:
        """Return a kept form, or None when it is too old."""
        written = await self._notebook.read(PREFIX + form)
        return _read(form, written) if written else None

    async def _sweep(self, now: datetime) -> None:
        """Erase what is too old, once a day."""
        if self._swept == f"{now:%Y%m%d}":
            return
        self._swept = f"{now:%Y%m%d}"
        oldest = f"{PREFIX}{now - KEPT:%Y%m%d}"
        for key in await self._notebook.keys(PREFIX):
            if key < oldest:
                await self._notebook.erase(key)


def answers_of(interaction: discord.Interaction[Any]) -> tuple[str, dict[str, str]]:
    """Read a submitted modal: the form's id, and option -> value (several values joined by commas)."""
    data = cast("dict[str, Any]", interaction.data or {})
    answers: dict[str, str] = {}
    for row in data.get("components", ()):
        for entry in (row.get("component"), *row.get("components", ())):
            if entry:
                answers[entry["custom_id"]] = _value(entry)
    return str(data.get("custom_id", "")).removeprefix(MODAL_PREFIX), answers


def _value(entry: Mapping[str, Any]) -> str:
    if "values" in entry:
        return ",".join(str(value) for value in entry["values"] or ())
    return str(entry.get("value") or "")


def _question(field: FormField, words: Words) -> Question:
    """Render a field; a choice without choices becomes a line, which Discord can show."""
    choosing = field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) and field.choices
    kind = field.kind if choosing or field.kind is FieldKind.PARAGRAPH else FieldKind.LINE
    return Question(
        option=field.option,
        label=words.label(field.label, LABEL),
        kind=kind.value,
        hint=words.label(field.hint, HINT) if field.hint else "",
        choices=tuple((one.value, words.label(one.label, OPTION)) for one in field.choices[:MAX_OPTIONS]),
        required=field.required,
        longest=max(1, min(field.longest, LONGEST)),
        value=field.value,
        held=field.held,
    )


def _label(question: Question) -> discord.ui.Label[Any]:
    choosing = question.kind in (FieldKind.CHOICE.value, FieldKind.CHOICES.value)
    component: discord.ui.Item[Any] = _select(question) if choosing else _text_input(question)
    return discord.ui.Label(text=question.label, description=question.hint or None, component=component)


def _text_input(question: Question) -> discord.ui.TextInput[Any]:
    long = question.kind == FieldKind.PARAGRAPH.value
    return discord.ui.TextInput(
        custom_id=question.option,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=cut(question.held or question.value, question.longest) or None,
        required=question.required,
        max_length=question.longest,
    )


def _select(question: Question) -> discord.ui.Select[Any]:
    several = question.kind == FieldKind.CHOICES.value
    held = question.value.split(",") if several else [question.value]
    return discord.ui.Select(
        custom_id=question.option,
        required=question.required,
        min_values=1 if question.required else 0,
        max_values=len(question.choices) if several else 1,
        options=[
            discord.SelectOption(label=label, value=value, default=value in held)
            for value, label in question.choices
        ],
    )


def others_for(written: str, user: str, now: datetime) -> float:
    """Return for how many seconds a form may still be filled in by somebody else than a user."""
    found = json.loads(written)
    if found.get("user", "") in {"", user} or "at" not in found:
        return 0.0
    return max(0.0, float(found["at"]) + FILLED_IN.total_seconds() - now.timestamp())


def _written(kept: KeptForm, user: str, now: datetime) -> str:
    return json.dumps(
        {
            "user": user,
            "at": int(now.timestamp()),
            "title": kept.title,
            "command": kept.action.command,
            "options": dict(kept.action.options),
            "questions": [{**vars(question), "held": ""} for question in kept.questions],
        }
    )


def _read(form: str, written: str) -> KeptForm:
    found = json.loads(written)
    questions = tuple(
        Question(**{**question, "choices": tuple((value, label) for value, label in question["choices"])})
        for question in found["questions"]
    )
    action = Action(command=found["command"], options=found["options"])
    return KeptForm(id=form, title=found["title"], action=action, questions=questions)
