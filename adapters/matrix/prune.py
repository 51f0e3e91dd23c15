"""What the notebook may forget: menus and sent marks so old that nobody comes back to them."""

from adapters.matrix.records import MenuRecord, SentRecord, load
from bot.ports.clock import Clock
from bot.ports.notebook import Notebook

KEPT_MS = 90 * 24 * 3_600_000


async def prune(notebook: Notebook, clock: Clock) -> None:
    """Erase what is older than 90 days; done once, at each start."""
    before = int(clock.now().timestamp() * 1000) - KEPT_MS
    for key in await notebook.keys("sent/"):
        sent = await load(notebook, key, SentRecord)
        if sent is None or sent.at < before:
            await notebook.erase(key)
    for key in await notebook.keys("menu/"):
        menu = await load(notebook, key, MenuRecord)
        if menu is None or menu.at < before:
            await notebook.erase(key)
