"""What Kith says of weekly challenges and of one's own diary, made from fixed facts."""

from datetime import date

from bot.content.library import load_library
from bot.domain.community import Community
from bot.domain.norms import NormCount, norm_line
from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.domain.rounds import round_of
from bot.ids import ChallengeId, CommunityId, PlatformName, PostId, UserId
from bot.services.cards import diary
from bot.services.cards.challenges import DIARY, card, noted, thanks, write_line
from bot.services.weekly.diary import Entry
from bot.services.weekly.next_meetups import NextMeetup
from bot.services.weekly.taps import Answered
from bot.text.message import T
from tests.support.town import CIRCLE

ZONE = "Europe/Amsterdam"
HERE = Community(id=CommunityId("c1"), zone=ZONE, name="Riverside")
LIBRARY = load_library()
MONDAY = date(2026, 12, 14)
LINE = "It was windy, and **good**."


def challenge(name):
    return LIBRARY.challenge(ChallengeId(name))


def post(name, day=MONDAY):
    return ChallengePost(
        id=PostId(f"c1/challenge/{day}"), community=HERE.id, day=day, challenge=ChallengeId(name)
    )


def tap(name, *, day=MONDAY, note="", felt=None):
    return ChallengeTap(
        post=post(name, day).id,
        platform=PlatformName("here"),
        user=UserId("ada"),
        tap=Tap.DONE,
        shown=(ChallengeId(name),),
        did=ChallengeId(name),
        note=note,
        felt=felt,
    )


def meetup(*, coming=False):
    round_ = round_of(CIRCLE, date(2026, 12, 21), ZONE)
    return NextMeetup(circle=CIRCLE, round=round_, zone=ZONE, coming=coming)


def answered(name, **facts):
    told = {"others_done": 0, "swaps_left": True, "over": False, "tap": tap(name)} | facts
    return Answered(post=post(name), challenge=challenge(name), did=challenge(name), **told)


NORM = norm_line([NormCount(community=HERE.id, since=date(2026, 10, 26), yes=31, not_now=9)], MONDAY)
DIARY_ENTRIES = tuple(
    Entry(day=day, tap=tap(name, day=day, note=note, felt=felt))
    for name, day, note, felt in (
        ("reach-half-way", MONDAY, LINE, Felt.EASIER),
        ("reach-lost-touch", date(2026, 12, 7), "", Felt.EASIER),
        ("reach-two-hellos", date(2026, 11, 30), "Both wrote back.", None),
        ("present-one-more-question", date(2026, 11, 16), "", Felt.HARDER),
        ("senses-light-here", date(2026, 11, 9), "", None),
    )
)
NOTED = T("Noted, for you alone: {how}.", how=diary.FELT_WORDS[Felt.EASIER])


def messages():
    """Return every message by name: what makes it, and where it is read ("public" or "direct")."""
    half_way, lost_touch, familiar = "reach-half-way", "reach-lost-touch", "reach-thank-familiar-face"
    return {
        "challenge-together": (
            lambda _: card(challenge(half_way), post(half_way), heading=True, norm=NORM, meetups=(meetup(),)),
            "public",
        ),
        "challenge-again": (
            lambda _: card(
                challenge(half_way),
                post(half_way),
                swaps_left=False,
                done=True,
                meetups=(meetup(coming=True),),
            ),
            "direct",
        ),
        "challenge-done": (lambda _: thanks(answered(lost_touch, others_done=5), ()), "direct"),
        "challenge-done-weak": (lambda _: thanks(answered(familiar), ()), "direct"),
        "challenge-done-together": (lambda _: thanks(answered(half_way), (meetup(),)), "direct"),
        "challenge-done-stranger": (lambda _: thanks(answered(lost_touch), (), joined=False), "direct"),
        "challenge-felt": (
            lambda _: noted(NOTED, write_line(answered(lost_touch)), DIARY, asking=None),
            "direct",
        ),
        "challenge-question": (lambda _: noted(NOTED, asking=date(2026, 11, 30)), "direct"),
        "diary": (lambda _: diary.page(DIARY_ENTRIES, LIBRARY, ZONE), "direct"),
        "diary-entry": (lambda _: diary.one(DIARY_ENTRIES[0], LIBRARY, ZONE), "direct"),
        "diary-erase": (lambda _: diary.question(len(DIARY_ENTRIES)), "direct"),
        "diary-file": (lambda _: diary.as_file(DIARY_ENTRIES, LIBRARY, HERE, "en"), "direct"),
    }
