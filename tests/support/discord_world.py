"""What the loopback Discord knows: one server with channels, threads, members and messages, in memory."""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field

from adapters.discord.invite import PERMISSIONS

EPOCH = "2026-11-23T09:00:00+00:00"
TEXT, DIRECT, PRIVATE_THREAD = 0, 1, 12
EPHEMERAL = 1 << 6
MANAGE_GUILD = 1 << 5
ATTACH_FILES = 1 << 15
READ_HISTORY = 1 << 16
_EMPTY_LISTS = (
    *("emojis", "stickers", "features", "voice_states", "presences", "stage_instances"),
    *("guild_scheduled_events", "soundboard_sounds"),
)
_ZEROS = (
    *("premium_tier", "verification_level", "default_message_notifications", "nsfw_level"),
    *("explicit_content_filter", "mfa_level", "system_channel_flags"),
)
EVERYBODY = sum(PERMISSIONS.values())


class Refused(Exception):
    """Answer a request with an error of Discord's."""

    def __init__(self, status, code, message="refused"):
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


@dataclass
class World:
    """Hold everything, as the payloads that Discord sends."""

    ids: itertools.count = field(
        default_factory=lambda: itertools.count(1_300_000_000_000_000_000, 4_194_304)
    )
    channels: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)  # user id -> (user, roles)
    messages: dict = field(default_factory=lambda: defaultdict(list))
    people: dict = field(default_factory=lambda: defaultdict(set))  # thread -> user ids
    files: dict = field(default_factory=dict)  # path -> bytes
    nonces: dict = field(default_factory=dict)
    closed: set = field(default_factory=set)
    commands: list = field(default_factory=list)
    bot_permissions: int = EVERYBODY
    elsewhere: str | None = None  # where interactions are sent in place of the gateway

    def __post_init__(self):
        self.app = self.new_id()
        self.guild = self.new_id()
        self.organisers = self.new_id()
        self.bot = user(self.app, "Kith", bot=True)
        self.members[self.app] = (self.bot, [])
        self.channel = self.add_channel("general")

    def new_id(self):
        return str(next(self.ids))

    def add_channel(self, name):
        """Add a text channel."""
        number = self.new_id()
        self.channels[number] = {
            "id": number,
            "type": TEXT,
            "name": name,
            "position": 0,
            "permission_overwrites": [],
            "nsfw": False,
            "guild_id": self.guild,
            "last_message_id": None,
        }
        return number

    def add_member(self, name, *, organiser=False):
        """Let somebody in."""
        number = self.new_id()
        self.members[number] = (user(number, name), [self.organisers] if organiser else [])
        return number

    def channel_payload(self, number):
        """Return a channel, or refuse as Discord does."""
        if number not in self.channels:
            raise Refused(404, 10003, "Unknown Channel")
        return self.channels[number]

    def member_payload(self, number):
        """Return a member, or refuse."""
        if number not in self.members:
            raise Refused(404, 10007, "Unknown Member")
        who, roles = self.members[number]
        return {"user": who, "roles": roles, "joined_at": EPOCH, "deaf": False, "mute": False, "flags": 0}

    def permissions_of(self, number):
        """Return what a member may do, as Discord writes it."""
        organiser = self.organisers in self.members[number][1]
        return str(EVERYBODY | (MANAGE_GUILD if organiser else 0))

    def guild_payload(self):
        """Return the server as GUILD_CREATE brings it."""
        channels = [one for one in self.channels.values() if one["type"] == TEXT]
        return {
            "id": self.guild,
            "name": "Test town",
            "owner_id": "1",
            "roles": self.roles(),
            "channels": channels,
            "threads": [one for one in self.threads() if not one["thread_metadata"]["archived"]],
            "members": [self.member_payload(self.app)],
            "member_count": len(self.members),
            "large": False,
            "unavailable": False,
            "joined_at": EPOCH,
            "preferred_locale": "en-US",
            **{name: [] for name in _EMPTY_LISTS},
            **dict.fromkeys(_ZEROS, 0),
            "afk_timeout": 300,
            "premium_progress_bar_enabled": False,
        }

    def roles(self):
        """Return the server's roles: everybody, and the organisers."""
        return [
            role(self.guild, "@everyone", self.bot_permissions, 0),
            role(self.organisers, "Organisers", MANAGE_GUILD, 1),
        ]

    def threads(self):
        """Return all threads, archived ones too."""
        return [one for one in self.channels.values() if one["type"] == PRIVATE_THREAD]

    def open_thread(self, parent, body):
        """Make a private thread."""
        number = self.new_id()
        self.channels[number] = {
            "id": number,
            "type": body["type"],
            "name": body["name"],
            "guild_id": self.guild,
            "parent_id": parent,
            "owner_id": self.app,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": body.get("auto_archive_duration", 1440),
                "archive_timestamp": EPOCH,
                "locked": False,
                "invitable": body.get("invitable", True),
            },
        }
        self.people[number].add(self.app)
        return self.channels[number]

    def direct_channel(self, number):
        """Return somebody's direct messages with the bot."""
        if number not in self.members:
            raise Refused(400, 50033, "Invalid Recipient(s)")
        found = next((one for one in self.channels.values() if one.get("with") == number), None)
        if found is None:
            here = self.new_id()
            found = {
                "id": here,
                "type": DIRECT,
                "recipients": [self.members[number][0]],
                "last_message_id": None,
                "with": number,
            }
            self.channels[here] = found
        return found

    def add_message(self, channel, body, files=(), *, seen_by=None, base=""):
        """Keep a message of the bot."""
        number = self.new_id()
        message = {
            "id": number,
            "channel_id": channel,
            "author": self.bot,
            "timestamp": EPOCH,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mention_roles": [],
            "pinned": False,
            "type": 0,
            "mentions": [],
            "attachments": [],
            "flags": 0,
            "notified": list((body.get("allowed_mentions") or {}).get("users") or []),
            "seen_by": seen_by,
        }
        self.change_message(
            message, {"content": "", "embeds": [], "components": [], **body}, files, base=base
        )
        self.messages[channel].append(message)
        return message

    def change_message(self, message, body, files=(), *, base=""):
        """Take over what a body says about a message."""
        for name in ("content", "embeds", "components", "flags"):
            if name in body:
                message[name] = body[name] if body[name] is not None else ("" if name == "content" else [])
        if not message["content"] and not message["embeds"] and not message["components"] and not files:
            raise Refused(400, 50006, "Cannot send an empty message")
        if files or "attachments" in body:
            message["attachments"] = [self.keep_file(name, data, base) for name, data in files]

    def keep_file(self, name, data, base):
        """Keep an uploaded file and return how it is named in messages."""
        number = self.new_id()
        path = f"/attachments/{number}/{name}"
        self.files[path] = data
        url = base + path
        return {"id": number, "filename": name, "size": len(data), "url": url, "proxy_url": url}

    def message(self, channel, number):
        """Return a message, or refuse."""
        for message in self.messages[channel]:
            if message["id"] == number and not message.get("deleted"):
                return message
        raise Refused(404, 10008, "Unknown Message")


def user(number, name, *, bot=False):
    """Return a user."""
    return {
        "id": number,
        "username": name.lower(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "primary_guild": None,
    }


def role(number, name, permissions, position):
    """Return a role."""
    return {
        "id": number,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
