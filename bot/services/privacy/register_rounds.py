"""The register: rounds, groups, plans, and who met whom."""

from bot.domain.retention import Keep
from bot.domain.stored import (
    Entry,
    Seen,
    day,
    instant,
    not_shown,
    number,
    several,
    text,
    yes_no,
)
from bot.text.message import T

_MEMBER_ID = "your member number"

ROUNDS = (
    Entry(
        table="answer",
        what=T("Your answers to a round's opening"),
        why="Nobody is matched without a yes.",
        keep=Keep.ANSWERS_AFTER_ROUND,
        seen=Seen.YOU,
        fields=(
            text("round", "the round"),
            text("member", _MEMBER_ID),
            yes_no("coming", "whether you said yes"),
        ),
    ),
    Entry(
        table="sat_out",
        what=T("Rounds that had no group for you"),
        why="So that you go first the next time.",
        keep=Keep.HISTORY,
        seen=Seen.YOU,
        fields=(text("round", "the round"), text("member", _MEMBER_ID)),
    ),
    Entry(
        table="seat",
        what=T("Your seats in groups, and how you said it went"),
        why="To make a plan with your group; afterwards to learn whether meetings happen, and who wants to meet again.",
        keep=Keep.FEEDBACK_AFTER_ROUND,
        seen=Seen.YOU,
        fields=(
            text("round", "the round"),
            text("group", "the group"),
            text("member", _MEMBER_ID),
            text("state", "whether you still sit in it"),
            text("accepted", "which of the times suit you"),
            text("met", "whether you met, as you said"),
            text("feeling", "how it was, as you said"),
            yes_no("again", "whether you would meet again; shown to the others only when all said so"),
            text("role", "a member's seat or a host's extra seat"),
            number("fit", "how well the match suited you, as the matcher saw it"),
        ),
    ),
    Entry(
        table="group",
        what=T("Your groups and their plans"),
        why="To bring a group together at a time and a place.",
        keep=Keep.PLAN_AFTER_MEETING,
        seen=Seen.GROUP,
        fields=(
            text("id", "the group"),
            text("round", "the round"),
            text("community", "the community"),
            instant("matched_at", "when the group was matched"),
            text("platform", "where the group talks"),
            text("state", "how far it got"),
            text("channel", "its private place there"),
            several("options", "the times that were offered"),
            text("spot", "the public place"),
            instant("meets_at", "when it meets"),
            number("revision", "how often the plan changed, for calendars"),
            number("shared_slots", "how many parts of the week all of you share"),
            yes_no("again", "whether it came of a wish to meet again"),
        ),
    ),
    Entry(
        table="meeting",
        what=T("Whom you were matched with"),
        why="So that you meet new people, or the same again if all of you wish it.",
        keep=Keep.HISTORY,
        seen=Seen.YOU,
        fields=(
            not_shown(text("first", "one of the two, by their member number")),
            not_shown(text("second", "the other of the two, by their member number")),
            text("round", "the round"),
            text("community", "the community"),
            day("slot", "the day of the round"),
            yes_no("met", "whether the two of you met, as far as it is known"),
        ),
    ),
    Entry(
        table="round",
        what=T("The rounds that you took part in"),
        why="So that the lists above can be read.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the round"),
            text("circle", "the circle"),
            text("community", "the community"),
            day("slot", "its day"),
            instant("opens_at", "when it opened"),
            instant("due_at", "when groups were made"),
            text("state", "how far it got"),
        ),
    ),
)
