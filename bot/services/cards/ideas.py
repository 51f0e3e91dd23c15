"""One idea for the next season, drawn from what the numbers say; where they say nothing, a plain one."""

from bot.domain.recap import Recap, Share
from bot.text.message import Command, T, Text

_MATCHED, _PLANNED, _MET, _BUSIEST, _AGAIN = 80, 70, 60, 40, 50


def idea_for(recap: Recap) -> Text:
    """Return the first idea whose reason is told by the numbers."""
    if recap.took_part is None:
        return T(
            "Invite people once more. Each season new people arrive, and more come when somebody they know does."
        )
    reasons = (
        (_below(recap.matched, _MATCHED), _more_people_within_reach(recap)),
        (_below(recap.planned, _PLANNED), _MORE_SPOTS),
        (_below(recap.met_of_planned, _MET), _THREES),
        (_above(recap.busiest, _BUSIEST), _NEWCOMERS),
        (_above(recap.again, _AGAIN), _PODS),
    )
    return next((idea for told, idea in reasons if told), _TELL)


_EDIT = Command("organise circle edit")
_MORE_SPOTS = T(
    "More spots make plans easier, because one of them is on everybody's way. {command} adds some.",
    command=Command("organise spots add"),
)
_THREES = T("Groups of three still meet when one can't come. {command} changes the size.", command=_EDIT)
_NEWCOMERS = T(
    "A few people meet most often. {command} can bring newcomers together with others.", command=_EDIT
)
_PODS = T(
    "Many groups would like to meet again. {command} can keep such groups together for four meetings.",
    command=_EDIT,
)
_TELL = T(
    "Tell everybody how the season was, and say when the next one begins: people come and go in between."
)


def _more_people_within_reach(recap: Recap) -> Text:
    """Say what lets more people find each other; an area is named where enough of its people had no group."""
    named = next((name for name, _ in recap.areas if name), None)
    if named is None:
        return T(
            "More people within reach of each other make more groups. {command} joins small areas.",
            command=Command("organise areas merge"),
        )
    return T(
        "Many of those without a group live in {area}. Joined with the area next to it ({command}), more of them can meet.",
        area=named,
        command=Command("organise areas merge"),
    )


def _below(share: Share, line: int) -> bool:
    return isinstance(share, int) and share < line


def _above(share: Share, line: int) -> bool:
    return isinstance(share, int) and share >= line
