"""A season as one picture, and in words for those who don't see it."""

from collections.abc import Iterator

from bot.domain.community import Community
from bot.domain.recap import Recap
from bot.pictures.recap import Bar, RecapCard
from bot.services.cards.pictures import from_right, written
from bot.services.cards.recap import day_of, success_of
from bot.services.illustration import Illustration
from bot.services.recap.seasons import Told
from bot.text.message import TN, T, Text, listed

NOT_SHOWN = "\u2013"
"""A dash."""
_LEAST_BARS = 2
_MOST_WEEKS = 10
"""A season in which weeks were left out is longer than five; of more than these no bars are drawn."""


def recap_picture(told: Told, community: Community, language: str) -> Illustration | None:
    """Show a season in one picture; None where there is too little to show."""
    recap = told.recap
    if success_of(recap) is None:
        return None
    numbers = tuple((tile, count) for tile, _, count in _numbers(recap))
    bars = sum(week is not None for week in recap.weeks)
    weeks = recap.weeks if bars >= _LEAST_BARS and len(recap.weeks) <= _MOST_WEEKS else ()
    dates = T(
        "{first} to {last}",
        first=day_of(told.season, community),
        last=day_of(told.season, community, last=True),
    )
    picture = RecapCard(
        heading=written(language, T("Our season")),
        dates=written(language, dates),
        tiles=tuple((f"{count}+", written(language, label)) for label, count in numbers),
        bars_title=written(language, T("Groups that met, by the week in which they were matched")),
        bars=tuple(
            Bar(
                label=written(language, T("Week {number}", number=number)),
                number=written(language, T("{number}", number=number)),
                value=f"{week}+" if week is not None else NOT_SHOWN,
                height=week,
            )
            for number, week in enumerate(weeks, 1)
        ),
        footer=written(language, T("Counts only; nothing below five.")),
        name=community.name,
        rtl=from_right(language),
    )
    return Illustration(picture=picture, name="season.png", alt=_alt(recap, weeks))


def _numbers(recap: Recap) -> Iterator[tuple[Text, Text, int]]:
    """Yield the large numbers of the picture: what stands below one, the same in a sentence, and the number."""
    met, again, meetings, done = (
        count or 0 for count in (recap.met, recap.pairs_again, recap.meetings, recap.done)
    )
    for tile, told, count in (
        (
            T("members met someone"),
            TN("{count} or more member met someone", "{count} or more members met someone", met),
            met,
        ),
        (
            T("pairs met again"),
            TN("{count} or more pair met again", "{count} or more pairs met again", again),
            again,
        ),
        (T("meetings"), TN("{count} or more meeting", "{count} or more meetings", meetings), meetings),
        (
            T("challenges done"),
            TN("{count} or more challenge done", "{count} or more challenges done", done),
            done,
        ),
    ):
        if count:
            yield tile, told, count


def _alt(recap: Recap, weeks: tuple[int | None, ...]) -> Text:
    """Return in words what the picture shows."""
    numbers = listed(*(told for _, told, _ in _numbers(recap)))
    if not weeks:
        return T("Our season in numbers: {numbers}.", numbers=numbers)
    bars = listed(
        *(
            TN("week {number}: {count} or more", "week {number}: {count} or more", week, number=number)
            if week is not None
            else T("week {number}: not shown", number=number)
            for number, week in enumerate(weeks, 1)
        )
    )
    return T(
        "Our season in numbers: {numbers}. Groups that met, by week: {weeks}.", numbers=numbers, weeks=bars
    )
