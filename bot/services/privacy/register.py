"""The register of what is stored: every table and column, once. Data, not code.

`my data`, its schema and the privacy notice are made from it, and a test holds it against the tables themselves: a column
that is missing here, or is not sealed as it says, fails the build.
"""

from bot.domain.stored import Entry
from bot.services.privacy.register_care import CARE
from bot.services.privacy.register_community import COMMUNITY
from bot.services.privacy.register_people import PEOPLE
from bot.services.privacy.register_rounds import ROUNDS
from bot.services.privacy.register_shelf import SHELF
from bot.services.privacy.register_upkeep import UPKEEP

REGISTER: tuple[Entry, ...] = (*PEOPLE, *ROUNDS, *CARE, *SHELF, *COMMUNITY, *UPKEEP)
"""In the order in which the notice tells it: what is yours first."""
