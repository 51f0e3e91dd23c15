"""The calendar file of a group, in the language of its place."""

from datetime import datetime

from bot.domain.rounds import Group
from bot.ports.messages import Attachment
from bot.ports.storage import Repositories
from bot.services.cards.calendar import calendar_file
from bot.services.cards.wording import spot_words
from bot.services.tongues import language_in
from bot.text.message import T
from bot.text.render import PlainStyle, render


def entry_file(repos: Repositories, group: Group, now: datetime, *, cancelled: bool = False) -> Attachment:
    """Return the file that puts a group's plan into a calendar, or takes it out of there."""
    language = language_in(repos, group)
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    assert group.entered_at is not None  # noqa: S101 - callers hold a group that has, or had, a plan
    return calendar_file(
        group,
        at=group.entered_at,
        summary=circle.name if circle is not None else "Kith",
        place=render(spot_words(spot), PlainStyle(), language),
        notes=render(T("A small meetup with people from your community."), PlainStyle(), language),
        now=now,
        cancelled=cancelled,
    )
