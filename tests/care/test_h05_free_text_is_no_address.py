"""H5, for free text: nobody is asked for an address or a point on a map, and one that is written is asked about."""

import pytest

from bot.commands.catalogue import CATALOGUE
from bot.ports.commands import Access
from tests.support.heavy import PRIVATE
from tests.support.traces import hello_of, kith_at

pytestmark = pytest.mark.timeout(60)
ASKED_FOR = ("address", "workplace", "school", "street", "postcode", "where you live", "where do you live")


def test_no_option_of_members_asks_for_an_address_a_workplace_or_a_school():
    """Areas are on an organiser's list, so "the area you live in" is a name from it."""
    summaries = {
        f"{command.spec.name} {option.name}": option.summary.template.casefold()
        for command in CATALOGUE
        if command.spec.access in {Access.ANYONE, Access.MEMBER}
        for option in command.spec.options
    }
    assert [name for name, words in summaries.items() if any(asked in words for asked in ASKED_FOR)] == []


@pytest.mark.parametrize("words", ["Kerkstraat 12", "52.3702, 4.8952", "https://maps.app.goo.gl/abc"])
async def test_an_area_is_never_an_address_or_a_point(words):
    """Whoever tries hears what the list has, and nothing of it is kept."""
    async with kith_at("playground") as (kith, _, ada):
        assert "not on the list of areas" in (await ada.say("meet profile", area=words)).text
        [community] = await kith.storage.run(lambda repos: repos.communities.all())
        [member] = await kith.storage.run(lambda repos: repos.members.of_community(community.id))
        assert member.area is None


async def test_addresses_and_points_in_a_hello_wait_for_their_writers_word():
    async with kith_at("playground") as (kith, _, ada):
        for words in PRIVATE[::4]:
            await ada.say("meet profile", hello=words)
            assert await hello_of(kith) == "I bake bread.", words
