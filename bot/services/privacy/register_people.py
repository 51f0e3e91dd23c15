"""The register: members, their accounts, what they agreed to, their circles and their diary."""

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

_MEMBER_ID = "your member number, drawn at random"

PEOPLE = (
    Entry(
        table="member",
        what=T("your profile"),
        why="To match you with people near you, at times that suit you, in places that suit you.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.PROFILE,
        fields=(
            text("id", _MEMBER_ID),
            text("community", "the community you joined"),
            instant("joined_at", "when you joined"),
            number("consent", "which version of the consent card you agreed to last"),
            text("state", "whether you take part, are paused, or have left"),
            text("contact", "whether Kith may write to you directly"),
            instant("paused_until", "when your break ends"),
            instant("erase_at", "when your details are erased, once you have left"),
            text("language", "the language Kith uses with you, where you chose one"),
            text("area", "the part of town you chose from the organisers' list; never an address"),
            text("reach", "how far you go"),
            sealed(several("times", "when you could usually meet: days and parts of the day")),
            several("languages", "the languages you speak"),
            sealed(several("interests", "what you like to talk about, at most three")),
            sealed(several("wishes", "what a spot should be like for you, such as quiet or step-free")),
            yes_no("pairs_only", "whether you want to meet one person at a time"),
            sealed(text("hello", "the line by which you introduce yourself, at most 140 characters")),
            sealed(text("role", "what you do here, in a word or two")),
            not_shown(
                instant(
                    "held_until", "whether moderators look into a report, and until when nobody is matched"
                )
            ),
        ),
    ),
    Entry(
        table="seen",
        what=T("the day and the app language of your last visit"),
        why="To ask about a profile that nobody uses any more, and to erase it if nobody answers; "
        "and to write to you in the language of your app until you choose one.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.NOBODY,
        fields=(
            text("member", _MEMBER_ID),
            day("day", "the day"),
            text("language", "the language your app told Kith, where it tells one"),
        ),
    ),
    Entry(
        table="account",
        what=T("your accounts"),
        why="To know you again, and to write to you where you allowed it.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.GROUP,
        fields=(
            text("community", "the community"),
            text("platform", "the chat platform"),
            text("user", "your account's id there"),
            text("member", _MEMBER_ID),
            yes_no("extra", "whether it is a second account there, which is not written to"),
        ),
    ),
    Entry(
        table="consent",
        what=T("what you agreed to"),
        why="To be able to show that you agreed, and to ask again when the card changes.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.YOU,
        fields=(
            text("member", _MEMBER_ID),
            instant("at", "when you agreed"),
            number("version", "to which version of the consent card"),
            text("platform", "on which platform (empty: before this was noted)"),
            text("contact", "whether you allowed direct messages then"),
        ),
    ),
    Entry(
        table="enrolment",
        what=T("your circles"),
        why="To ask you about the rounds that you want to be asked about.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.YOU,
        fields=(
            text("circle", "the circle"),
            text("member", _MEMBER_ID),
            text("attendance", "whether you are always in, or asked each time"),
            text("frequency", "how often"),
            yes_no("host", "whether you may hold an extra seat"),
            values(
                "partner", "the account of whom you wish to come with; nobody is told unless both wish it"
            ),
        ),
    ),
    Entry(
        table="table_part",
        what=T("your part in an open table"),
        why="To tell you where the table is, and to find its hosts.",
        keep=Keep.MEMBERSHIP,
        seen=Seen.YOU,
        fields=(
            text("circle", "the circle whose table it is"),
            text("member", _MEMBER_ID),
            yes_no("told", "whether you asked to be told the place"),
            text("hosting", "whether you said that you can host"),
            day("asked_for", "for which day you were asked to host"),
            yes_no("can", "what you answered"),
        ),
    ),
    Entry(
        table="challenge_tap",
        what=T("your challenge diary"),
        why="For your own diary, and for counts that are shown from five people up.",
        keep=Keep.DIARY,
        seen=Seen.YOU,
        fields=(
            text("post", "which weekly post"),
            text("platform", "the chat platform"),
            text("user", "your account's id there"),
            text("tap", "what you tapped"),
            several("shown", "which other challenges you were shown"),
            sealed(text("note", "the line you wrote, if any")),
            text("did", "which challenge you did"),
            sealed(text("felt", "how it was against what you expected, if you said so")),
        ),
    ),
    Entry(
        table="norm_asked",
        what=T("whether you were asked if you would be glad to be invited"),
        why="So that you are asked once a season at most. Neither what you answered nor whether is here.",
        keep=Keep.ASKED,
        seen=Seen.NOBODY,
        fields=(
            text("community", "the community"),
            text("platform", "the chat platform"),
            text("user", "your account's id there"),
            day("since", "the first day of the five weeks in which you were asked, the same for everybody"),
        ),
    ),
)
