"""A season told to whoever organises, and the part of it that may be shared: counts only, in plain words."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.community import Community
from bot.domain.recap import SETTLED_AFTER, Hidden, Recap, Season, Share
from bot.domain.recurrence import instant
from bot.domain.rounds import Reason
from bot.ports.messages import Action, Choice, Fact, Menu, Message
from bot.services.cards.ideas import idea_for
from bot.services.recap.seasons import NOON, Told
from bot.text.message import TN, Moment, MomentStyle, Percent, T, Text, listed

COUNTS_ONLY = T("Counts only, rounded down to fives; nothing below five is shown.")
_NEARLY = 90
_REASONS = {
    Reason.NO_REPLY: T("No reply"),
    Reason.TIMES: T("Times didn't fit"),
    Reason.LIFE: T("Unwell or life"),
    Reason.CHANGED: T("Changed my mind"),
    Reason.UNSAID: T("Rather not say"),
}


def nothing_yet() -> Message:
    """Say that no season has begun."""
    return Message(
        title=T("Season recap"),
        lines=(
            T("There is no season to look back on yet. It begins with your first round or weekly challenge."),
        ),
    )


def recap_card(told: Told, community: Community) -> Message:
    """Show a season to whoever organises."""
    if not told.over:
        return _running(told, community)
    recap = told.recap
    success = success_of(recap)
    small = recap.took_part is None and recap.done is None
    lines = [_when(told.season, community), *_so_far(told, community)]
    if small:
        lines.append(
            T("Fewer than five people took part, so there are no numbers: they could point at single people.")
        )
    lines += [*((success,) if success is not None else ()), *_in_words(recap)]
    lines.append(T("An idea: {idea}", idea=idea_for(recap)))
    return Message(
        title=T("Season recap"),
        lines=tuple(lines),
        facts=() if small else tuple(_facts(recap, settled=told.settled)),
        footer=COUNTS_ONLY,
        menu=_menu(told) if told.settled and success is not None else None,
    )


def shared_card(told: Told, community: Community) -> Message | None:
    """Show everybody what may be shared; None where that is too little, or does not stand yet."""
    success = success_of(told.recap)
    if success is None or not told.settled:
        return None
    return Message(
        title=T("Our season"),
        lines=(success, _when(told.season, community), T("Thank you, in whatever way you were part of it.")),
        footer=COUNTS_ONLY,
    )


def success_of(recap: Recap) -> Text | None:
    """Return in a sentence or two whether it was worth it, or None where fewer than five met."""
    if recap.met is None:
        return None
    met = TN(
        "{count} or more member met someone in person this season.",
        "{count} or more members met someone in person this season.",
        recap.met,
    )
    if recap.pairs_again is None:
        return met
    again = TN("{count} or more pair met again.", "{count} or more pairs met again.", recap.pairs_again)
    return T("{met} {again}", met=met, again=again)


def _menu(told: Told) -> Menu:
    share = Action(command="organise recap", options={"season": str(told.season.number), "share": "yes"})
    return Menu(choices=(Choice(key="share", label=T("Share with everybody"), action=share),))


def day_of(season: Season, community: Community, *, last: bool = False) -> Moment:
    """Return the first day of a season as it is shown, or the last one."""
    day = season.last if last else season.first
    return Moment(at=instant(day, NOON, community.zone), zone=community.zone, style=MomentStyle.DATE)


def _when(season: Season, community: Community) -> Text:
    return T(
        "Season {number}, from {first} to {last}.",
        number=season.number,
        first=day_of(season, community),
        last=day_of(season, community, last=True),
    )


def _running(told: Told, community: Community) -> Message:
    """Say when the numbers of a running season come, and why not yet."""
    weeks = TN(
        "{count} more week comes after this one.", "{count} more weeks come after this one.", told.weeks_left
    )
    there = instant(told.season.last + timedelta(days=1), NOON, community.zone)
    numbers = T(
        "Its numbers come when it is over, on {day}. Until then I keep them to myself, so that nobody can tell who "
        "answered what by watching them grow.",
        day=Moment(at=there, zone=community.zone, style=MomentStyle.DATE),
    )
    return Message(
        title=T("Season recap"),
        lines=(
            _when(told.season, community),
            weeks if told.weeks_left else T("This is its last week."),
            numbers,
        ),
    )


def stands_from(season: Season, community: Community) -> Moment:
    """Return the day from which on a season's numbers stand, as it is shown."""
    day = season.last + SETTLED_AFTER + timedelta(days=1)
    return Moment(at=instant(day, NOON, community.zone), zone=community.zone, style=MomentStyle.DATE)


def _so_far(told: Told, community: Community) -> tuple[Text, ...]:
    if told.settled:
        return ()
    return (
        T(
            "Some of its groups may still meet. From {day} on the numbers stand: what people answered comes then, and "
            "the season can be shared.",
            day=stands_from(told.season, community),
        ),
    )


def _in_words(recap: Recap) -> Iterator[Text]:
    """Say the main things in sentences."""
    if recap.matched is Hidden.NEARLY_ALL or (isinstance(recap.matched, int) and recap.matched >= _NEARLY):
        yield T("Nearly everybody who wanted to meet had a group.")
    elif isinstance(recap.matched, int):
        yield T("About {share} of those who wanted to meet had a group.", share=_percent(recap.matched))
    if isinstance(recap.planned, int) and isinstance(recap.met_of_planned, int):
        yield T(
            "About {planned} of the groups agreed on a plan, and about {met} of those I heard back about met.",
            planned=_percent(recap.planned),
            met=_percent(recap.met_of_planned),
        )


def _percent(share: int) -> Percent:
    return Percent(share / 100)


def _facts(recap: Recap, *, settled: bool) -> Iterator[Fact]:
    """Yield the numbers of the screen; shares of too few are left out, for they say nothing."""
    if recap.joined is not None:  # counted as the season settles, so not known before, nor of an old one
        yield Fact(label=T("Members"), value=_count(recap.joined))
    yield Fact(label=T("Took part"), value=_count(recap.took_part))
    yield Fact(label=T("Met someone"), value=_count(recap.met))
    yield Fact(label=T("Meetings"), value=_count(recap.meetings))
    yield Fact(label=T("Pairs who met"), value=_count(recap.pairs_met))
    yield Fact(label=T("Pairs who met again"), value=_count(recap.pairs_again))
    shares = (
        (T("Of those who wanted to meet, matched"), recap.matched),
        (T("Of the groups, with a plan"), recap.planned),
        (T("Of the plans I heard back about, those that happened"), recap.met_of_planned),
        (T("Of the plans that didn't happen, called off ahead"), recap.called_off),
        (T("Of the plans that didn't happen, somebody didn't come"), recap.not_come),
        (T("Of the groups that met, all would meet again"), recap.again),
        (T("Of those who took part, here for less than 90 days"), recap.newer),
        (T("Of the meetings, with the tenth of members who met most"), recap.busiest),
    )
    for label, share in shares:
        if share is not Hidden.TOO_FEW:
            yield Fact(label=label, value=_share(share))
    if recap.days_to_plan is not None:
        days = TN(
            "within {count} day for half of them",
            "within {count} days for half of them",
            recap.days_to_plan + 1,
        )
        yield Fact(label=T("From the match to a plan"), value=days)
    yield from _breakdowns(recap)
    if recap.joined is not None:
        yield Fact(label=T("Taking a break"), value=_count(recap.paused))
    if settled:
        yield Fact(label=T("Left in this season"), value=_count(recap.left))


def _breakdowns(recap: Recap) -> Iterator[Fact]:
    """Yield why meetings did not happen, where people live who had no group, and what was tapped on challenges."""
    reasons = [(_REASONS[reason], count) for reason, count in recap.reasons]
    areas = [(T("{area}", area=name) if name else T("No area chosen"), count) for name, count in recap.areas]
    taps = [
        (label, count)
        for label, count in (
            (T("Done"), recap.done),
            (T("Swapped"), recap.swapped),
            (T("Not this week"), recap.skipped),
        )
        if count is not None
    ]
    others = T("Others together")
    for label, parts, rest in (
        (T("Why it didn't happen"), reasons, recap.other_reasons),
        (T("Without a group, by area"), areas, recap.other_areas),
        (T("Taps on challenges"), taps, None),
    ):
        told = [*parts, *(((others, rest),) if parts and rest is not None else ())]
        if told:
            yield Fact(label=label, value=_list(told))


def _list(parts: list[tuple[Text, int]]) -> Text:
    told = listed(
        *(TN("{what}: {count} or more", "{what}: {count} or more", count, what=what) for what, count in parts)
    )
    return T("{parts}", parts=told)


def _count(count: int | None) -> Text:
    return T("fewer than 5") if count is None else TN("{count} or more", "{count} or more", count)


def _share(share: Share) -> Text:
    if share is Hidden.NEARLY_ALL:
        return T("nearly all")
    return T("about {share}", share=_percent(share)) if isinstance(share, int) else T("fewer than 5")
