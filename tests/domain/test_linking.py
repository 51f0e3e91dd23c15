"""Two members who are one person: what was said on the account that goes on stays, the other one fills gaps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.community import SpotNote
from bot.domain.linking import one_member
from bot.domain.member import Contact, Member, Reach
from bot.ids import AreaId, CommunityId, MemberId

NOW = datetime(2026, 12, 1, tzinfo=UTC)
EMPTY = Member(id=MemberId("kept"), community=CommunityId("town"), joined_at=NOW)
FULL = Member(
    id=MemberId("other"),
    community=CommunityId("town"),
    joined_at=NOW - timedelta(days=300),
    contact=Contact.DIRECT,
    language="nl",
    area=AreaId("north"),
    reach=Reach.NEAR,
    times=0b111,
    languages=frozenset({"nl"}),
    interests=("bread",),
    wishes=frozenset({SpotNote.QUIET}),
    pairs_only=True,
    hello="Hi",
    role="gardener",
)


def test_an_empty_profile_is_filled_and_consent_and_group_size_are_their_own():
    joined = one_member(EMPTY, FULL)
    assert joined == replace(FULL, id=EMPTY.id, contact=Contact.PLACE, pairs_only=False)


def test_what_was_said_stays():
    own = replace(
        FULL,
        id=EMPTY.id,
        joined_at=NOW,
        language="en",
        area=AreaId("south"),
        reach=Reach.TOWN,
        times=0b1,
        languages=frozenset({"en"}),
        interests=("trains",),
        wishes=frozenset({SpotNote.FREE}),
        hello="Hello",
        role="driver",
    )
    assert one_member(own, FULL) == replace(own, joined_at=FULL.joined_at)


def test_how_far_somebody_goes_is_not_taken_without_the_area_it_was_said_about():
    assert one_member(EMPTY, replace(FULL, area=None)).reach is Reach.TOWN
