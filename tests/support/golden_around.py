"""The messages around a meeting, made from fixed facts: reminders, the hour, a buddy, whoever was missing, and again."""

from bot.ids import MemberId
from bot.ports.commands import PlaceKind
from bot.ports.messages import Message
from bot.services.cards import absences as absence_cards
from bot.services.cards import buddies as buddy_cards
from bot.services.cards import checkins as checkin_cards
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import plans as plan_cards
from tests.support.golden import Cast
from tests.support.golden_messages import (
    SECOND,
    SPOT,
    ZONE,
    Kind,
    about_group,
    agreed_group,
    group_of,
    with_file,
)

HELP = "Call 112 in an emergency."


def next_date(cast: Cast, *, some: bool) -> Message:
    """Return the offer of a date of their own to people who would all like to meet again."""
    group = group_of(cast)
    menu = plan_cards.plan_menu(group, ZONE)
    users = cast.of("Ada", "Ben")
    return meeting_cards.met_again(group, users=users, spot=SPOT, zone=ZONE, some=some, menu=menu)


AROUND: dict[str, Kind] = {
    "agreed-signs": Kind(
        lambda cast: with_file(
            about_group(
                meeting_cards.agreed,
                updated=False,
                signs=((cast.users["Ben"], "green **scarf** @everyone"),),
                quiet=cast.capabilities.private_replies,
            )(cast)
        )
    ),
    "reminder-all-on": Kind(
        lambda cast: about_group(
            meeting_cards.reminder,
            soon=meeting_cards.SOON,
            all_on=True,
            quiet=cast.capabilities.private_replies,
        )(cast)
    ),
    "still-on": Kind(
        lambda cast: meeting_cards.still_on(agreed_group(cast), ZONE, cast.of("Ben")), PlaceKind.DIRECT
    ),
    "time": Kind(lambda cast: meeting_cards.it_is_time(agreed_group(cast))),
    "signed": Kind(lambda cast: meeting_cards.signed(cast.users["Ada"], "green scarf", cast.of("Ben"))),
    "next-date": Kind(lambda cast: next_date(cast, some=False)),
    "next-date-some": Kind(lambda cast: next_date(cast, some=True)),
    "again-told": Kind(lambda cast: checkin_cards.again_with(cast.of("Ben")), PlaceKind.DIRECT),
    "all-ok": Kind(lambda cast: absence_cards.all_ok(group_of(cast).id, cast.of("Ben")), PlaceKind.DIRECT),
    "resting": Kind(lambda _: absence_cards.resting(), PlaceKind.DIRECT),
    "buddy-offer": Kind(lambda cast: buddy_cards.offer(group_of(cast).id, HELP), PlaceKind.DIRECT),
    "buddy-standing": Kind(
        lambda cast: buddy_cards.standing(group_of(cast).id, SECOND, ZONE, HELP), PlaceKind.DIRECT
    ),
    "buddy-all-good": Kind(
        lambda cast: buddy_cards.all_good(group_of(cast).id, SECOND, ZONE, HELP, repeat=False),
        PlaceKind.DIRECT,
    ),
    "buddy-request": Kind(
        lambda cast: buddy_cards.request(cast.users["Ada"], group_of(cast).id, MemberId("m"), SECOND, ZONE),
        PlaceKind.DIRECT,
    ),
    "buddy-accepted": Kind(lambda cast: buddy_cards.accepted(cast.users["Chi"]), PlaceKind.DIRECT),
    "buddy-gone": Kind(lambda _: buddy_cards.gone(), PlaceKind.DIRECT),
    "buddy-standing-accepted": Kind(
        lambda cast: buddy_cards.standing(group_of(cast).id, SECOND, ZONE, HELP, buddy=cast.users["Chi"]),
        PlaceKind.DIRECT,
    ),
    "buddy-overdue": Kind(
        lambda cast: buddy_cards.overdue(cast.users["Ada"], SECOND, ZONE, HELP), PlaceKind.DIRECT
    ),
    "buddy-fine": Kind(lambda cast: buddy_cards.fine(cast.users["Ada"]), PlaceKind.DIRECT),
}
