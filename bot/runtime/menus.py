"""Menus on their way out get an id and are kept, so that a tap works after a restart."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ids import CommunityId, MenuId, UserId
from bot.ports.messages import Action, Form, Message
from bot.ports.storage import Repositories, StoredMenu

KEPT = timedelta(days=35)
"""Longer than a round from its opening post to its close."""
COMMUNITY = "community"
"""The option that says which community is meant where the place does not; every command takes it."""


def keep(
    repos: Repositories,
    message: Message,
    *,
    menu: MenuId,
    community: CommunityId | None,
    now: datetime,
    only: tuple[UserId, ...] = (),
) -> Message:
    """Give the message's menu its id and write it down; a message without one comes back as it is."""
    if message.menu is None:
        return message
    named = replace(message.menu, id=menu)
    repos.menus.put(StoredMenu(menu=named, community=community, only=only, expires=now + KEPT))
    return replace(message, menu=named)


def bind_to(form: Form, community: CommunityId | None) -> Form:
    """Let a form remember its community, because a direct room does not say which one is meant."""
    if community is None:
        return form
    options = {**form.action.options, COMMUNITY: community}
    return replace(form, action=Action(command=form.action.command, options=options))
