"""The cast of the pretend town: who lives there, what they like, and how they are."""

from dataclasses import dataclass
from random import Random

TOWN = "Alder Quay"
AREAS = {
    "Harbour": (52.100, 4.000),
    "Old Town": (52.105, 4.015),
    "Mill Quarter": (52.112, 4.030),
    "Northside": (52.130, 4.010),
    "Greenfield": (52.085, 4.050),
}
"""Each area with a coarse centre; by these degrees the town lies in the sea."""
ORGANISER = "Olga Brandt"
VISITOR = "Robin Vale"
GUEST = "Noor Haas"
"""New here and not a member: whoever looks at the page can join as them."""

NAMES = (
    "Ada Okafor", "Ben Levy", "Cleo Martins", "Dewi Santoso", "Elif Kaya", "Farid Haddad", "Greta Lund",
    "Hana Mori", "Idris Bello", "Jonas Weber", "Kiran Rao", "Lena Novak", "Mateo Cruz", "Nadia Petrova",
    "Oskar Blom", "Priya Nair", "Quinn Doyle", "Rosa Almeida", "Samir Aziz", "Tomas Varga", "Uma Joshi",
    "Viktor Hale", "Wanda Kowal", "Xenia Roth", "Yusuf Demir", "Zoe Laurent", "Amara Diallo", "Bruno Conti",
    "Carmen Vidal", "Dara Quinn", "Emil Strand", "Fatou Sarr", "Gus Parker", "Helmi Saari", "Ivo Marek",
    "Joy Mensah", "Kaya Whitefeather", "Leo Fontaine", "Mina Park", "Nils Aker",
)  # fmt: skip
NEWCOMERS = (
    "Olive Tran", "Pavel Dusek", "Rania Khoury", "Stan Brook", "Tessa Moreau", "Ugo Ferri", "Vera Lindt",
    "Will Asante",
)  # fmt: skip

INTERESTS = (
    "bread", "birds", "trains", "gardening", "maps", "chess", "knitting", "film", "languages", "bicycles",
    "tea", "ceramics", "rowing", "jazz", "board games", "history", "photography", "repairing things", "dogs", "poetry",
)  # fmt: skip
HELLOS = (
    "I like long talks and short walks.",
    "New in town, happy to be shown a good bench.",
    "I bake on Saturdays and bring what is left.",
    "Quiet at first, then not so quiet.",
    "I know every tram line here. Ask me anything.",
    "Looking for people to sit by the water with.",
    "I mend bicycles and old radios.",
    "Happy to listen, happy to talk.",
    "Learning Portuguese slowly; patience is welcome.",
    "I bring a thermos wherever I go.",
    "I work nights, so afternoons are my mornings.",
    "I take pictures of doors.",
)
WISHES = ("step-free", "quiet", "no-alcohol", "no-purchase", "indoors", "outdoors")
LANGUAGES = ("Dutch", "German", "Spanish", "French", "Arabic", "Portuguese", "Turkish", "Polish")
TIMES = (
    "sat-morning", "sat-afternoon", "sun-morning", "sun-afternoon", "mon-evening", "tue-evening", "wed-evening",
    "thu-evening", "fri-afternoon", "tue-morning", "thu-afternoon",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """Say how somebody tends to act. All but `slow` (usual hours until an answer) are chances from 0 to 1."""

    keen: float
    steady: float
    chatty: float
    always: float
    slow: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Hold one person of the cast; `profile` is what they fill in, option by option."""

    name: str
    temper: Temper
    profile: dict[str, str]
    wishes: dict[str, str]
    quiet: bool
    """Prefers no direct messages."""


def draw(name: str, rng: Random) -> Character:
    """Draw somebody's circumstances and temper."""
    usual = rng.sample(TIMES[:4], k=rng.randint(1, 3)) + rng.sample(TIMES[4:], k=rng.randint(2, 4))
    languages = ["English", *rng.sample(LANGUAGES, k=rng.choice((0, 0, 1, 1, 2)))]
    profile = {
        "area": rng.choice(tuple(AREAS)),
        "reach": rng.choice(("near", "near", "town", "town", "town")),
        "times": ",".join(usual),
        "languages": ", ".join(languages),
        "hello": rng.choice(HELLOS) if rng.random() < 0.8 else "",  # noqa: PLR2004 - most people write one
    }
    wishes = {
        "interests": ", ".join(rng.sample(INTERESTS, k=rng.choice((0, 0, 1, 2, 3)))),
        "wishes": ",".join(rng.sample(WISHES, k=rng.choice((0, 0, 0, 1)))),
    }
    return Character(
        name=name,
        temper=_temper(rng),
        profile=profile,
        wishes=wishes,
        quiet=rng.random() < 0.15,  # noqa: PLR2004 - a few
    )


def visitor() -> Character:
    """Return whom the page looks as: somebody with enough free time to be matched in the first round."""
    return Character(
        name=VISITOR,
        temper=Temper(keen=0.9, steady=0.95, chatty=0.3, always=1.0, slow=3.0),
        profile={
            "area": "Old Town",
            "reach": "town",
            "times": ",".join(TIMES),
            "languages": "English",
            "hello": "I have just moved here.",
        },
        wishes={"interests": "", "wishes": ""},
        quiet=False,
    )


def _temper(rng: Random) -> Temper:
    return Temper(
        keen=rng.uniform(0.55, 0.98),
        steady=rng.uniform(0.8, 0.99),
        chatty=rng.uniform(0.05, 0.6),
        always=rng.uniform(0.0, 0.6),
        slow=rng.uniform(0.4, 12.0),
    )
