"""The page's own words: its buttons, headings and tips, in the language of whoever looks.

The page asks for all of them at once and fills in what stands in braces; so those values are names of themselves here.
"""

from adapters.playground.render import WorldStyle
from adapters.playground.world import World
from bot.text.message import Command, T, Text, Verbatim
from bot.text.render import render

_NAMES = Verbatim("{names}")
_COUNT = Verbatim("{count}")

WORDS: dict[str, Text] = {
    # the frame
    "skip": T("Skip to writing"),
    "channels": T("Channels"),
    "clock": T("Clock"),
    "hour": T("+1 hour"),
    "day": T("+1 day"),
    "week": T("+1 week"),
    "season": T("Play a season"),
    "view-as": T("View as"),
    "passing": T("Time is passing"),
    "messages": T("Messages"),
    "newest": T("Newest messages"),
    "completions": T("Completions"),
    "line": T("Message or command"),
    "write": T("Write, or type / for commands"),
    "file": T("Choose a file"),
    "send": T("Send"),
    # who looks, and where
    "you": T("You"),
    "organisers": T("Organisers"),
    "outsiders": T("Not joined yet"),
    "members": T("Members"),
    "groups": T("Your groups"),
    "directs": T("Direct messages"),
    "closed-groups": T("Closed groups ({count})", count=_COUNT),
    "with": T("with {names}", names=_NAMES),
    "new": T("New: {count}", count=_COUNT),
    "nothing-open": T("Nothing open"),
    "public": T("Everyone in town reads this."),
    "group": T("Private: you and {names}.", names=_NAMES),
    "group-alone": T("Private."),
    "direct": T("Between you and Kith. Commands work here without the slash."),
    "archived": T("Closed. It stays here to read."),
    "playground": T("Playground"),
    # messages, menus and forms
    "nothing": T("Nothing here yet."),
    "used": T("{names} used {command}", names=_NAMES, command=Verbatim("{command}")),
    "bot": T("bot"),
    "private": T("Only you can see this"),
    "choose": T("Choose"),
    "choose-one": T("Choose…"),
    "save": T("Save"),
    "cancel": T("Cancel"),
    "optional": T("{label} (optional)", label=Verbatim("{label}")),
    # tips
    "tip": T("Let a week pass with the buttons above: you meet your first group."),
    "tip-guest": T(
        "Let a week pass with the buttons above: you meet your first group. “View as” {names} to join as somebody new.",
        names=_NAMES,
    ),
    "tip-new": T(
        "You are new here: tap Join in {channel}, or type {command}.",
        channel=Verbatim("#meetups"),
        command=Command("meet join"),
    ),
    "tip-group": T("You are in a group: {names}.", names=_NAMES),
    "matched": T("You are in a group with {names}. Choose a time below, then let time go on.", names=_NAMES),
    "silence": T("The demo does not answer. Is it still running?"),
}


def wording(world: World, language: str) -> dict[str, str]:
    """Return the page's words in a language."""
    style = WorldStyle(world)
    return {key: render(text, style, language) for key, text in WORDS.items()}
