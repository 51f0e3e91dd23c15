"""Whether a picture goes with the weekly challenge."""

from dataclasses import replace

from bot.domain.community import Community
from bot.ports.storage import Repositories


def want_pictures(repos: Repositories, community: Community, *, wanted: bool) -> Community:
    """Let pictures go with the weekly challenge from its next post on, or let none."""
    current = repos.communities.get(community.id) or community
    changed = replace(current, challenges=replace(current.challenges, pictures=wanted))
    repos.communities.save(changed)
    return changed
