"""Ready-made things for a community's own shelf: suggestions, packs and their challenges."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.community import Account
from bot.domain.shelf import Decline, Pack, PackEntry, Suggestion, SuggestionState, in_pack
from bot.ids import PackId, SuggestionId
from tests.support import stored
from tests.support.content import a_challenge

GARDEN = PackId("garden")


def a_suggestion(
    name: str, account: Account, *, at: datetime = stored.NOW, community=stored.TOWN, **words: str
) -> Suggestion:
    return Suggestion(
        id=SuggestionId(name),
        community=community,
        made_at=at,
        state=SuggestionState.OPEN,
        entry=a_challenge("reach-suggested", **words),
        language="en",
        platform=account.platform,
        user=account.user,
    )


def declined(suggestion: Suggestion, *, words: str = "", after: timedelta = timedelta()) -> Suggestion:
    return replace(
        suggestion,
        state=SuggestionState.DECLINED,
        decided_at=suggestion.made_at + after,
        reason=Decline.ENOUGH,
        words=words,
    )


def a_pack(pack: PackId = GARDEN, *, community=stored.TOWN, **facts) -> Pack:
    return Pack(**{"community": community, "id": pack, "name": "Garden club", "language": "en"} | facts)


def an_entry(
    name: str, number: int = 1, *, pack: PackId = GARDEN, community=stored.TOWN, retired=False, **facts
) -> PackEntry:
    return PackEntry(
        community=community,
        id=in_pack(pack, name),
        pack=pack,
        number=number,
        entry=a_challenge(in_pack(pack, name), **facts),
        retired=retired,
    )
