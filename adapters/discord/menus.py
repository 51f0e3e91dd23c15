"""Menus as buttons and selects, through one kind of component that answers for ever.

A component's `custom_id` is all that Discord hands back:

    k1:<p or s>:<menu id>:<choice key, or * for a select>[:<mark of the post>]

`p` means that a tap is answered privately, `s` that everybody may see the answer. Nothing is kept in memory for a
message, so buttons work after a restart and a million messages cost nothing; the menu itself lives in the core's
database, which also checks who may tap it.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol, Self, TypeVar, cast

import discord
from typing_extensions import override

from adapters.discord.words import Words
from bot.ids import MenuId
from bot.ports.messages import Choice, Menu, Tone

BUTTON_LABEL = 80
OPTION_LABEL = 100
PLACEHOLDER = 150
MAX_BUTTONS = 6
MAX_CUSTOM_ID = 100
SELECT_KEY = "*"

_STYLES = {
    Tone.PLAIN: discord.ButtonStyle.secondary,
    Tone.MAIN: discord.ButtonStyle.primary,
    Tone.CAREFUL: discord.ButtonStyle.danger,
}
_TAP = r"k1:(?P<seen>[ps]):(?P<menu>[^:]{1,40}):(?P<key>[a-z0-9-]{1,32}|\*)(?::(?P<mark>[a-z0-9]+))?"
_OPENER = r"k1o:(?P<form>[a-z0-9]{1,40})"

AnyItem = discord.ui.Item[Any]
ItemT = TypeVar("ItemT", bound=AnyItem)


class TapDesk(Protocol):
    """Take taps. The client carries one under the name `desk`."""

    async def tapped(
        self, interaction: discord.Interaction, menu: MenuId, keys: tuple[str, ...], *, private: bool
    ) -> None:
        """Answer a tap."""
        ...

    async def opened(self, interaction: discord.Interaction, form: str) -> None:
        """Show the form that a button stands for."""
        ...

    async def language(self, interaction: discord.Interaction) -> str:
        """Return the language for words of the adapter's own."""
        ...


class Tap(discord.ui.DynamicItem[AnyItem], template=_TAP):
    """Stand for any button or select of any menu."""

    def __init__(self, item: AnyItem, *, menu: str = "", key: str = "", private: bool = True) -> None:
        super().__init__(item)
        self._menu = MenuId(menu)
        self._key = key
        self._private = private

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the component from its id alone."""
        return cls(item, menu=match["menu"], key=match["key"], private=match["seen"] == "p")

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Pass the tap on."""
        keys = picked(interaction) if self._key == SELECT_KEY else (self._key,)
        await desk_of(interaction).tapped(interaction, self._menu, keys, private=self._private)


class Opener(discord.ui.DynamicItem[AnyItem], template=_OPENER):
    """Stand for the button that opens a form, where the form could not be the first answer."""

    def __init__(self, item: AnyItem, *, form: str = "") -> None:
        super().__init__(item)
        self._form = form

    @classmethod
    @override
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from its id alone."""
        return cls(item, form=match["form"])

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form."""
        await desk_of(interaction).opened(interaction, self._form)


def desk_of(interaction: discord.Interaction[Any]) -> TapDesk:
    """Return the desk that the interaction's client carries."""
    return cast("TapDesk", interaction.client.desk)


def picked(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """Return what was picked in a select."""
    data = cast("dict[str, Any]", interaction.data or {})
    return tuple(str(value) for value in data.get("values", ()))


def view_of(
    menu: Menu, words: Words, *, shared: Callable[[str], bool], mark: str = ""
) -> discord.ui.View | None:
    """Build the components of a menu; `shared` says of a command whether everybody may see its answer.

    Up to six choices are buttons, so that one tap is enough; more, or several at once, are a select.
    """
    if not menu.choices:
        return None
    view = discord.ui.View(timeout=None)
    if menu.gather is not None or len(menu.choices) > MAX_BUTTONS:
        view.add_item(_select(menu, words, shared=shared, mark=mark))
        return view
    for choice in menu.choices:
        seen = "s" if not menu.private and shared(choice.action.command) else "p"
        view.add_item(Tap(_button(choice, words, _custom_id(menu, seen, choice.key, mark))))
    return view


def opener_view(form: str, label: str) -> discord.ui.View:
    """Build the button that opens a form."""
    view = discord.ui.View(timeout=None)
    button: AnyItem = discord.ui.Button(
        label=label[:BUTTON_LABEL], style=discord.ButtonStyle.primary, custom_id=f"k1o:{form}"
    )
    view.add_item(Opener(button))
    return view


def _custom_id(menu: Menu, seen: str, key: str, mark: str) -> str:
    """Return the id, with the mark if there is room (there is, for ids as the core makes them)."""
    bare = f"k1:{seen}:{menu.id}:{key}"
    marked = f"{bare}:{mark}" if mark else bare
    return marked if len(marked) <= MAX_CUSTOM_ID else bare


def _button(choice: Choice, words: Words, custom_id: str) -> AnyItem:
    label = words.label(choice.label, BUTTON_LABEL - 2)
    return discord.ui.Button(
        label=f"✓ {label}" if choice.chosen else label, style=_STYLES[choice.tone], custom_id=custom_id
    )


def _select(menu: Menu, words: Words, *, shared: Callable[[str], bool], mark: str) -> AnyItem:
    several = menu.gather is not None
    command = menu.submit.command if menu.submit else menu.choices[0].action.command
    seen = "s" if not menu.private and shared(command) else "p"
    options = [
        discord.SelectOption(
            label=words.label(choice.label, OPTION_LABEL),
            value=choice.key,
            default=several and choice.chosen,
        )
        for choice in menu.choices
    ]
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=_custom_id(menu, seen, SELECT_KEY, mark),
        placeholder=words.label(menu.prompt, PLACEHOLDER) if menu.prompt else None,
        min_values=min(menu.least, len(options)) if several else 1,
        max_values=len(options) if several else 1,
        options=options,
    )
    return Tap(select)
