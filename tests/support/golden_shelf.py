"""What Kith says of suggestions, packs and what is left out, made from fixed facts."""

from dataclasses import replace

from bot.content.library import load_library
from bot.content.remarks import remarks
from bot.domain.community import Account
from bot.domain.shelf import OWN, Decline, in_their_words
from bot.ports.messages import Message
from bot.services.cards import library as library_cards
from bot.services.cards import suggestions as cards
from bot.services.cards.library import Counts
from bot.services.shelf.packing import Held
from bot.services.shelf.suggesting import Looked
from tests.support.golden import Cast
from tests.support.shelf import a_pack, a_suggestion, an_entry, declined

LIBRARY = load_library()
GOOD = {
    "title": "A *green* bench",
    "text": "Rest on a bench that you pass every day. Tell somebody near you what you like about it.",
    "smaller": "Rest there for a minute.",
}
BAD = GOOD | {"text": "You must look for a bench with your mother! Have a beer there."}
COUNTS = Counts(shipped=123, left_out=2, waiting=3, misfits=1)


def suggestion(cast: Cast, words: dict[str, str] = GOOD, **changes):
    account = Account(platform=cast.platform, user=cast.users["Ada"])
    first = LIBRARY.challenges[0].id
    return replace(a_suggestion("s1", account, effort=2, easier=first, remote=first, **words), **changes)


def looked(cast: Cast, words: dict[str, str] = GOOD, **changes) -> Looked:
    found = suggestion(cast, words, **changes)
    english = found.language == "en"
    said = remarks(found.entry, LIBRARY, english=english)
    return Looked(suggestion=found, remarks=said, english=english, tells=False)


def packs():
    own = a_pack(OWN, name="")
    return Held(pack=own, count=1), Held(pack=a_pack(name="Garden & club", on=False), count=12)


def queue(cast: Cast) -> Message:
    waiting = [suggestion(cast, GOOD | {"title": f"Idea {number}"}) for number in range(3)]
    return cards.queue(waiting, 1, 23, 10)


def own_list(cast: Cast) -> Message:
    waits = suggestion(cast)
    return cards.mine((waits, declined(suggestion(cast), words="We do this on Sundays, join us!")))


def told_no(cast: Cast) -> Message:
    no = replace(declined(suggestion(cast), words="We do this on Sundays."), reason=Decline.CLOSE)
    return cards.declined(no)


def doubts() -> Message:
    one, *rest = LIBRARY.challenges[:4]
    return library_cards.which_out(rest, [(one, 5)])


def messages():
    """Return what is shown, by name, and whether others see it."""
    shown = {
        "suggestion-reads-well": lambda cast: cards.read_through(
            looked(cast, GOOD | {"title": "A bench & a song"})
        ),
        "suggestion-stands-out": lambda cast: cards.read_through(looked(cast, BAD)),
        "suggestion-receipt": lambda cast: cards.receipt(suggestion(cast), tells=False),
        "suggestions-mine": own_list,
        "suggestion-queue": queue,
        "suggestion-full": lambda cast: cards.full(looked(cast)),
        "suggestion-full-blocked": lambda cast: cards.full(looked(cast, BAD)),
        "suggestion-full-other-language": lambda cast: cards.full(looked(cast, language="nl")),
        "suggestion-declined": told_no,
        "suggestion-approved": lambda cast: cards.approved(in_their_words(suggestion(cast).entry)),
        "suggestion-notice": lambda _: cards.notice(),
        "library": lambda _: library_cards.listing(packs(), COUNTS),
        "library-pack": lambda _: library_cards.pack_card(
            a_pack(name="Garden & club"),
            [an_entry("tree", title="A *tree*"), an_entry("bench", 2, title="A bench")],
        ),
        "library-deletion": lambda _: library_cards.ask_erasure(an_entry("tree", title="A *tree*")),
        "library-removal": lambda _: library_cards.ask_removal(a_pack()),
        "library-leave-out": lambda _: doubts(),
        "library-left-out-this-week": lambda _: library_cards.left_out(
            LIBRARY.challenges[0].title, "x", this_week=True
        ),
        "library-left-out": lambda _: library_cards.what_is_out({"x": LIBRARY.challenges[0].title}),
    }
    return {name: (make, False) for name, make in shown.items()}
