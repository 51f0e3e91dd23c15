"""What Kith says, as data: messages, menus and forms.

A tap is a command. Every choice of a `Menu` names the command and the options that typing it would have given,
and a `Form` only collects options that a command still lacks. So whatever can be tapped can also be typed, on
every platform, and both go through the same door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.ids import MenuId
from bot.text.message import Text

MAX_CHOICES = 25
MAX_FORM_FIELDS = 5
_UNNAMED = MenuId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Name a command and the options it is called with (raw text, as if typed)."""

    command: str
    options: Mapping[str, str] = field(default_factory=dict)


class Tone(StrEnum):
    """How a choice should look where platforms offer a look; never the only carrier of meaning."""

    PLAIN = "plain"
    MAIN = "main"
    CAREFUL = "careful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Offer one thing to choose: `key` is unique within its menu, at most 32 characters of `[a-z0-9-]`."""

    key: str
    label: Text
    action: Action
    tone: Tone = Tone.PLAIN
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Ask one question with ready answers.

    With `gather` set, several choices may be picked at once: their keys fill that option of the action in
    `submit`, joined by commas, and the choices' own actions are not used. `chosen` marks what is picked already.

    `id` is given by the core before an adapter sees the menu. `private` menus may never be tapped where others
    can see who tapped what (`architecture.md`, UI table).
    """

    choices: tuple[Choice, ...]
    prompt: Text | None = None
    gather: str | None = None
    submit: Action | None = None
    least: int = 0
    private: bool = True
    id: MenuId = _UNNAMED


class FieldKind(StrEnum):
    """What kind of answer a form's field takes."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """Offer one ready answer of a form's field; `value` is what the command receives."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """Ask for one option of a command. `value` is what stands there already (comma-joined for CHOICES).

    `held` are words that stand there and are nowhere written down; what is answered to an `unwritten` field isn't
    written down either before the command has it. Adapters keep both in memory at most.
    """

    option: str
    label: Text
    kind: FieldKind = FieldKind.LINE
    hint: Text | None = None
    choices: tuple[FieldChoice, ...] = ()
    required: bool = True
    longest: int = 200
    value: str = ""
    held: str = ""
    unwritten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Ask up to five questions; the answers join `action.options` and the command is called with them.

    An optional field left empty arrives as an empty string: that is how a value is cleared.
    """

    title: Text
    fields: tuple[FormField, ...]
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Carry a file; `alt` describes a picture for those who do not see it."""

    name: str
    media_type: str
    data: bytes
    alt: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Show one labelled line of a card ("Where: Library café")."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold one message as structure; adapters give it the platform's form.

    `lines` are paragraphs, `bullets` a list below them, `facts` a card's labelled lines. `mention` lists the
    platform user ids that this message may notify, and no others are notified. `footer` is small print.
    """

    title: Text | None = None
    lines: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    bullets: tuple[Text, ...] = ()
    footer: Text | None = None
    menu: Menu | None = None
    files: tuple[Attachment, ...] = ()
    mention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answer one call: a message, or a form to fill in first; `language` is the reader's language tag.

    A handler leaves it empty, unless the answer is to come in another language than the call was made in.

    `private` answers are for the caller alone even where the command's answers are shared: errors and questions back.

    `update` asks the adapter to put the message in the place of the private card whose menu was tapped, where
    the platform can; elsewhere it is a new private message.

    `until` is the last instant at which the answer is worth having: later it is not given at all.
    """

    message: Message | None = None
    form: Form | None = None
    update: bool = False
    private: bool = False
    language: str = ""
    until: datetime | None = None


def say(*lines: Text, title: Text | None = None, menu: Menu | None = None, update: bool = False) -> Reply:
    """Make the common reply: some lines, perhaps a title and a menu."""
    return Reply(message=Message(title=title, lines=lines, menu=menu), update=update)
