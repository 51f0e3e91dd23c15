"""H20: leaving the server or room is opting out, and a timer until everything is erased; whatever events got lost."""

from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module

import pytest

from bot.domain.community import Account
from bot.domain.member import MemberState
from bot.domain.norms import NormAsked
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.errors import TemporaryPlatformError
from bot.ids import ChallengeId, PostId, UserId
from bot.services.planned import delivery
from bot.services.privacy import looking_round
from bot.services.privacy.retaining import plan_day
from bot.services.shelf.names import TOLD
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, settle_town
from tests.support.searching import rows_with
from tests.support.shelf import a_suggestion

STAGES = {
    "playground": "tests.support.playground_stage",
    "discord": "tests.support.discord_stage",
    "matrix": "tests.support.matrix_stage",
}
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(params=list(STAGES))
def town_somewhere(request):
    """Return a context manager: a town of members on one of the platforms."""

    @asynccontextmanager
    async def opened(names):
        module = import_module(STAGES[request.param])
        async with module.open_stage() as stage, kith_on(stage) as kith:
            yield await settle_town(kith, names)

    return opened


@asynccontextmanager
async def a_town(names):
    module = import_module(STAGES["playground"])
    async with module.open_stage() as stage, kith_on(stage) as kith:
        yield await settle_town(kith, names)


async def states(town):
    members = await town.kith.storage.run(lambda repos: repos.members.of_community(TOWN))
    return {member.id: member.state for member in members}


async def look_round(town):
    """Do what is done once a day."""
    now = town.kith.clock.now()
    await town.kith.storage.run(lambda repos: plan_day(repos, now))
    await town.kith.push(minutes=6)


def unheard(town):
    """Let the core hear nothing of who leaves, as on Discord, or while it is down."""

    async def nothing(_event):
        return None

    town.kith.app.inbox.noticed = nothing


async def test_whoever_left_is_noticed_within_a_day_though_nobody_said_so(town_somewhere):
    async with town_somewhere(["a", "b", "c"]) as town:
        unheard(town)
        await town.people["m-a"].leave()
        await town.kith.stage.settle()
        assert set((await states(town)).values()) == {MemberState.ACTIVE}
        await look_round(town)
        assert await states(town) == {
            "m-a": MemberState.LEFT,
            "m-b": MemberState.ACTIVE,
            "m-c": MemberState.ACTIVE,
        }
        member = await town.kith.storage.run(lambda repos: repos.members.get("m-a"))
        assert timedelta(days=29) < member.erase_at - town.kith.clock.now() < timedelta(days=31)


async def test_the_event_alone_opts_out_where_the_platform_tells(town_somewhere):
    async with town_somewhere(["a", "b"]) as town:
        if not town.kith.stage.platform.capabilities.members_known:
            return
        await town.people["m-a"].leave()
        await town.kith.stage.settle()
        assert (await states(town))["m-a"] is MemberState.LEFT


async def test_coming_back_in_time_brings_nothing_back_without_a_new_yes():
    async with a_town(["a", "b"]) as town:
        human = town.people["m-a"]
        await human.leave()
        assert (await states(town))["m-a"] is MemberState.LEFT
        town.kith.stage.world.people[human.user_id].homes.add(town.kith.stage.home)
        await look_round(town)
        assert (await states(town))["m-a"] is MemberState.LEFT
        card = await human.say("meet join")
        assert "18 or older" in card.text
        await human.tap("I agree")
        assert (await states(town))["m-a"] is MemberState.ACTIVE


async def test_thirty_days_later_nothing_is_left_of_them():
    async with a_town(["a", "b", "c"]) as town:
        user = town.people["m-a"].user_id
        await town.people["m-a"].leave()
        assert await rows_with(town.kith.storage, "m-a") != {}
        await town.kith.push(days=31)
        assert await rows_with(town.kith.storage, "m-a", f"{user}'", f'{user}"') == {}


async def test_a_platform_that_cannot_tell_opts_nobody_out():
    async with a_town(["a", "b"]) as town:
        unheard(town)
        await town.people["m-a"].leave()

        async def unreachable(_home, _users):
            raise TemporaryPlatformError("not now")

        town.kith.stage.platform.present = unreachable
        await look_round(town)
        assert set((await states(town)).values()) == {MemberState.ACTIVE}


async def test_everybody_is_looked_at_some_at_a_time_and_once_a_day(monkeypatch):
    monkeypatch.setattr(looking_round, "AT_A_TIME", 2)
    async with a_town(list("abcde")) as town:
        unheard(town)
        asked = []
        present = town.kith.stage.platform.present

        async def counting(home, users):
            asked.append(len(users))
            return await present(home, users)

        town.kith.stage.platform.present = counting
        for name in ("m-d", "m-e"):
            await town.people[name].leave()
        for _ in range(2):
            await look_round(town)
        assert asked == [2, 2, 1]
        left = [member for member, state in (await states(town)).items() if state is MemberState.LEFT]
        assert left == ["m-d", "m-e"]


async def test_what_somebody_suggested_who_never_joined_goes_when_they_leave():
    """With the answer to it that was on its way, and the day on which they were asked something."""
    async with a_town(["a"]) as town:
        guest = await town.kith.stage.person("Guest")
        account = Account(platform=town.kith.stage.platform.name, user=UserId(guest.user_id))

        def suggest(repos):
            repos.suggestions.add(a_suggestion("s1", account, community=TOWN))
            repos.suggestions.add(a_suggestion("s2", account, community=TOWN))
            repos.norms.ask(
                NormAsked(
                    community=TOWN,
                    platform=account.platform,
                    user=account.user,
                    since=town.kith.clock.now().date(),
                )
            )

        await town.kith.storage.run(suggest)
        await guest.leave()
        later = town.kith.clock.now() + timedelta(days=2)
        args = {"platform": account.platform, "user": account.user}
        answer = delivery(TOWN, TOLD, "s1", later, args=args)
        await town.kith.storage.run(lambda repos: repos.jobs.add(answer))
        await look_round(town)
        assert await rows_with(town.kith.storage, guest.user_id) == {}


async def test_taps_of_somebody_who_never_joined_go_when_they_leave():
    async with a_town(["a"]) as town:
        guest = await town.kith.stage.person("Guest")
        platform = town.kith.stage.platform.name

        def tap(repos):
            post = ChallengePost(
                id=PostId("p1"), community=TOWN, day=town.kith.clock.now().date(), challenge=ChallengeId("x")
            )
            repos.challenges.add_post(post)
            user = UserId(guest.user_id)
            repos.challenges.tap(
                ChallengeTap(
                    post=post.id, platform=platform, user=user, tap=Tap.DONE, shown=(post.challenge,)
                )
            )

        await town.kith.storage.run(tap)
        await guest.leave()
        await look_round(town)
        assert await rows_with(town.kith.storage, guest.user_id) == {}
        assert await town.kith.storage.run(lambda repos: repos.challenges.counts("p1")) == {Tap.DONE: 1}
