"""What people are told about suggestions: whoever wrote one, and organisers that one waits."""

from bot.domain.jobs import Job
from bot.domain.shelf import SuggestionState, in_their_words
from bot.ids import ChallengeId, PlatformName, SuggestionId, UserId
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services.cards import suggestions as cards
from bot.services.cards.care import with_support
from bot.services.kit import Kit
from bot.services.steps import Effect, PostTo, WriteTo


def notice(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say in the moderators' room that a suggestion waits, if one still does and there is such a room."""
    community = repos.communities.get(job.community)
    room = community.moderator_channel if community is not None else None
    if community is None or room is None or not repos.suggestions.how_many_wait(community.id):
        return None
    return PostTo(
        platform=room.platform, channel=room.channel, message=cards.notice(), language=community.language
    )


def told(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell somebody what came of their suggestion; the texts are read from their rows, which may be gone."""
    community = repos.communities.get(job.community)
    message = _outcome(repos, job)
    if community is None or message is None:
        return None
    platform, user = PlatformName(job.args["platform"]), UserId(job.args["user"])
    member = repos.members.of_account(community.id, platform, user)
    language = (member.language if member is not None else "") or community.language
    return WriteTo(platform=platform, user=user, message=with_support(message), language=language)


def _outcome(repos: Repositories, job: Job) -> Message | None:
    if "challenge" in job.args:
        entry = repos.packs.entry(job.community, ChallengeId(job.args["challenge"]))
        return cards.approved(in_their_words(entry.entry)) if entry is not None else None
    found = repos.suggestions.get(SuggestionId(job.subject))
    declined = found is not None and found.state is SuggestionState.DECLINED
    return cards.declined(found) if found is not None and declined else None
