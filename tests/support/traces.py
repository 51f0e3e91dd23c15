"""Look for words in everything that a running Kith keeps: the database's own bytes, notebooks, and the log."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.support.kith import kith_on
from tests.support.searching import rows_with

STAGES = ("playground", "discord", "matrix")
SETUP = {
    "zone": "Europe/Amsterdam",
    "steward": "Noor",
    "contact": "Sam",
    "size": "pairs",
    "areas": "Centre, North",
}
FIRST = {
    "reach": "town",
    "times": "sat-morning",
    "languages": "en",
    "hello": "I bake bread.",
}


@asynccontextmanager
async def kith_at(platform):
    """Run a community with one member on a platform; its clock shows the time, as Matrix messages do."""
    module = import_module(f"tests.support.{platform}_stage")
    async with module.open_stage() as stage, kith_on(stage, start=datetime.now(UTC), on_file=True) as kith:
        olga = await stage.person("Olga", organiser=True)
        await olga.say("organise setup")
        await olga.fill(**SETUP)
        await olga.say(
            "organise circle create", name="Walks", cadence="weekly", day="sunday", time="18:00", size="2"
        )
        ada = await joined(stage)
        yield kith, olga, ada


async def joined(stage, name="Ada"):
    person = await stage.person(name)
    await person.say("meet join")
    await person.tap("I agree")
    await person.fill(**FIRST)
    return person


async def traces(kith, caplog, words):
    """Return where words are kept: any column, sealed ones opened, the files' bytes, all notebook entries ever, the log."""
    found = [*await rows_with(kith.storage, words)]
    file = Path(kith.storage._engine.url.database)
    places = {path.name: path.read_bytes() for path in file.parent.glob(f"{file.name}*")}
    places |= {"log": "\n".join(_logged(record) for record in caplog.records).encode()}
    notebook = getattr(kith.stage, "notebook", None)
    places |= {"notebook": "\n".join(notebook.written).encode()} if notebook is not None else {}
    forms = (words.encode(), words.encode("unicode_escape"))
    return sorted([*found, *(name for name, data in places.items() if any(form in data for form in forms))])


def _logged(record):
    return f"{record.getMessage()} {record.__dict__}"


async def hello_of(kith):
    """Return the hello of the one member."""
    [community] = await kith.storage.run(lambda repos: repos.communities.all())
    [member] = await kith.storage.run(lambda repos: repos.members.of_community(community.id))
    return member.hello
