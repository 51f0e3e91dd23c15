"""The link with which an organiser brings Kith into a server, with the least rights that the work needs."""

from urllib.parse import urlencode

PERMISSIONS = {
    "view channels": 1 << 10,  # to find the channel that setup names
    "send messages": 1 << 11,  # the opening post, the weekly challenge
    "embed links": 1 << 14,  # cards; without it Discord shows an empty message
    "attach files": 1 << 15,  # a plan's calendar file, a challenge's picture; both are left out without it
    "read message history": 1 << 16,  # to look for an own earlier post before posting again
    "create private threads": 1 << 36,  # one private place a group
    "send messages in threads": 1 << 38,  # the group's card, reminders, check-in
}
"""What Kith asks for, and why. Not asked for: Administrator, Manage Threads (a thread's maker may rename, archive and
take people out of it without), Mention Everyone, and anything that reads members' messages."""


def invite_url(application_id: str) -> str:
    """Return the link that adds the application to a server with the rights above and slash commands."""
    query = {
        "client_id": application_id,
        "permissions": str(sum(PERMISSIONS.values())),
        "scope": "bot applications.commands",
        "integration_type": "0",  # to a server, never to a user's own account
    }
    return "https://discord.com/oauth2/authorize?" + urlencode(query)
