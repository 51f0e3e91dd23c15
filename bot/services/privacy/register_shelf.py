"""The register: the community's own shelf of challenges, and what members said of it."""

from bot.domain.retention import Keep
from bot.domain.stored import Entry, Seen, day, instant, not_shown, number, sealed, text, values, yes_no
from bot.text.message import T

SHELF = (
    Entry(
        table="suggestion",
        what=T("challenges that you suggested"),
        why="So that organisers can read them, and to tell you what comes of it where you wished that.",
        keep=Keep.SUGGESTION,
        seen=Seen.READERS,
        fields=(
            text("community", "the community"),
            not_shown(text("id", "a number drawn at random")),
            instant("made_at", "when you wrote it"),
            text("state", "how far it got"),
            sealed(values("entry", "what you wrote, and what an organiser changed")),
            text("language", "the language of this community when you wrote it"),
            text("platform", "the chat platform"),
            text("user", "your account's id there"),
            yes_no("tell", "whether I write to you about it"),
            instant("decided_at", "when it was decided"),
            text("reason", "why it was declined, from a list"),
            sealed(text("words", "what an organiser wrote to you")),
        ),
    ),
    Entry(
        table="misfit",
        what=T("challenges of which you said that they don't fit here"),
        why="So that each person counts once. Organisers see a number from five people up, and never who.",
        keep=Keep.MISFIT,
        seen=Seen.NOBODY,
        fields=(
            text("community", "the community"),
            text("challenge", "which challenge"),
            not_shown(text("mark", "a keyed hash of your account")),
            day("day", "on which day you said so"),
        ),
    ),
    Entry(
        table="pack",
        what=T("packs of challenges"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        about_you=False,
        fields=(
            text("community", "the community"),
            text("id", "the pack"),
            text("name", "its name"),
            text("language", "its language"),
            yes_no("on", "whether it is used"),
        ),
    ),
    Entry(
        table="pack_entry",
        what=T("the challenges of packs"),
        why="For the weekly challenge. Whose idea one was is not written down.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        about_you=False,
        fields=(
            text("community", "the community"),
            text("id", "the challenge"),
            text("pack", "its pack"),
            number("number", "its place in the pack"),
            sealed(values("entry", "its words, and what it asks of people")),
            yes_no("retired", "whether it is kept for diaries alone"),
        ),
    ),
    Entry(
        table="left_out",
        what=T("challenges and starters that are left out here"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        about_you=False,
        fields=(text("community", "the community"), text("name", "which one")),
    ),
)
