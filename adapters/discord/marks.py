"""Marks that let an earlier post be found again, so that nothing is posted twice.

Discord remembers a `nonce` for "the past few minutes" only (developer documentation, "Create Message"), and whether
history shows it is not documented. So every post carries its key for good as well:

- with a menu, as the last part of each `custom_id`: the bot always sees the components of its own messages;
- without one, in ten characters of Unicode's tag block (U+E0061 and so on), which no client shows, behind the text.

Members' words are cleaned of that block before they are shown (`render.clean`), so nobody can forge a mark.
"""

import base64
import hashlib

import discord

from bot.ids import short_hash

_TAGS = 0xE0000
MARK_LENGTH = 10
LOOK_BACK = 200
"""How many messages are looked through, newest first: two requests."""


def nonce_for(channel: int, key: str) -> str:
    """Return the 24 characters that Discord knows this post by; the same key elsewhere is another post."""
    digest = hashlib.blake2b(f"{channel}\x1f{key}".encode(), digest_size=15).digest()
    return base64.b32encode(digest).decode().lower()


def mark_for(key: str) -> str:
    """Return the short mark of a key."""
    return short_hash("discord-post", key, length=MARK_LENGTH)


def hidden(mark: str) -> str:
    """Return the mark as characters that no client shows."""
    return "".join(chr(_TAGS + ord(letter)) for letter in mark)


def carries(message: discord.Message, mark: str) -> bool:
    """Say whether a message is the one with this mark."""
    if any(custom_id.endswith(f":{mark}") for custom_id in _custom_ids(message)):
        return True
    texts = [message.content, *(embed.description or "" for embed in message.embeds)]
    texts += [embed.footer.text or "" for embed in message.embeds]
    return any(hidden(mark) in text for text in texts)


def _custom_ids(message: discord.Message) -> list[str]:
    found: list[str] = []
    for row in message.components:
        if isinstance(row, discord.ActionRow):
            found.extend(getattr(child, "custom_id", None) or "" for child in row.children)
    return found


async def find_own(
    channel: discord.abc.Messageable, mark: str, me: int, *, limit: int = LOOK_BACK
) -> discord.Message | None:
    """Look for an own earlier message with this mark among the newest ones."""
    async for message in channel.history(limit=limit):
        if message.author.id == me and carries(message, mark):
            return message
    return None
