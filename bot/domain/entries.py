"""Names exactly what a challenge says, so that what somebody saw can be told from what stands there now."""

from bot.domain.challenges import Challenge
from bot.ids import short_hash


def digest_of(challenge: Challenge) -> str:
    """Return a short name of everything that a challenge says."""
    sets = (challenge.modes, challenge.conditions, challenge.access)
    words = (challenge.title.template, challenge.text.template, challenge.smaller.template)
    facts = (challenge.practice, challenge.setting, challenge.tie, challenge.effort, challenge.minutes)
    ways = (challenge.cost, challenge.place, challenge.energy, challenge.safety, challenge.tender)
    rest = (challenge.easier, challenge.remote, challenge.evidence, challenge.note_to_translator)
    return short_hash(*map(str, (*words, *facts, *ways, *rest)), *(",".join(sorted(each)) for each in sets))
