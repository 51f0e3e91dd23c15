"""The weekly challenge, posted in one home of a community."""

from bot.content.library import Library
from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.posts import ChallengePost
from bot.ids import HomeId, PlatformName, PostId
from bot.ports.storage import Repositories
from bot.services.cards.challenges import challenge_message
from bot.services.cards.pictures import challenge_picture
from bot.services.illustration import Illustration
from bot.services.kit import Kit
from bot.services.shelf.library import library_of
from bot.services.steps import PostTo
from bot.services.weekly import next_meetups, norms
from bot.text.catalogue import first_spoken


def card(kit: Kit, repos: Repositories, job: Job) -> PostTo | None:
    """Say what to post in one home; nothing where the home, the post or the challenge is gone, or that one left out."""
    home = repos.communities.home(PlatformName(job.args["platform"]), HomeId(job.args["home"]))
    post = repos.challenges.post(PostId(job.subject))
    community = repos.communities.get(job.community)
    if home is None or community is None or post is None:
        return None
    library = library_of(repos, community, kit.library)
    meetups = next_meetups.to_everybody(repos, community, post, home.platform, kit.clock.now())
    norm = norms.line(repos, community, post) if next_meetups.invites(post) else None
    message = challenge_message(post, library, norm=norm, meetups=meetups)
    if message is None:
        return None
    language = first_spoken(community.language)
    return PostTo(
        platform=home.platform,
        channel=home.channel,
        message=message,
        language=language,
        illustration=_picture(library, community, post, language),
    )


def _picture(
    library: Library, community: Community, post: ChallengePost, language: str
) -> Illustration | None:
    """Return the picture that goes with a post, where the organisers want pictures."""
    challenge = library.offered(post.challenge)
    if challenge is None or not community.challenges.pictures:
        return None
    return challenge_picture(challenge, community, language)
