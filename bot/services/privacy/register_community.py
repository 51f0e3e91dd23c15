"""The register: what organisers set. `my data` shows the names of what a member's own rows refer to."""

from bot.domain.retention import Keep
from bot.domain.stored import (
    Entry,
    Seen,
    day,
    not_shown,
    number,
    several,
    text,
    values,
    yes_no,
)
from bot.text.message import T

COMMUNITY = (
    Entry(
        table="community",
        what=T("the communities that you are in"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the community"),
            text("zone", "its time zone"),
            text("name", "its name"),
            text("language", "its language"),
            text("steward", "who hosts it, by the name that the messages are signed with"),
            not_shown(text("contact", "how to reach the steward")),
            not_shown(text("help_lines", "people to talk to")),
            not_shown(
                values("challenges", "when the weekly challenge is posted, and whether with a picture")
            ),
            not_shown(values("moderators", "who moderates")),
            not_shown(text("moderator_channel", "where moderators talk")),
            not_shown(values("alternate", "who looks after reports about moderators")),
            not_shown(yes_no("alternate_agreed", "whether they agreed to that")),
            not_shown(text("emergency", "the local emergency number")),
            not_shown(day("help_checked", "when the help lines were looked at last")),
            not_shown(
                values(
                    "phrases", "the community's own list of phrases that bring up the card with help lines"
                )
            ),
        ),
    ),
    Entry(
        table="home",
        what=T("servers and rooms in which Kith runs"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        about_you=False,
        fields=(
            text("platform", "the chat platform"),
            text("home", "the server, space or room"),
            text("community", "the community"),
            text("channel", "the channel for posts"),
        ),
    ),
    Entry(
        table="area",
        what=T("the area that you chose"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the area"),
            text("community", "the community"),
            text("name", "its name"),
            not_shown(several("centre", "its middle on the map, coarse")),
            not_shown(text("zone", "its time zone")),
        ),
    ),
    Entry(
        table="spot",
        what=T("the public places of your plans"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the spot"),
            text("community", "the community"),
            not_shown(text("area", "its area")),
            text("name", "its name"),
            not_shown(several("notes", "what is worth knowing about it")),
            not_shown(number("hours", "when it is open")),
        ),
    ),
    Entry(
        table="circle",
        what=T("the circles that you are in"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the circle"),
            text("community", "the community"),
            text("name", "its name"),
            not_shown(text("cadence", "how often it meets")),
            not_shown(day("anchor", "from which day that is counted")),
            not_shown(day("at", "at what hour groups are made")),
            not_shown(text("platform", "the chat platform")),
            not_shown(text("channel", "the channel for its posts")),
            not_shown(number("size", "how many people a group has")),
            not_shown(yes_no("pairs_only", "whether it has pairs only")),
            not_shown(yes_no("same_area", "whether people meet in their own area only")),
            not_shown(text("state", "whether it runs")),
            not_shown(several("mix", "what groups should mix")),
            not_shown(number("new_faces", "how many groups should be of people who have not met")),
            not_shown(yes_no("pods", "whether the same people go on meeting")),
        ),
    ),
    Entry(
        table="open_table",
        what=T("open tables"),
        why="Set by organisers.",
        keep=Keep.COMMUNITY,
        seen=Seen.ASKED,
        about_you=False,
        fields=(
            text("circle", "the circle"),
            text("community", "the community"),
            text("spot", "where it is; told only to those who asked"),
            number("weekday", "the day of the week"),
            day("at", "the hour"),
            text("sign", "how to find it"),
            yes_no("on", "whether it takes place"),
        ),
    ),
    Entry(
        table="challenge_post",
        what=T("the weekly posts in your diary"),
        why="So that your diary can be read.",
        keep=Keep.COMMUNITY,
        seen=Seen.EVERYBODY,
        fields=(
            text("id", "the post"),
            text("community", "the community"),
            day("day", "its day"),
            text("challenge", "which challenge"),
        ),
    ),
)
