"""The platforms that every contract runs on."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.support.inbox import ScriptedInbox
from tests.support.needs import need
from tests.support.stage import Stage

STAGES = {
    "playground": "tests.support.playground_stage",
    "discord": "tests.support.discord_stage",
    "matrix": "tests.support.matrix_stage",
}
# A channel that is well-formed on the platform and does not exist.
NOWHERE = {"playground": "place-0", "discord": "1", "matrix": "!nowhere:localhost"}
NOBODY = {"playground": "person-0", "discord": "1", "matrix": "@nobody:localhost"}


@dataclass(frozen=True)
class Scene:
    """Hold a stage that is connected to a scripted core."""

    stage: Stage
    inbox: ScriptedInbox
    nowhere: str
    nobody: str

    @property
    def platform(self):
        return self.stage.platform

    async def post(self, message, *, key, channel=None, language="en", look=False):
        """Post as the core does: the menu gets its id first."""
        posted = await self.platform.post(
            channel or self.stage.channel, self.inbox.known(message), language=language, key=key, look=look
        )
        await self.stage.settle()
        return posted


@pytest.fixture(
    params=[
        "playground",
        pytest.param("discord", marks=pytest.mark.timeout(60)),
        pytest.param("matrix", marks=pytest.mark.timeout(180)),
    ]
)
def platform_name(request):
    return request.param


@pytest.fixture
def scene(platform_name):
    """Return a context manager: each test opens its stage in its own task, as task groups want it."""

    @asynccontextmanager
    async def opened():
        module = STAGES[platform_name]
        need(met=find_spec(module) is not None, reason=f"{module} is not there")
        async with import_module(module).open_stage() as stage:
            inbox = ScriptedInbox(stage.platform)
            await stage.open(inbox)
            yield Scene(stage, inbox, NOWHERE[platform_name], NOBODY[platform_name])

    return opened
