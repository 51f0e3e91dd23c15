"""What organisers do with suggestions: read, change, approve, decline. Whose idea one was they are not told.

Each step looks at the row of its own transaction: another organiser, or its writer, may have been quicker.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random

from bot.content.filling import filled
from bot.content.library import Library
from bot.content.remarks import is_english, remarks
from bot.domain.challenges import Challenge
from bot.domain.community import Community
from bot.domain.member import Contact, MemberState
from bot.domain.shelf import (
    MOST_ENTRIES,
    OWN,
    Decline,
    Pack,
    PackEntry,
    Suggestion,
    SuggestionState,
    digest_of,
    in_pack,
)
from bot.errors import NotFound, UserError
from bot.ids import ChallengeId, SuggestionId, new_id
from bot.ports.storage import Repositories
from bot.services.planned import delivery
from bot.services.shelf import names, suggesting
from bot.text.message import TN, Command, T

PAGE = 10


def page(repos: Repositories, community: Community, number: int) -> tuple[tuple[Suggestion, ...], int]:
    """Return one page of what waits, the oldest first, and how many wait in all; the last page for a number beyond."""
    waiting = repos.suggestions.how_many_wait(community.id)
    last = max(0, (waiting - 1) // PAGE)
    offset = min(max(number, 0), last) * PAGE
    return repos.suggestions.waiting(community.id, offset=offset, limit=PAGE), waiting


def one(repos: Repositories, community: Community, name: str) -> Suggestion:
    """Return a suggestion that waits. Raise `NotFound` where it was decided or taken back meanwhile."""
    found = repos.suggestions.get(SuggestionId(name))
    if found is None or found.community != community.id or found.state is not SuggestionState.OPEN:
        raise NotFound(
            T(
                "That suggestion is not waiting any more: it has an answer, or was taken back. {command} shows what is.",
                command=Command("organise suggestions"),
            )
        )
    return found


class Changed(UserError):
    """Say that a suggestion is another one by now than what an organiser saw."""

    def __init__(self) -> None:
        super().__init__(
            T(
                "It was changed while you read it. {command} shows it as it is now.",
                command=Command("organise suggestions"),
            )
        )


def change(
    repos: Repositories,
    community: Community,
    name: str,
    edit: Callable[[Challenge], Challenge],
    library: Library,
    *,
    seen: str = "",
) -> Suggestion:
    """Let an organiser change the words or what it asks; what follows from that is filled in anew.

    Raise `Changed` where it is another one by now than what was seen (`seen` is its digest; empty asks for none).
    """
    found = _as_seen(repos, community, name, seen)
    edited = edit(found.entry)
    changed = replace(found, entry=filled(edited, library.plus((edited,))))
    repos.suggestions.save(changed)
    return changed


def _as_seen(repos: Repositories, community: Community, name: str, seen: str) -> Suggestion:
    found = one(repos, community, name)
    if seen and seen != digest_of(found.entry):
        raise Changed
    return found


def approve(
    repos: Repositories,
    community: Community,
    name: str,
    now: datetime,
    *,
    library: Library,
    rng: Random,
    seen: str = "",
) -> PackEntry:
    """Put a suggestion into the community's own pack, without any link to whose it was, and tell them.

    It gets an id that nobody has seen yet: the cards of its writer name the suggestion's.

    Raise `UserError` where something stands in the way that Kith never says, and where the shelf is full, and `Changed`
    where it is another one by now than what was seen (`seen` is its digest; empty asks for none).
    """
    found = _as_seen(repos, community, name, seen)
    blocking = [
        each for each in remarks(found.entry, library, english=is_english(found.language)) if each.blocks
    ]
    if blocking:
        raise UserError(
            T("Before it can be used, something has to be changed: {what}", what=blocking[0].text)
        )
    entries = _with_room(repos, community)
    if not any(pack.id == OWN for pack in repos.packs.all(community.id)):
        repos.packs.put(Pack(community=community.id, id=OWN, name="", language=community.language))
    challenge = _renamed(found.entry, in_pack(OWN, new_id(rng)))
    entry = PackEntry(
        community=community.id,
        id=challenge.id,
        pack=OWN,
        number=1 + max((each.number for each in entries if each.pack == OWN), default=0),
        entry=challenge,
    )
    repos.packs.put_entries(entry)
    _tell(repos, community, found, now, {"challenge": entry.id})
    suggesting.erase(repos, community, found)
    return entry


def _renamed(challenge: Challenge, name: ChallengeId) -> Challenge:
    """Return a challenge under another id, also where it names itself."""
    easier, remote = (name if each == challenge.id else each for each in (challenge.easier, challenge.remote))
    return replace(challenge, id=name, easier=easier or name, remote=remote)


def _with_room(repos: Repositories, community: Community) -> tuple[PackEntry, ...]:
    """Return the challenges of all packs. Raise `UserError` where no more fit."""
    entries = repos.packs.entries(community.id)
    if sum(not each.retired for each in entries) >= MOST_ENTRIES:
        raise UserError(
            TN(
                "There is {count} challenge in your packs already, and no more fit. {command} removes a pack.",
                "There are {count} challenges in your packs already, and no more fit. {command} removes a pack.",
                MOST_ENTRIES,
                command=Command("organise library list"),
            )
        )
    return entries


def decline(
    repos: Repositories, community: Community, name: str, now: datetime, *, reason: Decline, words: str = ""
) -> Suggestion:
    """Decline a suggestion, kindly, and tell whose it was."""
    found = one(repos, community, name)
    declined = replace(found, state=SuggestionState.DECLINED, decided_at=now, reason=reason, words=words)
    repos.suggestions.save(declined)
    _tell(repos, community, found, now, {})
    return declined


def _tell(
    repos: Repositories, community: Community, found: Suggestion, now: datetime, outcome: dict[str, str]
) -> None:
    """Plan to tell its writer where they allowed that; nobody is told who has left."""
    member = repos.members.of_account(community.id, found.platform, found.user)
    if member is not None and member.state is MemberState.LEFT:
        return
    if not found.tell and (member is None or member.contact is not Contact.DIRECT):
        return
    args = {"platform": found.platform, "user": found.user, **outcome}
    repos.jobs.add(delivery(community.id, names.TOLD, found.id, now, args=args))
