"""People go on changing their minds while the matcher runs: nothing is written past a hard rule, and a round is matched."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.availability import ANY_TIME
from bot.domain.member import MemberState, Reach
from bot.domain.rounds import RoundState, SeatRole
from bot.ids import MemberId
from bot.matching import MatchedGroup, MatchResult, match
from bot.services import names
from bot.services.rounds import TRIES
from bot.services.together import mutual
from tests.support.changing_town import (
    a_town,
    answers,
    avoids,
    becomes,
    come_new,
    enrols,
    move_in,
    partners,
    pauses,
)
from tests.support.remembered import remember_pod
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW, PLATFORM

WAITING = {RoundState.OPEN, RoundState.PLANNED}
SATURDAYS, SUNDAYS = 0b111 << 15, 0b111 << 18
REACH = (Reach.TOWN, Reach.AREA)
ANYBODY = st.sampled_from([f"m{number}" for number in range(9)])


async def test_what_the_rules_do_not_ask_about_discards_nothing():
    with a_town(6) as town:
        await town.settle()
        town.meanwhile = [[becomes("m0", interests=("bread",), hello="Hi"), becomes("m1", language="nl")]]
        assert len(await town.matched()) == 3
        assert len(town.matches) == 1


async def test_less_time_that_still_suits_the_group_discards_nothing_and_the_plan_keeps_to_it():
    with a_town(2) as town:
        await town.settle()
        town.meanwhile = [[becomes("m0", times=SUNDAYS)]]
        assert await town.matched() == [["m0", "m1"]]
        assert len(town.matches) == 1
        (group,) = await town.look(lambda repos: repos.rounds.groups(town.round.id))
        assert group.shared_slots == SUNDAYS
        assert {at.weekday() for at in group.options} == {6}


async def test_somebody_who_goes_meanwhile_is_matched_without_and_the_others_anew():
    with a_town(6) as town:
        await town.settle()
        town.meanwhile = [[pauses("m0")]]
        seated = await town.matched()
        assert len(town.matches) == 2
        assert sorted(len(group) for group in seated) == [2, 3]
        assert "m0" not in everybody_in(seated)


async def test_somebody_who_comes_meanwhile_has_a_place():
    with a_town(3) as town:
        await town.settle()
        town.meanwhile = [[lambda repos: move_in(repos, MemberId("new"))]]
        seated = await town.matched()
        assert sorted(len(group) for group in seated) == [2, 2]
        assert len(town.matches) == 2


async def test_after_two_discarded_matches_the_third_is_kept_but_for_what_fell_and_the_rest_is_drawn_at_once():
    """Each time somebody of the first group goes; whom the last one leaves alone is matched with the newcomer."""
    with a_town(8) as town:
        await town.settle()

        def somebody_goes(repos):
            pauses(town.matches[-1].groups[0].members[0])(repos)

        town.meanwhile = [
            [somebody_goes],
            [somebody_goes],
            [somebody_goes, lambda repos: move_in(repos, MemberId("new"))],
        ]
        seated = await town.matched()
        assert len(town.matches) == TRIES + 1
        assert {tuple(group) for group in seated} == {group.members for group in town.matches[-1].groups[1:]}
        alone = town.matches[-1].groups[0].members[1]
        assert {member for _, member in await town.look(lambda r: r.rounds.sat_out(CIRCLE.id))} == {
            "new",
            alone,
        }
        await town.due()
        assert sorted([*seated, sorted(["new", alone])]) == await town.seated()


async def test_other_rules_of_the_circle_discard_every_match():
    """Nothing of a match by rules that hold no more is kept, however often they change."""
    with a_town(6, size=3) as town:
        await town.settle()

        def size(size):
            return lambda repos: repos.rounds.save_circle(replace(town.circle, size=size))

        town.meanwhile = [[size(2)], [size(4)], [size(3)], [size(2)]]
        assert [len(group) for group in await town.matched()] == [2, 2, 2]
        assert len(town.matches) == 5


async def test_two_who_become_partners_meanwhile_come_together():
    with a_town(6, size=3) as town:
        await town.settle()
        chosen = []

        def become_partners(repos):
            one, other = (group.members[0] for group in town.matches[-1].groups)
            chosen.extend((one, other))
            partners(one, other)(repos)

        town.meanwhile = [[become_partners]]
        seated = await town.matched()
        assert len(town.matches) == 2
        assert any({*chosen} <= {*group} for group in seated)


async def test_partners_who_are_never_free_together_come_alone_and_discard_nothing():
    with a_town(6, size=3) as town:
        await town.settle(lambda name: {"times": {"m0": SATURDAYS, "m1": SUNDAYS}.get(name, ANY_TIME)})
        await town.look(partners("m0", "m1"))
        assert len(await town.matched()) == 2
        assert len(town.matches) == 1


@pytest.mark.parametrize(
    "way",
    [
        avoids("m0", "m1"),
        lambda repos: [becomes("m0", times=SATURDAYS)(repos), becomes("m1", times=SUNDAYS)(repos)],
    ],
)
@pytest.mark.parametrize("count", [6, 9])
async def test_partners_whose_pod_can_not_meet_still_come_together_and_nothing_is_discarded(way, count):
    """Ada and Bo said "again" with a third and are free together no more, or one avoids the other."""
    with a_town(count, size=3, pods=True) as town:
        await town.settle()
        await town.look(lambda repos: remember_pod(repos, town.circle, *town.people[:3]))
        await town.look(partners("m1", "m2"))
        for deed in (way, becomes("m0", interests=("go", "tea")), becomes("m2", interests=("go", "tea"))):
            await town.look(deed)
        seated = await town.matched()
        assert len(town.matches) == 1
        assert any({"m1", "m2"} <= {*group} for group in seated)
        assert sorted(everybody_in(seated)) == town.people


async def test_a_guest_who_has_a_partner_by_now_is_not_left_with_a_host():
    """Two become partners while one of them is seated beside a host alone: they are matched anew, as two."""
    with a_town(4, size=3) as town:
        await town.settle(lambda name: {"times": 0b11 if name == "m0" else 0b1})
        await town.look(enrols("m0", host=True))
        as_it_goes, discarded = town.matcher, []

        async def hosting(request):
            if discarded:
                return await as_it_goes(request)
            discarded.append(request)
            await town.storage.run(partners("m2", "m3"))
            words = {"slots": 1, "languages": frozenset({"en"}), "facts": ()}
            own = MatchedGroup(members=("m0", "m1"), **words)
            extra = MatchedGroup(members=("m0", "m2"), host="m0", **words)
            return MatchResult(
                groups=(own, extra), unplaced=(), repeats=0, value=0, bound=None, most_placed=3
            )

        town.matcher = hosting
        assert any({"m2", "m3"} <= {*group} for group in await town.matched())
        assert len(discarded) == len(town.matches) == 1


async def test_a_match_that_nothing_changed_in_is_written_whatever_the_rules_say_of_it():
    """Should the matcher part two who come together, the round is not matched in vain for ever."""
    with a_town(6, size=3) as town:
        await town.settle()
        await town.look(partners("m0", "m1"))

        async def parting(request):
            town.matches.append(match(replace(request, together=())))
            return town.matches[-1]

        town.matcher = parting
        assert len(await town.matched()) == 2
        assert len(town.matches) == 1


async def test_a_member_who_is_held_meanwhile_is_told_what_somebody_with_bad_luck_is_told():
    with a_town(2) as town:
        await town.settle()
        held = becomes("m1", held_until=NOW + timedelta(days=60))
        town.meanwhile = [[held]]
        assert await town.matched() == []
        for name in town.people:
            told = await town.look(
                lambda repos, name=name: repos.jobs.get(f"{town.round.id}/{names.UNMATCHED}/{name}-nook")
            )
            assert told.due == town.round.due_at


DEEDS = st.one_of(
    st.builds(pauses, ANYBODY),
    st.builds(lambda name: becomes(name, state=MemberState.LEFT), ANYBODY),
    st.builds(lambda name: becomes(name, held_until=NOW + timedelta(days=90)), ANYBODY),
    st.builds(lambda name, times: becomes(name, times=times), ANYBODY, st.integers(0, 7)),
    st.builds(
        lambda name, words: becomes(name, languages=frozenset(words)),
        ANYBODY,
        st.sets(st.sampled_from(["en", "nl"]), min_size=1),
    ),
    st.builds(lambda name, at: becomes(name, area=AREAS[at].id), ANYBODY, st.integers(0, 2)),
    st.lists(ANYBODY, min_size=2, max_size=2, unique=True).map(lambda pair: avoids(*pair)),
    st.integers(0, 99).map(lambda number: lambda repos: come_new(repos, number)),
    st.lists(ANYBODY, min_size=2, max_size=2, unique=True).map(lambda pair: partners(*pair)),
    st.builds(lambda name, host: enrols(name, host=host), ANYBODY, st.booleans()),
    st.builds(lambda name, coming: answers(name, coming=coming), ANYBODY, st.booleans()),
)


@pytest.mark.timeout(120)
@given(
    before=st.lists(DEEDS, max_size=6),
    meanwhile=st.lists(st.lists(DEEDS, max_size=3), max_size=5),
    size=st.sampled_from([2, 3, 4]),
    same_area=st.booleans(),
    pod=st.booleans(),
)
@settings(max_examples=60, deadline=None)
async def test_whatever_happens_no_group_is_written_past_a_rule_and_nobody_is_forgotten(
    before, meanwhile, size, same_area, pod
):
    """The rules are asked here of what stands in the database right after the decision.

    A match is made anew only where something happened during it, and a last one for those whom that leaves over.
    """
    with a_town(9, size=size, same_area=same_area, pods=pod) as town:
        await town.settle(
            lambda name: {"times": 0b11 if name < "m5" else 0b110, "reach": REACH[int(name[1]) % 2]}
        )
        if pod:
            await town.look(lambda repos: remember_pod(repos, town.circle, *town.people[:3]))
            await town.look(partners("m1", "m2"))
        for deed in before:
            await town.look(deed)
        town.meanwhile = [list(deeds) for deeds in meanwhile]
        seated = await town.matched()
        await town.look(lambda repos: check(repos, town, seated))
        await town.minutes_go_by()
        assert len(town.matches) <= len(meanwhile) + 2
        assert (await town.look(lambda repos: repos.rounds.get(town.round.id))).state not in WAITING


def check(repos, town, seated):
    said = repos.rounds.answers(town.round.id)
    taking = {each.member.id: each for each in repos.members.taking_part(CIRCLE.id, PLATFORM)}
    here = {name: each.member for name, each in taking.items() if said.get(name, True)}
    apart = repos.separations.apart(COMMUNITY.id)
    for group in seated:
        assert 2 <= len(group) <= town.circle.size + 1
        assert allowed(town, [here[name] for name in group], apart)  # nobody else has a seat
    seats = repos.rounds.seats_in(town.round.id)
    own = {seat.member: seat.group for seat in seats if seat.role is SeatRole.MEMBER}
    assert len(own) == sum(seat.role is SeatRole.MEMBER for seat in seats)
    assert all(seat.member in own for seat in seats)  # a host has a seat of their own beside the extra one
    for one, other in combinations(here, 2) if town.circle.size > 2 else ():
        if mutual(taking[one].enrolment, taking[other].enrolment):
            alone = not allowed(town, [here[one], here[other]], apart)
            assert alone or own.get(one) == own.get(other)
    if repos.rounds.get(town.round.id).state in WAITING:
        assert len(town.meanwhile) == 0  # every match fell as a whole; it is tried again in a minute
        return
    left = {member for _, member in repos.rounds.sat_out(CIRCLE.id)}
    assert left == here.keys() - own.keys()


def allowed(town, people, apart):
    """Ask the hard rules, by other words than the bot's."""
    near = all(
        one.area == other.area or ({one.reach, other.reach} == {REACH[0]} and not town.circle.same_area)
        for one, other in combinations(people, 2)
    )
    return (
        near
        and not any(each.held(town.clock.now()) for each in people)
        and mask_of_all(each.times for each in people) != 0
        and bool(frozenset.intersection(*(each.languages or frozenset({"en"}) for each in people)))
        and not apart.intersection(combinations(sorted(each.id for each in people), 2))
    )


def everybody_in(groups):
    return [member for group in groups for member in group]


def mask_of_all(masks):
    common = -1
    for mask in masks:
        common &= mask
    return common
