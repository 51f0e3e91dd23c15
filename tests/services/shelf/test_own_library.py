"""The library of one community: packs, what is left out, and what members say does not fit, as an organiser lives it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.library import load_library
from bot.domain.community import Account
from bot.domain.posts import ChallengePost
from bot.domain.shelf import MOST_PACKS
from bot.ids import PlatformName, PostId, UserId
from bot.services.shelf import packing
from bot.services.shelf.library import library_of, like, used
from bot.services.weekly import challenges
from tests.support.chat_town import a_place, joined
from tests.support.pack_files import HEAD, a_file, a_table
from tests.support.searching import rows_with

pytestmark = pytest.mark.timeout(30)
IMPORT, LIST = "organise library import", "organise library list"
SHIPPED = load_library()


async def look(kith, read=lambda repos, community: library_of(repos, community, SHIPPED)):
    def run(repos):
        (community,) = repos.communities.all()
        return read(repos, community)

    return await kith.storage.run(run)


async def imported(organiser, file=None, **options):
    await organiser.say(IMPORT, file=file or a_file(), **options)
    return await organiser.tap("Do this")


async def posted(kith, challenge):
    """Let a challenge be this week's."""
    day = kith.clock.now().date()

    def post(repos, community):
        name = PostId(f"{community.id}/challenge/{day}")
        week = ChallengePost(id=name, community=community.id, day=day, challenge=challenge)
        repos.challenges.add_post(week)

    await look(kith, post)


async def test_a_file_is_shown_as_what_it_would_do_and_done_exactly_so():
    async with a_place() as (kith, olga):
        file = a_file(a_table("tree"), a_table("bench"), a_table("seeds", text='"You must swap seeds."'))
        dry = await olga.say(IMPORT, file=file)
        for part in (
            "Nothing is changed yet",
            "2 challenges are fine",
            "Line 40",
            "seeds",
            "(tone)",
            "left out",
        ):
            assert part in dry.text
        assert len((await look(kith)).challenges) == len(SHIPPED.challenges)
        assert "2 challenges are in it now" in (await olga.tap("Do this")).text
        assert len((await look(kith)).challenges) == len(SHIPPED.challenges) + 2
        assert "Garden club: 2 challenges" in (await olga.say(LIST)).text


async def test_the_same_file_again_changes_nothing_and_another_one_what_is_different():
    async with a_place() as (kith, olga):
        await imported(olga)
        again = await olga.say(IMPORT, file=a_file())
        assert "2 stay as they are" in again.text
        assert "Do this" not in again.labels
        dry = await olga.say(IMPORT, file=a_file(a_table("tree", minutes="20"), a_table("seeds")))
        for part in ("New: A seeds near you", "Changed: A tree near you", "taken out: A bench near you"):
            assert part in dry.text
        await olga.tap("Do this")
        library = await look(kith)
        assert library.challenge("garden/tree").minutes == 20
        assert library.challenge("garden/bench") is None


async def test_what_is_broken_in_a_later_file_stays_as_it_was_and_an_empty_result_is_not_offered():
    async with a_place() as (kith, olga):
        await imported(olga)
        broken = a_table("bench", text='"You must rest."')
        await imported(olga, a_file(a_table("tree", minutes="20"), broken))
        library = await look(kith)
        assert library.challenge("garden/tree").minutes == 20
        assert library.challenge("garden/bench") in library.challenges
        file = a_file(broken, head=HEAD.replace('"garden"', '"other"'))
        other = await olga.say(IMPORT, file=file)
        assert "left out" in other.text
        assert "Do this" not in other.labels
        assert "nothing to change" in (await olga.say(IMPORT, file=file, confirm="yes")).text
        assert "other" not in {pack.id for pack in (await look(kith, packing.shelf)).packs}


async def test_what_was_shown_is_what_is_done_though_somebody_was_quicker():
    async with a_place() as (_, olga):
        await olga.say(IMPORT, file=a_file())
        await olga.say(IMPORT, file=a_file(a_table("tree", minutes="20")), confirm="yes")
        shown = await olga.tap("Do this")
        assert "changed since" in shown.text
        assert "in it now" in (await olga.tap("Do this")).text


async def test_a_file_is_read_beside_what_is_there_when_it_is_done():
    """Reading takes a moment outside the transaction; what changes meanwhile is no surprise afterwards."""
    async with a_place() as (kith, olga):
        beside = await look(kith, packing.shelf)
        found = await look(kith, lambda _, community: packing.plan(beside, community, a_file(), SHIPPED))
        await imported(olga, a_file(a_table("seeds"), head=HEAD.replace("arden", "ardens")))
        with pytest.raises(packing.Outdated):
            await look(kith, lambda repos, community: packing.apply(repos, community, found, beside))
        assert "garden" not in {pack.id for pack in (await look(kith, packing.shelf)).packs}


async def test_a_file_without_a_name_is_asked_for_one_and_gets_it_by_an_option():
    async with a_place() as (_, olga):
        bare = a_file(head='practice = "reach_out"\n')
        assert "what the pack is called" in (await olga.say(IMPORT, file=bare)).text
        await imported(olga, bare, name="Bäume")
        assert "Bäume: 2 challenges" in (await olga.say(LIST)).text


async def test_a_pack_that_is_off_or_removed_is_never_offered_and_what_was_posted_stays_readable():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await imported(olga)
        await posted(kith, "garden/tree")
        await ada.say("challenge done", note="I greeted the oak.")
        await olga.say(LIST)
        await olga.tap("Garden club")
        assert "It is off" in (await olga.tap("Turn it off")).text
        library = await look(kith)
        assert library.challenges == SHIPPED.challenges
        await olga.tap("Turn it on")
        assert len((await look(kith)).challenges) == len(SHIPPED.challenges) + 2
        await olga.tap("Remove it")
        await olga.tap("Remove it")
        library = await look(kith)
        assert library.challenges == SHIPPED.challenges
        assert library.challenge("garden/bench") is None
        diary = await ada.say("challenge mine")
        assert "A tree near you" in diary.text
        assert "I greeted the oak" in diary.text
        assert "A tree near you" not in (await ada.say("challenge now")).text
        assert "Garden club" not in (await olga.say(LIST)).text
        await imported(olga)
        assert len((await look(kith)).challenges) == len(SHIPPED.challenges) + 2


async def test_a_pack_is_taken_along_and_read_elsewhere():
    async with a_place() as (_, olga):
        await imported(olga)
        seen = await olga.say("organise library export", pack="Garden club")
        ((name, data),) = seen.files
        assert name == "garden.toml"
        assert "2 stay as they are" in (await olga.say(IMPORT, file=data.decode())).text
    async with a_place() as (kith, elsewhere):
        await imported(elsewhere, data.decode())
        assert (await look(kith)).challenge("garden/tree") is not None


async def test_the_own_pack_travels_too_and_reading_it_removes_nothing():
    async with a_place() as (kith, olga):
        own = 'pack = "own"\nname = ""\n'
        await imported(olga, a_file(a_table("tree"), head=own))
        await imported(olga, a_file(a_table("bench"), head=own))
        assert "From this community: 2 challenges" in (await olga.say(LIST)).text
        ((_, data),) = (await olga.say("organise library export")).files
        assert "2 stay as they are" in (await olga.say(IMPORT, file=data.decode())).text
        assert len((await look(kith)).challenges) == len(SHIPPED.challenges) + 2


async def test_one_challenge_is_deleted_with_its_words_also_when_it_was_posted_and_retired():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await imported(olga, a_file(head='pack = "own"\n'))
        await posted(kith, "own/tree")
        await ada.say("challenge done", note="I greeted the oak.")
        await olga.say("organise library delete", name="A bench near you")
        await olga.tap("Delete its words")
        assert (await look(kith)).challenge("own/bench") is None
        await olga.say(LIST, pack="own", do="sure")
        assert "diaries" in (await olga.say("organise library delete", name="A tree near you")).text
        assert "gone from here" in (await olga.tap("Delete its words")).text
        left = await rows_with(kith.storage, "that you pass often")
        assert not any(place.startswith("pack") for place in left), left
        diary = (await ada.say("challenge mine")).text
        assert "A challenge of that week" in diary
        assert "I greeted the oak" in diary


async def test_there_is_room_for_so_many_packs():
    async with a_place() as (_, olga):
        for number in range(MOST_PACKS):
            head = HEAD.replace('"garden"', f'"garden-{number}"')
            await olga.say(IMPORT, file=a_file(a_table("tree"), head=head), confirm="yes")
        assert f"{MOST_PACKS} packs here already" in (await olga.say(IMPORT, file=a_file())).text


async def test_packs_come_up_in_the_weekly_challenge():
    """With Kith's own ones left out there is nothing else to choose from."""
    async with a_place() as (kith, olga):
        await imported(olga)

        def leave_all(repos, community):
            for each in SHIPPED.challenges:
                repos.packs.leave_out(community.id, each.id)

        await look(kith, leave_all)
        preview = (await olga.say("organise challenges", state="on", day="monday", time="10:30")).text
        assert "A tree near you" in preview or "A bench near you" in preview
        await kith.push(hours=2)
        [post] = await look(kith, lambda repos, community: repos.challenges.posts(community.id))
        assert post.challenge in {"garden/tree", "garden/bench"}


async def test_hostile_words_of_a_pack_are_shown_as_words():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await imported(olga, a_file(a_table("tree", title='"A {tree} <b>*near*</b>"')))
        await posted(kith, "garden/tree")
        assert "A {tree} <b>*near*</b>" in (await ada.say("challenge now")).text


async def test_a_challenge_and_a_starter_are_left_out_and_brought_back():
    async with a_place() as (kith, olga):
        card = await olga.say("organise challenges", state="on")
        coming = [
            label for label in (await olga.tap("Leave one out")).labels if label.startswith("Leave out")
        ]
        assert len(coming) == 4
        title = coming[0].removeprefix("Leave out: ")
        assert title in card.text
        assert "from now on" in (await olga.tap(coming[0])).text
        assert title not in (await olga.say("organise challenges")).text
        question = SHIPPED.starters[0].text.template
        await olga.say("organise library leave-out", name=question)
        library = await look(kith)
        assert len(library.challenges) == len(SHIPPED.challenges) - 1
        assert len(library.starters) == len(SHIPPED.starters) - 1
        assert "2 are left out" in (await olga.say("organise library bring-back")).text
        assert "Used here again" in (await olga.tap(f"Bring back: {title}")).text
        await olga.say("organise library bring-back", name=SHIPPED.starters[0].id)
        assert await look(kith) == SHIPPED


async def test_of_one_title_the_one_in_use_is_meant_and_of_two_the_organiser_says_which():
    async with a_place() as (kith, olga):
        for pack in ("first", "second"):
            await imported(olga, a_file(a_table("tree"), head=HEAD.replace("garden", pack)))
            if pack == "first":
                await posted(kith, "first/tree")
                await olga.say(LIST, pack="first", do="sure")
        await olga.say("organise library leave-out", name="A tree near you")
        out = await look(kith, lambda repos, community: repos.packs.left_out(community.id))
        assert out == {"second/tree"}
        await olga.say("organise library bring-back", name="A tree near you")
        other = a_table("tree", text='"Say hello to a tree near the place where people meet on Sundays."')
        await imported(olga, a_file(other, head=HEAD.replace("garden", "third")))
        asked = (await olga.say("organise library leave-out", name="a tree near you")).text
        assert "second/tree" in asked
        assert "third/tree" in asked
        library = await look(kith)
        assert [name for name, _ in like(library, "tree near", used(library))] == [
            "second/tree",
            "third/tree",
        ]
        assert "second/tree" in str(like(library, "tree near", used(library))[0][1])


async def test_a_name_that_is_nearly_right_is_helped():
    async with a_place() as (_, olga):
        assert (
            "reach-two-hellos" in (await olga.say("organise library leave-out", name="reach-two-helos")).text
        )
        assert "not in the library" in (await olga.say("organise library leave-out", name="xyzzy")).text
        assert "no such pack" in (await olga.say("organise library export", pack="roses")).text


async def test_a_starter_that_is_left_out_is_never_asked():
    async with a_place() as (kith, olga):
        spared = next(each for each in SHIPPED.starters if each.depth == "light")

        def leave_others(repos, community):
            for each in SHIPPED.starters:
                if each.id != spared.id:
                    repos.packs.leave_out(community.id, each.id)

        await look(kith, leave_others)
        assert spared.text.template in (await olga.say("talk")).text
        assert "no starter of that depth" in (await olga.say("talk", depth="deep")).text


async def test_members_say_that_it_does_not_fit_and_the_organiser_sees_a_number_from_five_up():
    """Never who, nothing below five, each person once, and no such button for people who have not joined."""
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await posted(kith, "reach-two-hellos")
        stranger = await kith.stage.person("Zoe")
        assert "Doesn't fit here" not in (await stranger.say("challenge now")).labels
        for _ in range(2):
            await ada.say("challenge now")
            assert "never who" in (await ada.tap("Doesn't fit here")).text

        def others(repos, community, how_many):
            for number in range(how_many):
                account = Account(platform=PlatformName("playground"), user=UserId(f"u{number}"))
                repos.packs.say_misfit(community.id, "reach-two-hellos", (account,), kith.clock.now().date())

        await look(kith, lambda repos, community: others(repos, community, 3))
        assert "does not fit" not in (await olga.say(LIST)).text
        await look(kith, lambda repos, community: others(repos, community, 7))
        assert "1 challenge that it does not fit" in (await olga.say(LIST)).text
        card = await olga.tap("Leave one out")
        assert "Two hellos: at least 5 members" in card.text
        await olga.tap("Keep: Two hellos")
        assert "does not fit" not in (await olga.say(LIST)).text
        await look(kith, lambda repos, community: others(repos, community, 6))
        await olga.say("organise library leave-out")
        await olga.tap("Leave out: Two hellos")
        assert "does not fit" not in (await olga.say(LIST)).text


async def test_what_is_left_out_in_its_own_week_is_offered_to_nobody_and_stands_in_diaries():
    """The organiser reads that a card which is posted stays; on it, another one is a tap away."""
    async with a_place() as (kith, olga):
        ada, ben = await joined(kith), await joined(kith, "Ben")
        await posted(kith, "reach-two-hellos")
        await ada.say("challenge done", note="Two neighbours.")
        told = (await olga.say("organise library leave-out", name="reach-two-hellos")).text
        assert "that card stays visible" in told
        assert (
            "stays visible"
            not in (await olga.say("organise library leave-out", name="join-find-a-group")).text
        )
        for person in (ada, ben):
            shown = await person.say("challenge now")
            assert "Two hellos" not in shown.text
            assert "something small" in shown.text
        assert "Two hellos" in (await ada.say("challenge mine")).text
        await ben.say("challenge swap")
        assert "Done" in (await ben.say("challenge now")).labels


async def test_a_card_that_waits_is_not_posted_when_its_challenge_is_left_out():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await olga.say("organise challenges", state="on", day="monday", time="10:30")

        def decide(repos, community):
            soon = repos.jobs.due_decisions(kith.clock.now() + timedelta(days=7))
            (job,) = [each for each in soon if each.step == challenges.POST]
            due = job.due
            challenges.post_challenge(repos, job, due, library_of(repos, community, SHIPPED))
            [post] = repos.challenges.posts(community.id)
            return due, post.challenge

        due, name = await look(kith, decide)
        await olga.say("organise library leave-out", name=name)
        await kith.push(seconds=(due - kith.clock.now()).total_seconds())
        assert not [seen for seen in await ada.sees() if "This week" in seen.text]


async def test_another_one_is_never_what_was_left_out():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        kept = ("reach-two-hellos", "join-find-a-group", "senses-light-here")

        def leave_others(repos, community):
            for each in SHIPPED.challenges:
                if each.id not in kept:
                    repos.packs.leave_out(community.id, each.id)

        await look(kith, leave_others)
        await posted(kith, "reach-two-hellos")
        titles = {SHIPPED.challenge(name).title.template for name in kept if SHIPPED.challenge(name)}
        await ada.say("challenge now")
        for _ in range(3):
            seen = await ada.tap("Another one")
            assert any(title in seen.text for title in titles) or "last one" in seen.text
            if "Another one" not in seen.labels:
                break


async def test_one_community_changes_nothing_for_another():
    async with a_place() as (kith, olga):
        await imported(olga)
        await olga.say("organise library leave-out", name="reach-two-hellos")

        def elsewhere(repos, community):
            other = replace(community, id="elsewhere")
            repos.communities.add(other)
            return library_of(repos, other, SHIPPED)

        assert await look(kith, elsewhere) is SHIPPED
