"""What two accounts of one person tapped on a week's challenge becomes one answer when they are linked."""

from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.ids import ChallengeId, PostId, UserId
from tests.contracts.storage.test_merging import NEW, merge, settle
from tests.support.stored import DISCORD, NOW, TOWN


async def test_what_both_tapped_on_a_challenge_is_one_answer_and_no_line_is_lost(storage):
    def story(repos):
        settle(repos)
        for name in ("p", "q"):
            repos.challenges.add_post(stored_post(name))
        for post, user, tap in (
            (
                "p",
                "1",
                {"tap": Tap.DONE, "shown": ("wave", "hum"), "did": "hum", "note": "old", "felt": Felt.EASIER},
            ),
            ("p", "2", {"tap": Tap.SKIPPED, "shown": ("wave",), "note": "new"}),
            ("q", "1", {"tap": Tap.DONE, "shown": ("wave",), "did": "wave"}),
        ):
            repos.challenges.tap(ChallengeTap(post=post, platform=DISCORD, user=UserId(user), **tap))
        merge(repos)
        left = [
            tap
            for each in repos.members.accounts(NEW)
            for _, tap in repos.challenges.diary(TOWN, each.platform, each.user)
        ]
        return left, [dict(repos.challenges.counts(PostId(name))) for name in ("p", "q")]

    left, counts = await storage.run(story)
    assert counts == [{Tap.DONE: 1}, {Tap.DONE: 1}]
    assert sorted((each.post, each.user, each.did, each.note, each.felt, each.shown) for each in left) == [
        ("p", "2", "hum", "new\nold", Felt.EASIER, ("wave", "hum")),
        ("q", "1", "wave", "", None, ("wave",)),
    ]


def stored_post(name):
    return ChallengePost(id=PostId(name), community=TOWN, day=NOW.date(), challenge=ChallengeId("wave"))
