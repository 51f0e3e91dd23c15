"""The register: wishes to stay apart, and reports."""

from bot.domain.retention import Keep
from bot.domain.stored import (
    Entry,
    Seen,
    instant,
    not_shown,
    sealed,
    text,
    values,
    yes_no,
)
from bot.text.message import T

CARE = (
    Entry(
        table="separation",
        what=T("whom you would rather not meet"),
        why="So that the two of you are never matched. Nobody is told, and `my data` shows only your own wishes.",
        keep=Keep.SEPARATION,
        seen=Seen.YOU,
        fields=(
            not_shown(text("id", "a number made of the two keyed hashes")),
            text("community", "the community"),
            text("why", "your own wish; what came of a report is not shown"),
            not_shown(text("named", "a keyed hash of the account that you named")),
            text("platform", "the platform of the account that you named"),
            sealed(text("user", "the account that you named, until that person's data is erased")),
        ),
    ),
    Entry(
        table="separation_mark",
        what=T("the keyed hashes that keep people apart"),
        why="So that a wish holds when somebody leaves and comes back. Nobody can tell from a hash whose it is.",
        keep=Keep.SEPARATION,
        seen=Seen.NOBODY,
        about_you=False,
        fields=(
            text("separation", "which wish"),
            text("side", "on which side"),
            text("mark", "the keyed hash of an account"),
        ),
    ),
    Entry(
        table="report",
        what=T("reports that you wrote"),
        why="So that moderators can look into what happened. Reports about you are not in `my data`: that would name whoever wrote them.",
        keep=Keep.REPORT_AFTER_CLOSING,
        seen=Seen.MODERATORS,
        fields=(
            text("id", "the report"),
            text("community", "the community"),
            instant("made_at", "when you wrote it"),
            text("state", "how far it got"),
            text("category", "what it is about, from a list"),
            sealed(text("words", "what you wrote")),
            yes_no("may_write", "whether moderators may write to you"),
            not_shown(text("by", "your member number")),
            values("by_account", "your account"),
            not_shown(text("about", "the other's member number")),
            values("about_account", "the account that you reported"),
            not_shown(text("route", "who looks after it")),
            not_shown(values("taken_by", "the moderator who has it")),
            not_shown(values("decided_by", "the moderator who decided")),
            instant("decided_at", "when it was decided"),
            text("outcome", "what came of it, as you are told"),
            not_shown(instant("held_until", "whether the other is not matched for some time")),
            instant("closed_at", "when it was closed"),
        ),
    ),
    Entry(
        table="bar",
        what=T("accounts that may not take part (keyed hashes)"),
        why="So that somebody who was removed, or is held while a report is looked into, does not come back as a stranger.",
        keep=Keep.SEPARATION,
        seen=Seen.NOBODY,
        about_you=False,
        fields=(
            text("community", "the community"),
            text("mark", "the keyed hash of an account"),
            yes_no("removed", "whether for good"),
            instant("held_until", "or until when"),
        ),
    ),
)
