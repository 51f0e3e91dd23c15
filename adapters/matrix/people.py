"""People in what people write: mentions, and the ids behind the names that a client shows."""

import html
import re

from adapters.matrix.commands import with_people
from adapters.matrix.events import Event, listing, mapping, text

_PILL = re.compile(
    r"""<a\s[^>]*href=["']https://matrix\.to/#/(@[^"'?/]+)[^"']*["'][^>]*>(.*?)</a>""", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"https://matrix\.to/#/(@[^\s?/]+)(?:\?\S*)?")


_USER = re.compile(r"@[^\s:\x00]{1,240}:[^\s@/]{1,240}")
_LONGEST = 255


def is_user_id(words: str) -> bool:
    """Say whether this is an id as Matrix writes them, old ones included (specification, "User Identifiers")."""
    return len(words.encode()) <= _LONGEST and _USER.fullmatch(words) is not None


def mentioned(event: Event, user: str) -> bool | None:
    """Say whether an event mentions somebody; None where its client said nothing about mentions."""
    if "m.mentions" not in event.content:
        return None
    return user in listing(mapping(event.content.get("m.mentions")).get("user_ids"))


def words_with_people(event: Event) -> str:
    """Return the words with user ids where the client put names or links."""
    words = _LINK.sub(lambda found: found.group(1).replace("%40", "@").replace("%3A", ":"), event.words)
    rich = text(event.content.get("formatted_body"))[:20_000]
    pills = [
        (html.unescape(_TAG.sub("", name)), user.replace("%3A", ":")) for user, name in _PILL.findall(rich)
    ]
    return with_people(words, [(name, user) for name, user in pills if name and name != user])
