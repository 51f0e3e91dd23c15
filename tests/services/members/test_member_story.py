"""What a member types and taps about taking part, told on the playground through the real dispatcher."""

import pytest

from bot.domain.member import Contact, MemberState
from tests.support.chat_town import FIRST, a_place, joined
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


async def stored(kith):
    communities = await kith.storage.run(lambda repos: repos.communities.all())
    return await kith.storage.run(lambda repos: repos.members.of_community(communities[0].id))


async def test_joining_takes_a_card_a_tap_and_one_form():
    """The card says what joining means, the form asks five things, the answer says when people are matched."""
    async with a_place() as (kith, _):
        ada = await kith.stage.person("Ada")
        card = await ada.say("meet join")
        assert card.where == "private"
        assert card.labels == ("I agree", "I agree, but no direct messages", "Not now", "I am under 18")
        for fact in ("18 or older", "public places", "kith stop", "Noor", "cannot watch over"):
            assert fact in card.text
        assert await stored(kith) == ()
        form = await ada.tap("I agree")
        assert len(form.form) == 5
        answer = await ada.fill(**FIRST)
        assert "Sunday walks" in answer.text
        assert answer.labels == ("Yes to the next round", "Ask me each time", "Always in")
        [member] = await stored(kith)
        assert (member.contact, member.languages, member.hello) == (Contact.DIRECT, {"en"}, "I bake bread.")


async def test_not_now_stores_nothing():
    async with a_place() as (kith, _):
        ada = await kith.stage.person("Ada")
        await ada.say("meet join")
        answer = await ada.tap("Not now")
        assert "Nothing was stored" in answer.text
        assert await stored(kith) == ()


async def test_no_direct_messages_is_kept():
    async with a_place() as (kith, _):
        await joined(kith, consent="I agree, but no direct messages")
        assert [member.contact for member in await stored(kith)] == [Contact.PLACE]


async def test_the_join_button_of_an_open_round_is_a_yes():
    """Whoever joined before taps Join on the opening post and is told when people are matched."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await kith.push(days=12, hours=8)
        answer = await ada.tap("Join")
        assert answer.where == "private"
        assert "You're in for the next round of Sunday walks" in answer.text


async def test_always_in_can_be_chosen_afterwards():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "always in" in (await ada.tap("Always in")).text


async def test_a_detail_that_looks_private_is_asked_about_before_it_is_kept():
    """An address in the hello is held back until its writer decides; the rest is saved (H16)."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        asked = await ada.say("meet profile", hello="Ring at Kerkstraat 12", reach="town")
        assert asked.labels == ("Edit", "Send anyway")
        [member] = await stored(kith)
        assert (member.hello, member.reach.value) == ("I bake bread.", "town")
        await ada.tap("Send anyway")
        [member] = await stored(kith)
        assert member.hello == "Ring at Kerkstraat 12"


async def test_the_profile_shows_and_changes_wishes():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        card = await ada.say("meet profile")
        assert "I bake bread." in card.text
        assert card.labels == ("Edit the basics", "Edit wishes")
        await ada.tap("Edit wishes")
        saved = await ada.fill(
            interests="bread, trains", size="pairs", wishes="quiet,step-free", role="gardener"
        )
        for fact in ("bread", "trains", "Pairs only", "quiet", "step-free", "gardener"):
            assert fact in saved.text


async def test_a_field_left_empty_is_cleared():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say("meet profile", hello="", languages="")
        [member] = await stored(kith)
        assert (member.hello, member.languages) == ("", frozenset())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hello": "x" * 5000}, "4860"),
        ({"area": "Nroth"}, "North"),
        ({"times": "sometimes"}, "saturday morning"),
        ({"languages": "Dutsch"}, "Did you mean"),
        ({"interests": "a, b, c, d"}, "3 interests"),
        ({"wishes": "sauna"}, "quiet"),
        ({"role": "x" * 31}, "30 characters"),
        ({"reach": "moon"}, "town"),
        ({"size": "seven"}, "pairs"),
        ({"hobby": "chess"}, "no option"),
    ],
)
async def test_what_does_not_fit_is_answered_with_what_does(options, words):
    """Each wrong option gets one private sentence that says what would be right, and changes nothing."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        before = await stored(kith)
        answer = await ada.say("meet profile", **options)
        assert answer.where == "private"
        assert words in answer.text
        assert "my side" not in answer.text
        assert await stored(kith) == before


async def test_times_are_picked_on_a_grid():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        grid = await ada.say("meet times")
        assert len(grid.labels) == 21
        saved = await ada.pick("Saturday morning", "Sunday evening")
        assert "Saturday morning and Sunday evening" in saved.text


async def test_a_pause_is_offered_in_weeks_and_ends_by_itself():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert (await ada.say("meet pause")).labels == ("1 week", "2 weeks", "4 weeks")
        assert "paused until" in (await ada.tap("2 weeks")).text
        assert [member.state for member in await stored(kith)] == [MemberState.PAUSED]
        await kith.push(days=15)
        assert [member.state for member in await stored(kith)] == [MemberState.ACTIVE]
        assert "aren't paused" in (await ada.say("meet resume")).text


async def test_a_malformed_date_is_answered_with_an_example():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "2026-12-24" in (await ada.say("meet pause", until="24/12")).text


async def test_leaving_is_one_command_and_details_are_erased_after_thirty_days():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "erased" in (await ada.say("meet leave")).text
        assert [member.state for member in await stored(kith)] == [MemberState.LEFT]
        assert "not a member yet" in (await ada.say("meet profile")).text
        await kith.push(days=31)
        assert await stored(kith) == ()


async def test_stop_ends_everything_and_says_so_only_once():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "Everything is stopped" in (await ada.say("kith stop")).text
        assert "nothing to stop" in (await ada.say("kith stop")).text


async def test_the_language_menu_offers_what_can_be_spoken():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "English" in (await ada.say("my language")).labels
        assert "English" in (await ada.tap("English")).text
        assert "I speak" in (await ada.say("my language", language="Klingon")).text


async def test_joining_where_no_circle_is_says_who_can_make_one():
    async with a_place(circle=False) as (kith, _):
        ada = await kith.stage.person("Ada")
        assert "organise circle create" in (await ada.say("meet join")).text


async def test_joining_where_nothing_is_set_up_says_who_can_do_it():
    async with open_stage() as stage, kith_on(stage):
        ada = await stage.person("Ada")
        assert "organise setup" in (await ada.say("meet join")).text


async def test_help_lists_explains_and_guesses():
    async with a_place() as (kith, organiser):
        ada = await kith.stage.person("Ada")
        overview = await ada.say("kith help")
        assert "meet join" in overview.text
        assert "meet consent" not in overview.text
        assert "organise areas" not in overview.text
        for chapter in ("Skipping is fine", "kith stop", "only whoever says yes", "organise"):
            assert chapter in overview.text
        assert "organise areas" in (await organiser.say("kith help", command="organise")).text
        explained = (await ada.say("kith help", command="meet profile")).text
        assert "one of area, near, and town" in explained or "one of area, near and town" in explained
        assert "Nothing is stored" in (await ada.say("kith help", command="meet join")).text
        assert "challenge swap" in (await ada.say("kith help", command="challenge")).text
        assert "Did you mean" in (await ada.say("kith help", command="meet jion")).text


async def test_about_and_support_name_the_steward_and_people_to_talk_to():
    async with a_place() as (kith, organiser):
        ada = await kith.stage.person("Ada")
        about = (await ada.say("kith about")).text
        for fact in ("Noor", "kith stop", "30 days", "account id", "no messages"):
            assert fact in about
        assert "findahelpline.com" in (await ada.say("kith support")).text
        await organiser.say("organise setup", help="Listening line 0800 000")
        assert "0800 000" in (await ada.say("kith support")).text


async def test_a_starter_is_shared_and_goes_deeper_step_by_step():
    async with a_place() as (kith, _):
        ada = await kith.stage.person("Ada")
        first = await ada.say("talk")
        assert first.where == "public"
        assert first.labels == ("Another one", "Middle", "Deep, if all want to")
        another = await ada.tap("Another one")
        assert another.text != first.text
        await ada.tap("Middle")
        deep = await ada.tap("Deep")
        assert deep.labels == ("Another one", "Light", "Middle")
        assert "needs no reason" in deep.text


async def test_a_member_who_joins_before_the_round_opens_is_in_and_reads_the_date():
    """A newcomer belongs to the circle and is offered a yes; the typed join of a member is a yes at once."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        first = (await ada.sees())[-1]
        assert "you can say yes or no then" in first.text
        assert any(label.startswith("Yes to the next round") for label in first.labels)
        again = await ada.tap("Yes to the next round")
        assert "You're in for the next round of Sunday walks" in again.text
        assert "2026" in again.text
        assert "you are in" in (await ada.say("meet status")).text.casefold()


async def test_always_in_does_not_undo_a_skip():
    """Somebody skips the next round and then chooses to be always in: the skip holds."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say("meet skip")
        await ada.tap("Always in")
        (round_,) = await kith.storage.run(_waiting)
        answers = await kith.storage.run(lambda repos: repos.rounds.answers(round_.id))
        assert list(answers.values()) == [False]


def _waiting(repos):
    (community,) = repos.communities.all()
    (circle,) = repos.rounds.circles(community.id)
    return repos.rounds.of_circle(circle.id)
