"""`my forget` on each platform: Kith's own messages about a person go, files included; and whatever is under way."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from bot.domain.community import Account
from bot.domain.member import Contact
from bot.domain.rounds import GroupState
from bot.ids import MemberId, PlatformName, UserId
from bot.services.privacy import forgetting
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, WALKS, settle_town
from tests.support.searching import rows_with

STAGES = {
    "playground": ("tests.support.playground_stage", {}),
    "discord": ("tests.support.discord_stage", {}),
    "matrix": ("tests.support.matrix_stage", {}),
    "matrix-encrypted": ("tests.support.matrix_stage", {"encrypted": True}),
}
pytestmark = pytest.mark.timeout(180)
NAMES = ["Zelda", "Ben", "Cem"]


@asynccontextmanager
async def a_town(names, stage="playground", **settings):
    module, options = STAGES[stage]
    async with import_module(module).open_stage(**options) as opened, kith_on(opened) as kith:
        yield await settle_town(kith, names, **settings)


async def forget(human):
    await human.say("my forget")
    return await human.tap("Yes, forget me")


async def group_texts(human):
    return "\n".join(each.text for each in await human.sees() if each.where == "group")


@pytest.mark.parametrize("stage", list(STAGES))
async def test_a_group_goes_on_and_nothing_of_kiths_names_who_was_forgotten(stage):
    """Of three, two are left, with a fresh card; the place, the direct messages and the adapter's notes name nobody."""
    async with a_town(NAMES, stage) as town:
        await town.kith.push(days=6, hours=10)
        zelda, ben = town.people["m-Zelda"], town.people["m-Ben"]
        assert "Zelda" in await group_texts(ben)
        told = await forget(zelda)
        assert "You are forgotten" in told.text
        await town.kith.push(minutes=5)
        for human in (ben, town.people["m-Cem"]):
            texts = await group_texts(human)
            assert "Zelda" not in texts
            assert "can't make it" in texts
            assert any(label.startswith("Time 1") for each in await human.sees() for label in each.labels)
        assert not [
            each for each in await zelda.sees() if each.where == "group" and "You are matched" in each.text
        ]
        private = [each.text for each in await zelda.sees() if each.where == "private"]
        assert len(private) <= 2, "Discord shows its own user the answers of this visit a while longer"
        assert await rows_with(town.kith.storage, "m-Zelda", zelda.user_id) == {}
        assert not noted(town.kith.stage, zelda.user_id)


def noted(stage, user):
    """Return where a platform's notes and files name somebody."""
    entries = getattr(getattr(stage, "notebook", None), "entries", {})
    found = [key for key, value in entries.items() if user in key + value]
    folder = getattr(stage, "folder", None)
    files = [each for each in folder.rglob("*") if each.is_file()] if folder is not None else []
    return found + [each.name for each in files if user.encode() in each.read_bytes()]


async def test_the_files_of_an_encrypted_platform_name_them_before():
    """What the test above looks for is there to be found."""
    async with a_town(NAMES[:1], "matrix-encrypted") as town:
        zelda = town.people["m-Zelda"]
        await zelda.say("meet status")
        assert any(name.endswith(".db") or "." in name for name in noted(town.kith.stage, zelda.user_id))


async def test_a_round_that_is_being_matched_is_matched_without_them():
    """The matcher's answer is thrown away, and nobody is matched with somebody who is not there any more."""
    forgot = []

    async def match(request):
        if not forgot:
            forgot.append(len(request.candidates))
            await forget(town.people["m-Zelda"])
        from bot.matching import match as solve

        return solve(request)

    module, options = STAGES["playground"]
    async with import_module(module).open_stage(**options) as stage, kith_on(stage, match=match) as kith:
        town = await settle_town(kith, [*NAMES, "Dia", "Eli"])
        await kith.push(days=7)
        seated = [member for group in await town.groups() for member in await town.seats(group)]
        assert forgot == [5]
        assert sorted(seated) == ["m-Ben", "m-Cem", "m-Dia", "m-Eli"]
        assert await rows_with(kith.storage, "m-Zelda") == {}


async def test_a_message_that_is_under_way_is_taken_away_when_it_has_arrived():
    """A direct message is being delivered while its reader asks to be forgotten."""
    async with a_town(NAMES, contact=Contact.DIRECT, size=2, pairs_only=True) as town:
        platform = town.kith.stage.platform
        direct, people = platform.direct, {human.user_id: human for human in town.people.values()}
        caught = []

        async def slow(user, message, **how):
            if not caught:
                caught.append(user)
                await forget(people[user])
            return await direct(user, message, **how)

        platform.direct = slow
        await town.kith.push(days=7)
        (user,) = caught
        member = next(name for name, human in town.people.items() if human.user_id == user)
        await town.kith.push(minutes=10)
        assert await rows_with(town.kith.storage, member, f"{user}'", f'{user}"') == {}
        world = town.kith.stage.world
        assert world.kiths(world.direct_channel(UserId(user)).id) == ()


async def test_a_place_that_is_being_opened_for_them_is_left_again():
    """The place of a group opens with them in it; a nook that is only theirs is closed."""
    async with a_town(NAMES, contact=Contact.PLACE, size=2, pairs_only=True) as town:
        platform = town.kith.stage.platform
        open_place, people = platform.open_place, {human.user_id: human for human in town.people.values()}
        caught = []

        async def slow(request, **how):
            place = await open_place(request, **how)
            if not caught or (len(request.people) == 1 and request.people[0] not in caught):
                caught.append(request.people[0])
                await forget(people[request.people[0]])
            return place

        platform.open_place = slow
        await town.kith.push(days=7)
        await town.kith.push(minutes=10)
        assert len(caught) >= 2, "first in a group's place, then in a nook"
        channels = town.kith.stage.world.channels.values()
        for user in caught:
            inside = [one for one in channels if user in one.people and one.kind.value == "group"]
            assert inside == []
            assert await rows_with(town.kith.storage, f"{user}'", f'{user}"') == {}


async def test_both_accounts_of_a_member_are_forgotten():
    """Whichever of the two asks."""
    async with a_town(NAMES) as town:
        other = Account(platform=PlatformName("matrix"), user=UserId("@zelda:town.example"))
        await town.kith.storage.run(lambda repos: repos.members.add_account(MemberId("m-Zelda"), other))
        await town.kith.push(days=6, hours=10)
        await forget(town.people["m-Zelda"])
        assert await rows_with(town.kith.storage, "m-Zelda") == {}
        found = await rows_with(town.kith.storage, other.user)
        assert found == {"job.args": 1}, "what is to be done on the platform that is not connected here"


async def test_a_plan_that_stood_is_cancelled_neutrally_and_the_one_left_goes_first():
    """As after `meet cancel`: the neutral sentence, no reason, a seat in the second draw."""
    async with a_town(["Zelda", "Ben"]) as town:
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        await forget(town.people["m-Zelda"])
        await town.kith.push(minutes=10)
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED
        texts = await group_texts(town.people["m-Ben"])
        assert "This one didn't come together. You're in for the next round." in texts
        assert "Zelda" not in texts
        left_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        assert [member for _, member in left_out] == ["m-Ben"]


async def test_forgetting_in_a_transaction_of_its_own_can_be_repeated():
    """Two processes may hear the same wish."""
    async with a_town(NAMES) as town:
        zelda = Account(platform=town.kith.stage.platform.name, user=town.people["m-Zelda"].user_id)
        now, rng = town.kith.clock.now(), town.kith.app.kit.rng

        def once(repos):
            return forgetting.forget(repos, zelda, frozenset({TOWN}), now, rng)

        assert [await town.kith.storage.run(once) for _ in range(2)] == [1, 0]
