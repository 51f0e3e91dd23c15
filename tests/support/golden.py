"""One message as each platform shows it, written out as text that can be read and compared."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

from adapters.discord.menus import SELECT_KEY, view_of
from adapters.discord.render import Card, compose, named_in
from adapters.discord.words import Words
from adapters.matrix.menus import hint, reactions
from adapters.matrix.render import Surroundings, write
from adapters.playground.render import WorldStyle, plain
from adapters.playground.world import World
from bot.commands.catalogue import CATALOGUE
from bot.ids import ChannelId, MenuId, PlatformName, UserId
from bot.ports.commands import PlaceKind
from bot.ports.messages import Form, Message
from bot.ports.naming import CommandWords
from bot.ports.platform import Capabilities
from bot.text.pseudo import PSEUDO_LANGUAGES
from bot.text.render import render

NAMES = ("Ada", "Ben", "Chi", "Dia")
LANGUAGE = "en"
LANGUAGES = (LANGUAGE, *PSEUDO_LANGUAGES)
"""English, and the two that are pretended: longer, and from right to left."""
CALLED = CommandWords([command.spec for command in CATALOGUE]).path


@dataclass(frozen=True)
class Cast:
    """The people on one platform by name, and what that platform can do."""

    platform: PlatformName
    capabilities: Capabilities
    users: dict[str, UserId]

    def names(self) -> dict[str, str]:
        return {user: name for name, user in self.users.items()}

    def of(self, *names: str) -> tuple[UserId, ...]:
        return tuple(self.users[name] for name in names)


def _cast(platform, form, *, private_replies, members_known, renders_zones):
    return Cast(
        PlatformName(platform),
        Capabilities(
            private_replies=private_replies, members_known=members_known, renders_zones=renders_zones
        ),
        {name: UserId(form(number, name.lower())) for number, name in enumerate(NAMES, 1)},
    )


DISCORD = _cast(
    "discord",
    lambda number, _: f"70000000000000000{number}",
    private_replies=True,
    members_known=False,
    renders_zones=True,
)
MATRIX = _cast(
    "matrix",
    lambda _, name: f"@{name}:example.org",
    private_replies=False,
    members_known=True,
    renders_zones=False,
)
PLAYGROUND = _cast(
    "playground",
    lambda number, _: f"person-{number}",
    private_replies=True,
    members_known=True,
    renders_zones=False,
)
CASTS = (DISCORD, MATRIX, PLAYGROUND)


@dataclass
class StillPlatform:
    """A platform with a name and capabilities on which nothing ever happens."""

    cast: Cast

    @property
    def name(self):
        return self.cast.platform

    @property
    def capabilities(self):
        return self.cast.capabilities

    async def can_organise(self, home, user):
        return user == self.cast.users["Dia"]

    async def can_moderate(self, home, user, right):
        return user == self.cast.users["Dia"]

    async def present(self, home, users):
        return frozenset(users)

    def person(self, words):
        return self.cast.users.get(words, words)

    def place_link(self, place):
        return f"#{ChannelId(place.channel)}"


def shown(message: Message, cast: Cast, *, now, kind: PlaceKind, language=LANGUAGE) -> str:
    """Write out a message as one platform's own renderer gives it."""
    match cast.platform:
        case "discord":
            return _on_discord(message, cast, language)
        case "matrix":
            return _on_matrix(message, cast, now, kind, language)
        case _:
            return _on_playground(message, cast, now, language)


def discord_parts(message: Message, cast: Cast, language=LANGUAGE):
    """Return Discord's card and its components."""
    names = {user: name for user, name in cast.names().items() if user in named_in(message)}
    words = Words({}, names, language)
    card = compose(message, words)
    menu = replace(message.menu, id=MenuId("menu")) if message.menu else None
    view = view_of(menu, words, shared=lambda _: False) if menu else None
    return card, (view.to_components() if view is not None else [])


def _on_discord(message, cast, language):
    card, rows = discord_parts(message, cast, language)
    return "\n".join([*_card_lines(card), *_component_lines(rows)])


def _card_lines(card: Card):
    if card.content:
        yield f"content: {card.content}"
    if card.embed is not None:
        embed = card.embed
        if embed.title:
            yield f"title: {embed.title}"
        yield from (f"  {line}" for line in (embed.description or "").split("\n") if embed.description)
        for one in embed.fields:
            yield f"field{' (short)' if one.inline else ''}: {one.name} | {one.value}"
        if embed.footer.text:
            yield f"footer: {embed.footer.text}"
    for file, alt in card.attachments:
        yield f"file: {file.name}{f' | {alt}' if alt else ''}"
    if card.mention:
        yield f"notifies: {len(card.mention)}"


_COLOURS = {1: "blue", 2: "grey", 3: "green", 4: "red"}


def _component_lines(rows):
    for component in (one for row in rows for one in row["components"]):
        if component["custom_id"].endswith(f":{SELECT_KEY}"):
            yield f"select: {component.get('placeholder', '')}"
            for option in component["options"]:
                yield f"  [{'x' if option.get('default') else ' '}] {option['label']}"
        else:
            yield f"button ({_COLOURS[component['style']]}): {component['label']}"


def matrix_parts(message: Message, cast: Cast, now, kind: PlaceKind, language=LANGUAGE):
    """Return Matrix's plain and formatted body."""
    names = cast.names()
    direct = kind is PlaceKind.DIRECT
    around = Surroundings(
        language=language,
        now=now,
        prefix="!kith",
        direct=direct,
        name_of=lambda user: names.get(user, user),
        called=CALLED,
    )
    below = ()
    if message.menu is not None:
        offered = message.menu.private and not direct
        below = (
            hint(message.menu, kind=kind, offered=offered, link="https://matrix.to/#/@kith:example.org"),
        )
    return write(message, around, below=below)


def _on_matrix(message, cast, now, kind, language):
    written = matrix_parts(message, cast, now, kind, language)
    lines = [written.body, "-- formatted_body", written.html]
    if message.menu is not None and kind is not PlaceKind.DIRECT and not message.menu.private:
        lines.append(f"-- reactions: {' '.join(reactions(message.menu))}")
    lines += [f"-- file: {file.name}" for file in message.files]
    return "\n".join(lines)


def playground_world(cast: Cast, now) -> World:
    """Return as much of a world as the playground's renderer asks."""
    people = {user: SimpleNamespace(name=name) for user, name in cast.names().items()}
    return SimpleNamespace(people=people, clock=SimpleNamespace(now=lambda: now), called=CALLED)


def _on_playground(message, cast, now, language):
    world = playground_world(cast, now)
    lines = [plain(world, message, language)]
    for choice in message.menu.choices if message.menu else ():
        chosen = "x" if choice.chosen else " "
        lines.append(f"[{chosen}] {render(choice.label, WorldStyle(world), language)}")
    lines += [f"file: {file.name}" for file in message.files]
    return "\n".join(lines)


def shown_form(form: Form, cast: Cast, now, language=LANGUAGE) -> str:
    """Write out a form's questions, which every platform asks in the same words."""
    style = WorldStyle(playground_world(cast, now))
    lines = [f"form: {render(form.title, style, language)}"]
    for one in form.fields:
        hinted = f" ({render(one.hint, style, language)})" if one.hint else ""
        asked = f"{'* ' if one.required else '  '}{render(one.label, style, language)}{hinted}:"
        lines.append(asked if one.choices else f"{asked} {one.value}".rstrip())
        for each in one.choices:
            chosen = "x" if each.value in one.value.split(",") else " "
            lines.append(f"    [{chosen}] {render(each.label, style, language)}")
    return "\n".join(lines)
