"""H1: nobody is listed, matched or written to before they agreed, and belonging is nothing that others can see."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from bot.domain.community import Account
from bot.domain.member import Attendance, Contact, Enrolment, Member, MemberState
from bot.ids import MemberId, UserId
from tests.support import living
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, WALKS, settle_town
from tests.support.searching import rows_with

STAGES = {
    "playground": "tests.support.playground_stage",
    "discord": "tests.support.discord_stage",
    "matrix": "tests.support.matrix_stage",
}
pytestmark = pytest.mark.timeout(180)


@asynccontextmanager
async def kith_at(stage="playground"):
    async with import_module(STAGES[stage]).open_stage() as opened, kith_on(opened) as kith:
        yield kith


@pytest.mark.parametrize("stage", list(STAGES))
async def test_reading_the_card_and_saying_no_stores_nothing_and_brings_no_message(stage):
    """A whole round goes by for the others."""
    async with kith_at(stage) as kith:
        await settle_town(kith, ["Ben", "Cem"])
        guest = await kith.stage.person("Guest")
        card = await guest.say("meet join")
        assert "18 or older" in card.text
        menus = await rows_with(kith.storage, guest.user_id + "'", guest.user_id + '"')
        assert not {name for name in menus if name.startswith("menu.")}, "not even whom the card is for"
        await guest.tap("Not now")
        before = len([each for each in await guest.sees() if each.where != "public"])
        await kith.push(days=7)
        found = await rows_with(kith.storage, guest.user_id + "'", guest.user_id + '"')
        assert not found.keys() & {
            "member.id",
            "account.user",
            "enrolment.member",
            "answer.member",
            "seat.member",
        }
        assert (
            await kith.storage.run(
                lambda repos: repos.members.of_user(kith.stage.platform.name, guest.user_id)
            )
            == ()
        )
        after = len([each for each in await guest.sees() if each.where != "public"])
        assert after == before, "nothing is written to somebody who did not agree"


async def test_nobody_is_matched_who_did_not_say_yes():
    """Whoever is asked each time and says nothing is left alone."""
    async with kith_at() as kith:
        town = await settle_town(kith, ["Ben", "Cem", "Dia"], attendance=Attendance.ASK)
        for name in ("m-Ben", "m-Cem"):
            await town.people[name].say("meet join")
        await kith.push(days=7)
        seated = [member for group in await town.groups() for member in await town.seats(group)]
        assert sorted(seated) == ["m-Ben", "m-Cem"]
        assert not [each for each in await town.people["m-Dia"].sees() if each.where == "group"]


@pytest.mark.parametrize("state", [MemberState.LEFT, MemberState.PAUSED])
async def test_whoever_left_or_rests_is_in_no_list_and_hears_nothing(state):
    """Even where an enrolment and a yes stand in the database by mistake."""
    async with kith_at() as kith:
        town = await settle_town(kith, ["Ben", "Cem"])
        gone = await kith.stage.person("Gone")

        def write(repos):
            member = Member(
                id=MemberId("m-gone"),
                community=TOWN,
                joined_at=kith.clock.now(),
                state=state,
                contact=Contact.DIRECT,
            )
            repos.members.add(member)
            repos.members.add_account(
                member.id, Account(platform=kith.stage.platform.name, user=UserId(gone.user_id))
            )
            repos.members.enrol(Enrolment(circle=WALKS, member=member.id, attendance=Attendance.ALWAYS))
            (round_,) = repos.rounds.of_circle(WALKS)
            repos.rounds.answer(round_.id, member.id, coming=True)

        await kith.storage.run(write)
        await kith.push(days=7)
        seated = [member for group in await town.groups() for member in await town.seats(group)]
        assert sorted(seated) == ["m-Ben", "m-Cem"]
        assert not [each for each in await gone.sees() if each.where != "public"]


async def test_no_direct_message_reaches_somebody_who_allowed_none():
    """They are told in a private place of the community instead."""
    async with kith_at() as kith:
        town = await settle_town(kith, ["Ben"], contact=Contact.PLACE)
        told = []
        for _ in range(18):
            await kith.push(hours=12)  # such a place is open for two days
            told += [each for each in await town.people["m-Ben"].sees() if each.where == "group"]
        world, user = kith.stage.world, town.people["m-Ben"].user_id
        assert world.kiths(world.direct_channel(user).id) == ()
        assert told


async def test_belonging_shows_in_nothing_that_others_see():
    """Joining posts nothing in public, and organisers see counts from five up alone."""
    async with kith_at() as kith:
        ada = await kith.stage.person("Ada", organiser=True)
        await living.set_up(ada)
        watcher = await kith.stage.person("Watcher")
        before = len(await watcher.sees())
        await living.join(await kith.stage.person("Zelda"))
        assert len(await watcher.sees()) == before
        shown = await ada.say("organise members")
        assert "Zelda" not in shown.text
        assert "1" not in shown.text.replace("1 week", "")
