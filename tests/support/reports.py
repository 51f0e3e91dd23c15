"""A town with moderators, and members who report."""

from bot.domain.moderation import Category
from tests.support.meeting_town import settle_town

NOTICE = "Something has come in"
WORDS = "They shouted at me by the fountain."
SECRETS = (NOTICE, WORDS, "report", "Report", "moderator", "Moderator", "held")
"""What nobody reads whom a report is about, wherever they look."""


async def a_moderated_town(kith, names=("a", "b", "c"), *, alternate=True, **settings):
    """Settle a town with an organiser who moderates in a room of their own, and a contact for reports about her."""
    town = await settle_town(kith, list(names), **settings)
    olga = await kith.stage.person("Olga", organiser=True)
    await olga.say("organise setup", room="new")
    await kith.due()
    sam = await kith.stage.person("Sam")
    if alternate:
        await olga.say("organise setup", alternate=sam.user_id)
        await sam.say("kith contact", agree="yes")
    return town, olga, sam


async def write(human, who, category=Category.HARASSMENT, *, words=WORDS, may_write="yes"):
    """Write a report, up to the point at which it is read through."""
    await human.say("meet report", who=who.user_id)
    await human.tap(category.label.template[:20])
    return await human.fill(words=words, write=may_write)


async def report(kith, human, who, category=Category.HARASSMENT, **settings):
    """Write a report and send it, and let what follows from it be done."""
    await write(human, who, category, **settings)
    receipt = await human.tap("Send it")
    await kith.due()
    return receipt


async def texts(human):
    """Return everything that somebody can read, in one piece each."""
    return [each.text for each in await human.sees()]


async def reports_of(kith):
    return await kith.storage.run(lambda repos: repos.reports.of_community("town"))


async def member(kith, name):
    return await kith.storage.run(lambda repos: repos.members.get(name))


async def opened(kith, category=Category.HARASSMENT, **settings):
    """Let a report come in, with two moderators to look after it."""
    town, olga, _ = await a_moderated_town(kith, "abc")
    pia = await kith.stage.person("Pia", organiser=True)
    ada, ben, _ = town.people.values()
    await report(kith, ada, ben, category, **settings)
    return town, olga, pia


async def walk(human, *labels):
    """Open the queue, and tap on from there."""
    await human.say("organise reports")
    for label in labels:
        seen = await human.tap(label)
    return seen


async def about_a_moderator(kith):
    """Let Ben moderate, beside Olga; a report about him goes to Sam."""
    town, olga, sam = await a_moderated_town(kith, "abc")
    ada, ben, _ = town.people.values()
    await olga.say("organise setup", moderator=ben.user_id)
    return olga, sam, ada, ben
