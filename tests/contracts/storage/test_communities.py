"""Communities, homes, areas and spots are kept."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.community import ChallengeSettings
from bot.domain.rounds import GroupState
from bot.ids import AreaId, ChannelId, CommunityId, HomeId, MemberId, SpotId
from tests.support import stored
from tests.support.stored import DISCORD, TOWN


async def test_a_community_comes_back_as_it_was_written(storage):
    settings = ChallengeSettings(on=True, weekday=3, at=time(9, 15), anchor=date(2026, 11, 26))
    written = replace(stored.community(), name="Kleine Stad ❤️", contact="@mo", challenges=settings)
    await storage.run(lambda repos: repos.communities.add(written))
    assert await storage.run(lambda repos: repos.communities.get(TOWN)) == written


async def test_a_community_is_replaced_and_all_are_listed_by_id(storage):
    def work(repos):
        repos.communities.add(stored.community("zoo"))
        repos.communities.add(stored.community())
        repos.communities.save(replace(stored.community(), steward="Mo"))
        return repos.communities.all()

    found = await storage.run(work)
    assert [(one.id, one.steward) for one in found] == [("town", "Mo"), ("zoo", "")]


async def test_an_unknown_thing_is_none_and_saving_it_is_an_error(storage):
    assert await storage.run(lambda repos: repos.communities.get(CommunityId("no"))) is None
    with pytest.raises(LookupError):
        await storage.run(lambda repos: repos.communities.save(stored.community()))


async def test_a_second_thing_with_the_same_id_is_refused(storage):
    await storage.run(lambda repos: repos.communities.add(stored.community()))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await storage.run(lambda repos: repos.communities.add(stored.community()))


async def test_homes_are_kept_changed_and_removed(storage):
    def work(repos):
        repos.communities.add(stored.community())
        repos.communities.add_home(stored.home(2))
        repos.communities.add_home(stored.home(1))
        repos.communities.save_home(stored.home(1, channel="park"))
        before = repos.communities.homes(TOWN)
        repos.communities.remove_home(DISCORD, HomeId("home2"))
        repos.communities.remove_home(DISCORD, HomeId("home2"))
        return before, repos.communities.homes(TOWN), repos.communities.home(DISCORD, HomeId("home1"))

    before, after, one = await storage.run(work)
    assert [home.home for home in before] == ["home1", "home2"]
    assert after == (one,)
    assert one.channel == "park"


@pytest.mark.parametrize(("channel", "moved"), [("home1", "home9"), ("lounge", "lounge")])
async def test_a_home_moves_and_takes_its_channel_along_only_where_they_were_the_same(
    storage, channel, moved
):
    def work(repos):
        repos.communities.add(stored.community())
        repos.communities.add_home(stored.home(1, channel=channel))
        repos.communities.move_home(DISCORD, HomeId("home1"), HomeId("home9"))
        return repos.communities.homes(TOWN)

    (home,) = await storage.run(work)
    assert (home.home, home.channel) == ("home9", ChannelId(moved))


async def test_areas_and_spots_are_listed_by_name_whatever_their_case(storage):
    def work(repos):
        repos.communities.add(stored.community())
        for name in ("Zuid", "anker", "Élysée", "Botanic"):
            repos.places.add_area(replace(stored.area(), id=AreaId(name), name=name, centre=None))
            repos.places.add_spot(replace(stored.spot(where=None), id=SpotId(name), name=name))
        return repos.places.areas(TOWN), repos.places.spots(TOWN)

    areas, spots = await storage.run(work)
    assert [area.name for area in areas] == ["anker", "Botanic", "Zuid", "Élysée"]
    assert [spot.name for spot in spots] == ["anker", "Botanic", "Zuid", "Élysée"]


async def test_areas_and_spots_are_changed_and_come_back_whole(storage):
    def work(repos):
        stored.settle_town(repos)
        area = replace(stored.area(), name="North bank", centre=(-33.5, 151.25), zone="Australia/Sydney")
        repos.places.save_area(area)
        repos.places.save_spot(replace(stored.spot(), name="Reading room", hours=5))
        return repos.places.areas(TOWN), repos.places.spot(SpotId("library"))

    (area,), spot = await storage.run(work)
    assert (area.name, area.centre, area.zone) == ("North bank", (-33.5, 151.25), "Australia/Sydney")
    assert spot == replace(stored.spot(), name="Reading room", hours=5)


async def test_an_area_that_goes_leaves_its_members_and_spots_without_one(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.members.save(replace(stored.member("ana"), area=AreaId("north")))
        repos.places.remove_area(AreaId("north"))
        return repos.members.get(MemberId("ana")), repos.places.spot(SpotId("library"))

    ana, library = await storage.run(work)
    assert ana.area is None
    assert library.area is None


async def test_the_groups_at_a_spot_are_those_that_choose_or_have_a_plan_there(storage):
    def work(repos):
        stored.settle_town(repos)
        spot = SpotId("library")
        repos.rounds.save_group(stored.group(spot=spot))
        repos.rounds.add_group(stored.group("g2", spot=spot, state=GroupState.CLOSED), stored.group("g3"))
        return [group.id for group in repos.rounds.groups_at(spot)]

    assert await storage.run(work) == [stored.group().id]


async def test_a_spot_that_goes_leaves_the_plans_that_named_it(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.save_group(stored.group(spot=SpotId("library")))
        repos.places.remove_spot(SpotId("library"))
        return repos.rounds.groups(stored.a_round().id), repos.places.spots(TOWN)

    (group,), spots = await storage.run(work)
    assert group.spot is None
    assert spots == ()
