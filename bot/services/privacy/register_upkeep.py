"""The register: Kith's own bookkeeping, as far as it names people."""

from bot.domain.retention import Keep
from bot.domain.stored import (
    Entry,
    Seen,
    day,
    instant,
    not_shown,
    number,
    sealed,
    several,
    text,
    values,
    yes_no,
)
from bot.text.message import T

UPKEEP = (
    Entry(
        table="job",
        what=T("what is due and concerns you"),
        why="So that reminders and rounds happen on time, also after a restart.",
        keep=Keep.UNTIL_EXPIRED,
        seen=Seen.NOBODY,
        fields=(
            not_shown(text("key", "its name; it may name others as well")),
            text("community", "the community"),
            text("step", "what is due"),
            not_shown(text("subject", "what it is about")),
            instant("due", "when"),
            yes_no("delivery", "whether something is sent"),
            not_shown(values("args", "details; they may name others as well")),
            instant("expires", "until when it is worth doing"),
            not_shown(text("after", "what has to happen before")),
            text("state", "whether it is done"),
            number("tries", "how often it was tried"),
            instant("first_try", "when it was tried first"),
            not_shown(text("owner", "which process has it")),
            not_shown(instant("lease", "until when")),
            not_shown(text("remote", "where the platform put it")),
        ),
    ),
    Entry(
        table="tally",
        what=T("counts whose rows are gone"),
        why=(
            "So that no number that was shown moves when somebody is forgotten, and that organisers can be told how a "
            "season was."
        ),
        keep=Keep.COUNTS,
        seen=Seen.ORGANISERS,
        fields=(
            text("community", "the community"),
            text("scope", "the round, the challenge or the season that was counted in"),
            text("name", "what was counted"),
            number("number", "how often"),
        ),
        about_you=False,
    ),
    Entry(
        table="norm_count",
        what=T("how many people answered that they would be glad to be invited"),
        why=(
            "For one true sentence in the next season, from ten answers up. Answers are numbers from the first moment, "
            "and the only date is the same for everybody."
        ),
        keep=Keep.COUNTS,
        seen=Seen.NOBODY,
        about_you=False,
        fields=(
            text("community", "the community"),
            day("since", "the first day of the five weeks in which they were counted"),
            number("yes", "how many would be glad"),
            number("not_now", "how many would not at the moment"),
        ),
    ),
    Entry(
        table="menu",
        what=T("questions that only you can answer"),
        why="So that a button works after a restart; also before you agree, for the card that asks you.",
        keep=Keep.UNTIL_EXPIRED,
        seen=Seen.YOU,
        fields=(
            text("id", "the question"),
            sealed(values("menu", "what can be tapped, with what you typed so far")),
            text("community", "the community"),
            several("only", "who may answer: your account"),
            instant("expires", "until when it can be answered"),
        ),
    ),
    Entry(
        table="note",
        what=T("what the connection to your platform remembers of you"),
        why="To find the room of your conversation, to continue a half-filled form, and to send nothing twice.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.NOBODY,
        fields=(
            text("adapter", "the chat platform"),
            text("key", "what is remembered"),
            sealed(text("value", "the entry itself")),
        ),
    ),
    Entry(
        table="pepper",
        what=T("the secret that keyed hashes are made with"),
        why="Without it nobody can tell whose a hash is.",
        keep=Keep.DATABASE,
        seen=Seen.NOBODY,
        about_you=False,
        fields=(text("id", "its name"), sealed(text("value", "the secret"))),
    ),
    Entry(
        table="seal",
        what=T("the proof of the key"),
        why="So that a wrong key is noticed before anything is touched.",
        keep=Keep.DATABASE,
        seen=Seen.NOBODY,
        about_you=False,
        fields=(
            text("id", "its name"),
            sealed(text("proof", "a fixed sentence, sealed")),
            yes_no("swept", "whether old clear text is gone from the file"),
        ),
    ),
)
