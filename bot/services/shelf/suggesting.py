"""What a member does with a suggestion: write it, read it through, send it, take it back.

It is a draft until its writer has read what comes of it, so nothing that was typed is lost. Which of a member's
accounts wrote it makes no difference: all of them see it, and all of them share the same few places in the queue.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.content.filling import filled
from bot.content.library import Library
from bot.content.remarks import Remark, is_english, remarks
from bot.domain.challenges import Challenge
from bot.domain.community import Account, Community
from bot.domain.company import Company, Whereabouts, first_draft
from bot.domain.jobs import Job
from bot.domain.member import Contact
from bot.domain.shelf import MOST_OPEN, MOST_WAITING, OWN, Suggestion, SuggestionState, in_pack
from bot.errors import NotFound, UserError
from bot.ids import CommunityId, SuggestionId, new_id
from bot.ports.storage import Repositories
from bot.services.care.moderators import accounts_with
from bot.services.kit import Kit
from bot.services.planned import decision, delivery
from bot.services.shelf import names
from bot.text.message import TN, Command, T

DRAFT_KEPT = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Hold what somebody said in the form."""

    title: str
    text: str
    smaller: str
    who: Company
    where: Whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold a suggestion with what is to be said about it; `tells` says that its writer allowed direct messages."""

    suggestion: Suggestion
    remarks: tuple[Remark, ...]
    english: bool
    tells: bool


def write(
    repos: Repositories,
    community: Community,
    account: Account,
    idea: Idea,
    *,
    library: Library,
    now: datetime,
    rng: Random,
) -> Looked:
    """Keep an idea as a draft, in the place of an earlier draft, also where there is no room to send it yet.

    It keeps the earlier one's id, so that "Send it" on the card before goes on working.
    """
    theirs = _theirs(repos, community, account)
    before = next((each for each in theirs if each.state is SuggestionState.DRAFT), None)
    name = before.id if before is not None else SuggestionId(new_id(rng))
    challenge = first_draft(
        in_pack(OWN, name),
        title=idea.title,
        text=idea.text,
        smaller=idea.smaller,
        who=idea.who,
        where=idea.where,
    )
    draft = Suggestion(
        id=name,
        community=community.id,
        made_at=now,
        state=SuggestionState.DRAFT,
        entry=filled(challenge, library.plus((challenge,))),
        language=community.language,
        platform=account.platform,
        user=account.user,
    )
    if before is not None:
        repos.suggestions.save(draft)
    else:
        repos.suggestions.add(draft)
    over = decision(community.id, names.DRAFT_OVER, draft.id, now + DRAFT_KEPT, mark=f"{now:%Y%m%d%H%M%S}")
    repos.jobs.add(over)
    return look(repos, community, draft, library)


def look(repos: Repositories, community: Community, suggestion: Suggestion, library: Library) -> Looked:
    """Return a suggestion with what the linter says of it."""
    english = is_english(suggestion.language)
    member = repos.members.of_account(community.id, suggestion.platform, suggestion.user)
    return Looked(
        suggestion=suggestion,
        remarks=remarks(suggestion.entry, library, english=english),
        english=english,
        tells=suggestion.tell or (member is not None and member.contact is Contact.DIRECT),
    )


def _check_room(repos: Repositories, community: Community, theirs: Collection[Suggestion]) -> None:
    waiting = sum(each.state is SuggestionState.OPEN for each in theirs)
    if waiting >= MOST_OPEN:
        raise UserError(
            TN(
                "{count} suggestion of yours is waiting to be read. When it has an answer, there is room for another "
                "one; {command} shows it.",
                "{count} suggestions of yours are waiting to be read. When one has an answer, there is room for "
                "another one; {command} shows them.",
                waiting,
                command=Command("challenge suggestions"),
            )
        )
    if repos.suggestions.how_many_wait(community.id) >= MOST_WAITING:
        raise UserError(
            T(
                "So many suggestions are waiting here that I can't take more at the moment. Please try again later."
            )
        )


def begin(repos: Repositories, community: Community, account: Account) -> Challenge | None:
    """Return what the caller wrote and has not sent, or None. Raise `UserError` where too many wait already."""
    theirs = _theirs(repos, community, account)
    _check_room(repos, community, theirs)
    return next((each.entry for each in reversed(theirs) if each.state is SuggestionState.DRAFT), None)


def own(repos: Repositories, community: Community, account: Account) -> tuple[Suggestion, ...]:
    """Return what the caller suggested and nobody approved, oldest first; drafts are left out."""
    theirs = _theirs(repos, community, account)
    return tuple(each for each in theirs if each.state is not SuggestionState.DRAFT)


def send(
    repos: Repositories, community: Community, account: Account, name: str, now: datetime, *, tell: bool
) -> Suggestion:
    """Put a draft into the queue; sent twice it is one.

    Raise `NotFound` where it is gone, and `UserError` where too many wait: then it stays a draft.
    """
    found = _one(repos, community, account, name)
    if found.state is not SuggestionState.DRAFT:
        return found
    _check_room(repos, community, _theirs(repos, community, account))
    alone = repos.suggestions.how_many_wait(community.id) == 0
    sent = replace(found, state=SuggestionState.OPEN, made_at=now, tell=tell)
    repos.suggestions.save(sent)
    if alone:
        repos.jobs.add(delivery(community.id, names.NOTICE, sent.id, now))
    repos.jobs.add(_reminder(community.id, now))
    return sent


def _reminder(community: CommunityId, now: datetime) -> Job:
    """Return the look at the queue on the Monday after; one a week, however much is sent."""
    monday = now + _WEEK - timedelta(days=now.weekday())
    return decision(community, names.REMIND, community, monday, mark=f"{monday:%Y-%m-%d}")


def remind(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Say once a week that something waits, as long as it does and has for a week."""
    oldest = repos.suggestions.waiting(job.community, offset=0, limit=1)
    if not oldest:
        return
    if oldest[0].made_at <= now - _WEEK:
        mark = f"{now:%Y-%m-%d}"
        repos.jobs.add(delivery(job.community, names.NOTICE, job.community, now, mark=mark))
    repos.jobs.add(_reminder(job.community, now))


def take_back(repos: Repositories, community: Community, account: Account, name: str) -> None:
    """Delete what the caller wrote, sent or not. Raise `NotFound` where it is gone or approved."""
    erase(repos, community, _one(repos, community, account, name))


def erase(repos: Repositories, community: Community, suggestion: Suggestion) -> None:
    """Delete a suggestion, and the cards of its writer that name it: they can do nothing any more."""
    users = {account.user for account in accounts_with(repos, community, suggestion.by)}
    repos.menus.drop_naming(community.id, users, suggestion.id)
    repos.suggestions.remove(suggestion.id)


def draft_over(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Delete what somebody began to write and did not send, a day after they wrote it last."""
    found = repos.suggestions.get(SuggestionId(job.subject))
    late = now - DRAFT_KEPT
    if found is not None and found.state is SuggestionState.DRAFT and found.made_at <= late:
        repos.suggestions.remove(found.id)


def _theirs(repos: Repositories, community: Community, account: Account) -> tuple[Suggestion, ...]:
    return repos.suggestions.of_accounts(community.id, accounts_with(repos, community, account))


def _one(repos: Repositories, community: Community, account: Account, name: str) -> Suggestion:
    found = repos.suggestions.get(SuggestionId(name))
    mine = accounts_with(repos, community, account)
    if found is None or found.community != community.id or found.by not in mine:
        raise NotFound(
            T(
                "That suggestion is not waiting any more. {command} takes a new one.",
                command=Command("challenge suggest"),
            )
        )
    return found
