"""Every kind of message that Kith sends, made from fixed facts."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from random import Random

from adapters.playground.clock import PushableClock
from bot.bootstrap import make_app
from bot.commands.avoids import list_card
from bot.commands.link import code_card, twin_card
from bot.content.library import load_library
from bot.domain.availability import Part, slot
from bot.domain.care import Avoided
from bot.domain.community import Account, Spot, SpotNote
from bot.domain.member import Contact, Member
from bot.domain.open_table import OpenTable
from bot.domain.posts import ChallengePost
from bot.domain.rounds import Group, GroupState, round_of
from bot.ids import (
    ChannelId,
    CommunityId,
    GroupId,
    HomeId,
    MemberId,
    PlatformName,
    PostId,
    RoundId,
    SeparationId,
    SpotId,
    UserId,
)
from bot.ports.commands import Actor, Invocation, Place, PlaceKind
from bot.ports.messages import Attachment, Message, Reply
from bot.services.cards import care as care_cards
from bot.services.cards import checkins as checkin_cards
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import open_table as table_cards
from bot.services.cards import plans as plan_cards
from bot.services.cards import rounds as round_cards
from bot.services.cards.challenges import card as challenge_card
from bot.services.cards.privacy import agree_again
from bot.services.members.linking import VALID, Twin
from bot.text.message import T
from tests.support import (
    golden_care,
    golden_challenges,
    golden_privacy,
    golden_recap,
    golden_reports,
    golden_season,
    golden_shelf,
)
from tests.support.golden import Cast, StillPlatform
from tests.support.golden_replies import CODE
from tests.support.storage import open_storage
from tests.support.town import CIRCLE

ZONE = "Europe/Amsterdam"
NOW = datetime(2026, 11, 30, 17, tzinfo=UTC)  # a Monday, 18:00 in Amsterdam
FIRST, SECOND = datetime(2026, 12, 5, 9, tzinfo=UTC), datetime(2026, 12, 6, 13, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 9, tzinfo=UTC)
SLOTS = slot(5, Part.MORNING) | slot(6, Part.AFTERNOON)
SPOT = Spot(
    id=SpotId("library"),
    community=CommunityId("c1"),
    area=None,
    name="Library café",
    notes=frozenset({SpotNote.STEP_FREE, SpotNote.QUIET, SpotNote.NO_PURCHASE}),
)
TABLE = OpenTable(
    circle=CIRCLE.id, community=CIRCLE.community, spot=SPOT.id, weekday=6, at=time(14), sign="a paper boat"
)
CALENDAR = Attachment(name="meetup.ics", media_type="text/calendar", data=b"BEGIN:VCALENDAR")
LIBRARY = load_library()
HELP = "Call 112 in an emergency."


def group_of(cast: Cast) -> Group:
    """Return a group that was matched a moment ago."""
    return Group(
        id=GroupId("q7d2k9x3m5b8w4hz"),
        round=RoundId("walks/2026-11-30"),
        community=CommunityId("c1"),
        matched_at=NOW,
        platform=cast.platform,
        channel=ChannelId("place"),
        options=(FIRST, SECOND),
        spot=SPOT.id,
        shared_slots=SLOTS,
    )


def agreed_group(cast: Cast) -> Group:
    return replace(group_of(cast), state=GroupState.AGREED, meets_at=FIRST)


def introduction(cast: Cast, *names: str, host: str = "") -> Message:
    return plan_cards.introduction(
        group_of(cast),
        users=cast.of(*names),
        spot=SPOT,
        zone=ZONE,
        reasons=plan_cards.in_common(SLOTS, ("bread", "trains")),
        starters=tuple(starter.text for starter in LIBRARY.starters[:3]),
        host=cast.users[host] if host else None,
        hellos=tuple(
            zip(cast.of(*names), ("I bake bread.", "**Hi** <b>all</b> @everyone {people}"), strict=False)
        ),
    )


def twin(platform: PlatformName, user: UserId) -> Twin:
    """Return Ben, who asked for a code with an account on some platform."""
    ben = Member(id=MemberId("ben"), community=CommunityId("c1"), joined_at=NOW, contact=Contact.DIRECT)
    return Twin(kept=ben, accounts=(Account(platform=platform, user=user),), other=None)


def avoiding_list(cast: Cast) -> Message:
    """Show a list with somebody known here, somebody of another platform, and somebody who was erased."""
    accounts = (
        Account(platform=cast.platform, user=cast.users["Ben"]),
        Account(platform=PlatformName("elsewhere"), user=UserId("_chi_")),
        None,
    )
    lines = tuple(Avoided(id=SeparationId(f"s{number}"), who=who) for number, who in enumerate(accounts))
    return list_card(lines, cast.platform)


def about_group(make, **facts):
    """Return a maker of a card about a standing plan of Ada and Ben."""
    return lambda cast: make(agreed_group(cast), users=cast.of("Ada", "Ben"), spot=SPOT, zone=ZONE, **facts)


def with_file(message: Message) -> Message:
    return replace(message, files=(CALENDAR,))


@dataclass(frozen=True)
class Kind:
    """One kind of message: how it is made, and where people read it."""

    make: Callable[[Cast], Message]
    place: PlaceKind = PlaceKind.GROUP


def lone(menu) -> Callable[[Cast], Message]:
    return lambda cast: Message(menu=menu(group_of(cast).id))


CHALLENGE = LIBRARY.challenges[0]
POST = ChallengePost(
    id=PostId("c1/challenge/2026-11-30"),
    community=CommunityId("c1"),
    day=date(2026, 11, 30),
    challenge=CHALLENGE.id,
)
CARDS: dict[str, Kind] = {
    "opening": Kind(
        lambda _: round_cards.opening(CIRCLE, round_of(CIRCLE, date(2026, 12, 7), ZONE), ZONE),
        PlaceKind.PUBLIC,
    ),
    "introduction-pair": Kind(lambda cast: introduction(cast, "Ada", "Ben")),
    "introduction-trio": Kind(lambda cast: introduction(cast, "Ada", "Ben", "Chi")),
    "introduction-host": Kind(lambda cast: introduction(cast, "Ada", "Chi", host="Ada")),
    "other-times": Kind(
        lambda cast: plan_cards.other_times(group_of(cast), users=cast.of("Ada", "Ben"), spot=SPOT, zone=ZONE)
    ),
    "other-times-nearest": Kind(
        lambda cast: plan_cards.other_times(
            replace(group_of(cast), options=(SECOND,), stretch=True),
            users=cast.of("Ada", "Ben", "Chi"),
            spot=SPOT,
            zone=ZONE,
        )
    ),
    "moved": Kind(
        lambda cast: plan_cards.moved(
            replace(group_of(cast), moved_from=FIRST), users=cast.of("Ada", "Ben"), spot=SPOT, zone=ZONE
        )
    ),
    "not-today": Kind(
        lambda cast: plan_cards.not_today(
            replace(group_of(cast), options=(SECOND,), moved_from=FIRST),
            users=cast.of("Ada", "Ben"),
            spot=SPOT,
            zone=ZONE,
        )
    ),
    "another-spot-unmet": Kind(
        lambda cast: plan_cards.proposal(
            group_of(cast),
            spot=SPOT,
            zone=ZONE,
            title=T("Another spot, same times"),
            wishes=frozenset({SpotNote.STEP_FREE, SpotNote.SEATED, SpotNote.INDOORS}),
        )
    ),
    "agreed-holiday": Kind(
        lambda cast: meeting_cards.agreed(
            replace(agreed_group(cast), meets_at=CHRISTMAS),
            users=cast.of("Ada", "Ben"),
            spot=SPOT,
            zone=ZONE,
            updated=False,
        )
    ),
    "entry-out": Kind(lambda _: with_file(meeting_cards.entry_out()), PlaceKind.DIRECT),
    "plan-without-spot": Kind(
        lambda cast: plan_cards.introduction(
            replace(group_of(cast), options=(FIRST,), spot=None),
            users=cast.of("Ada", "Ben"),
            spot=None,
            zone=ZONE,
            reasons=(),
            starters=(),
            wishes=frozenset({SpotNote.STEP_FREE}),
        )
    ),
    "agreed": Kind(lambda cast: with_file(about_group(meeting_cards.agreed, updated=False)(cast))),
    "agreed-again": Kind(lambda cast: with_file(about_group(meeting_cards.agreed, updated=True)(cast))),
    "reminder-tomorrow": Kind(about_group(meeting_cards.reminder, soon=meeting_cards.TOMORROW)),
    "reminder-soon": Kind(about_group(meeting_cards.reminder, soon=meeting_cards.SOON)),
    "nudge": Kind(
        lambda cast: replace(
            plan_cards.nudge(cast.of("Ben")), menu=plan_cards.plan_menu(group_of(cast), ZONE)
        )
    ),
    "late": Kind(lambda cast: meeting_cards.running_late(cast.users["Ada"], cast.of("Ben"), minutes=10)),
    "left-plan-stands": Kind(
        lambda cast: meeting_cards.somebody_left(cast.users["Ada"], cast.of("Ben", "Chi"), plan_stands=True)
    ),
    "left-planning": Kind(
        lambda cast: meeting_cards.somebody_left(cast.users["Ada"], cast.of("Ben", "Chi"), plan_stands=False)
    ),
    "fell-through": Kind(lambda cast: meeting_cards.fell_through(cast.of("Ben"), early=True)),
    "fell-through-date": Kind(
        lambda cast: meeting_cards.fell_through(cast.of("Ben"), early=False, dated=True)
    ),
    "unmatched": Kind(lambda _: care_cards.with_support(round_cards.unmatched()), PlaceKind.DIRECT),
    "unmatched-table": Kind(
        lambda _: care_cards.with_support(round_cards.unmatched(table=True)), PlaceKind.DIRECT
    ),
    "table-on": Kind(
        lambda _: care_cards.with_support(table_cards.on(CIRCLE, TABLE, SPOT, SECOND, ZONE)), PlaceKind.DIRECT
    ),
    "table-off": Kind(
        lambda _: care_cards.with_support(table_cards.off(CIRCLE, SECOND, ZONE)), PlaceKind.DIRECT
    ),
    "table-hosting": Kind(
        lambda _: care_cards.with_support(table_cards.hosting(CIRCLE, TABLE, SPOT, SECOND, ZONE)),
        PlaceKind.DIRECT,
    ),
    "table-spared": Kind(
        lambda _: care_cards.with_support(table_cards.spared(CIRCLE, SECOND, ZONE)), PlaceKind.DIRECT
    ),
    "table-ask-host": Kind(
        lambda _: care_cards.with_support(table_cards.ask_host(CIRCLE, SPOT, SECOND, ZONE)), PlaceKind.DIRECT
    ),
    "table-invited": Kind(
        lambda _: care_cards.with_support(table_cards.invited(CIRCLE, "Noor")), PlaceKind.DIRECT
    ),
    "check-in": Kind(
        lambda cast: checkin_cards.check_in(agreed_group(cast), users=cast.of("Ada", "Ben"), again=False)
    ),
    "check-in-feeling": Kind(lone(checkin_cards.feeling_menu), PlaceKind.DIRECT),
    "check-in-reason": Kind(lone(checkin_cards.reason_menu), PlaceKind.DIRECT),
    "check-in-again": Kind(lone(checkin_cards.again_menu), PlaceKind.DIRECT),
    "check-in-direct": Kind(
        lambda cast: checkin_cards.check_in(agreed_group(cast), users=(), again=True), PlaceKind.DIRECT
    ),
    "check-in-two-groups": Kind(
        lambda cast: checkin_cards.check_in(agreed_group(cast), users=(), again=False, others=cast.of("Ben")),
        PlaceKind.DIRECT,
    ),
    "mutual-again": Kind(lambda cast: checkin_cards.mutual_again(cast.of("Ada", "Ben"))),
    "mutual-again-pod": Kind(lambda cast: checkin_cards.mutual_again(cast.of("Ada", "Ben", "Chi"), pod=True)),
    "link-code": Kind(lambda _: code_card(CODE, NOW + VALID, ZONE), PlaceKind.DIRECT),
    "link-twin": Kind(
        lambda cast: twin_card(twin(cast.platform, cast.users["Ben"]), cast.platform, CODE), PlaceKind.DIRECT
    ),
    "link-twin-elsewhere": Kind(
        lambda cast: twin_card(twin(PlatformName("elsewhere"), UserId("ben")), cast.platform, CODE),
        PlaceKind.DIRECT,
    ),
    "avoiding": Kind(avoiding_list, PlaceKind.DIRECT),
    "challenge": Kind(lambda _: challenge_card(CHALLENGE, POST, heading=True), PlaceKind.PUBLIC),
    "agree-again": Kind(
        lambda _: agree_again(CIRCLE, round_of(CIRCLE, date(2026, 12, 7), ZONE), ZONE), PlaceKind.DIRECT
    ),
    **{
        name: Kind(make, PlaceKind.GROUP if shared else PlaceKind.DIRECT)
        for name, (make, shared) in (
            golden_reports.messages(NOW)
            | golden_care.messages()
            | golden_privacy.messages(NOW)
            | golden_shelf.messages()
            | golden_season.messages()
            | golden_recap.messages()
        ).items()
    },
    **{name: Kind(make, PlaceKind(where)) for name, (make, where) in golden_challenges.messages().items()},
}


@dataclass
class Desk:
    """Call commands of the real core for people of a platform where nothing else happens."""

    app: object
    cast: Cast

    async def say(self, name: str, command: str, /, *, organiser: bool = False, **options: str) -> Reply:
        return await self.app.inbox.handle(
            Invocation(
                id=f"{name}/{command}",
                command=command,
                actor=Actor(user_id=self.cast.users[name], organiser=organiser, language="en"),
                place=Place(platform=self.cast.platform, home=HomeId("home"), channel=ChannelId("square")),
                options={key.replace("_", "-"): value for key, value in options.items()},
            )
        )


@asynccontextmanager
async def a_desk(cast: Cast) -> AsyncIterator[Desk]:
    """Open the real core with a community of four, set up by Dia, in which Ada has a whole profile."""
    async with open_storage() as storage:
        app = make_app(storage, (StillPlatform(cast),), PushableClock(NOW), Random(7))
        desk = Desk(app, cast)
        await desk.say(
            "Dia",
            "organise setup",
            organiser=True,
            zone=ZONE,
            steward="Noor",
            contact="Sam",
            areas="Centre, North",
            help="Call 112 in an emergency.",
        )
        await desk.say(
            "Dia",
            "organise circle create",
            organiser=True,
            name="Sunday walks",
            cadence="every 2 weeks",
            day="sunday",
            time="18:00",
            size="2",
        )
        yield desk


async def fill_circle(desk: Desk) -> None:
    """Let Ada, Ben and Chi join for good; Chi has no time in common with anybody."""
    for name, times in (
        ("Ada", "sat-morning,sun-afternoon"),
        ("Ben", "sat-morning,sun-afternoon"),
        ("Chi", "mon-evening"),
    ):
        circle = (await desk.say(name, "meet join")).message.menu.choices[0].action.options["circle"]
        await desk.say(name, "meet consent", how="direct", circle=circle)
        await desk.say(
            name, "meet profile", times=times, languages="English, Dutch", area="Centre", reach="near"
        )
        await desk.say(name, "meet attend", circle=circle, how="always")
    await desk.say(
        "Ada",
        "meet profile",
        interests="bread, trains",
        hello="I bake bread.",
        wishes="quiet, step-free",
        role="gardener",
    )
