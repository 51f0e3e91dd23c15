"""A served playground page, and a browser to look at it."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import which

from adapters.playground.clock import PushableClock
from adapters.playground.page.server import Page
from adapters.playground.page.serving import serving
from adapters.playground.page.views import Views
from tests.support.inbox import ScriptedInbox
from tests.support.needs import need
from tests.support.playground_stage import PlaygroundStage

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class StillDriver:
    """Move the clock and nothing else."""

    clock: PushableClock
    pushed: list[timedelta]

    async def push(self, duration, progress):
        self.pushed.append(duration)
        self.clock.push(duration)
        progress(1.0)

    async def settle(self):
        """Do nothing."""


@asynccontextmanager
async def served_stage(stage=None):
    """Serve a stage with a scripted core; gives the stage, the inbox, the driver, the visitor's id and the address."""
    stage = stage or PlaygroundStage()
    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    me = stage.world.add_person("Robin", stage.home, organiser=True)
    driver = StillDriver(stage.clock, [])
    views = Views(stage.world, zone="Europe/Amsterdam", me=me)
    page = Page(stage.world, stage.client, driver, views, me=me)
    async with serving(page) as url:
        yield stage, inbox, driver, me, url


@asynccontextmanager
async def browser():
    """Start headless Chromium, or skip where there is none."""
    found = next(filter(None, map(which, BROWSERS)), None)
    need(met=found is not None, reason="Chromium is not installed")
    playwright = _playwright()
    async with playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            await chromium.close()


def _playwright():
    try:
        from playwright.async_api import async_playwright
    except ModuleNotFoundError:
        need(met=False, reason="Playwright is not installed")
        raise
    return async_playwright


async def picture(page, folder, name):
    """Keep a screenshot where somebody asked for it (a folder), else nowhere."""
    if folder:
        await page.screenshot(path=str(Path(folder) / f"{name}.png"))
