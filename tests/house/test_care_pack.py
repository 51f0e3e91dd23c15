"""The care pack: it is all there, linked, in links that lead somewhere, and its list of venues can be imported."""

import re
from pathlib import Path
from random import Random

import pytest

from bot.domain.moderation import Outcome
from bot.services.places.spot_table import read_spots
from tests.support.storage import open_storage
from tests.support.town import COMMUNITY, build

ROOT = Path(__file__).parents[2]
PACK = ROOT / "docs" / "care"
PAGES = (
    "conduct-pledge.md",
    "moderators.md",
    "minors.md",
    "crisis-card.md",
    "venues.csv",
    "dpia.md",
    "breach.md",
    "privacy-notice.md",
)
_LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_and_linked_from_the_packs_first_page(page):
    assert (PACK / page).is_file()
    assert f"({page})" in (PACK / "README.md").read_text()


def test_the_readme_links_the_pack():
    assert "(docs/care/README.md)" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("page", sorted(PACK.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for link in _LINK.findall(page.read_text()):
        assert link.startswith("https://") or (page.parent / link).exists(), link


async def test_the_list_of_venues_imports_as_it_is():
    async with open_storage() as storage:
        await storage.run(build)
        text = (PACK / "venues.csv").read_text()
        table = await storage.run(lambda repos: read_spots(repos, COMMUNITY, text, Random(1)))
    assert table.problems == ()
    assert len(table.added) >= 5
    assert all(spot.notes and spot.area for spot in table.added)


def test_the_playbook_knows_every_outcome():
    playbook = (PACK / "moderators.md").read_text()
    assert [each for each in Outcome if f"| {each.label.template} |" not in playbook] == []


def test_the_crisis_card_quotes_what_kith_says():
    """The words of the card are those that the care rules fix; the page repeats them."""
    page = " ".join((PACK / "crisis-card.md").read_text().replace("> ", "").split())
    assert "I'm a program, so I can't talk it through or keep watch, and I may have misread you." in page
    assert "I have not saved or shown your text to anyone." in page
