"""The linter: the shipped library passes, and a planted breach of every rule is caught."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.content import lint as linter
from bot.content.evidence import Ground
from bot.content.library import Library, load_library
from bot.content.lint import lint
from bot.content.wording import Kind, breaches
from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Depth,
    Energy,
    Evidence,
    Mode,
    Practice,
    Safety,
    Setting,
    Starter,
    Tie,
    Where,
)
from bot.domain.season import Rung
from bot.text.message import T
from tests.support.content import a_challenge, a_starter

LIBRARY = load_library()
NEW = "reach-planted"
PLAIN = "Send a kind note to a neighbour about the tree outside."


def planted(**changes) -> Challenge:
    """A challenge that is fine apart from what a test changes."""
    return a_challenge(changes.pop("id", NEW), **({"text": PLAIN, "smaller": "Keep it for later."} | changes))


def rules(entry: Challenge | Starter, *more: Challenge | Starter) -> set[str]:
    """The rules that an entry breaks, put into the shipped library."""
    entries = (entry, *more)
    library = Library(
        challenges=LIBRARY.challenges + tuple(each for each in entries if isinstance(each, Challenge)),
        starters=LIBRARY.starters + tuple(each for each in entries if isinstance(each, Starter)),
    )
    return {finding.rule for finding in lint(library) if finding.id == entry.id}


IN_PERSON = frozenset({Mode.IN_PERSON})
BREACHES: list[tuple[str, Challenge | Starter]] = [
    ("fields", planted(effort=0)),
    ("fields", planted(effort=4)),
    ("fields", planted(minutes=0)),
    ("fields", planted(minutes=11)),
    ("fields", planted(effort=2, easier="reach-small-tip", minutes=121)),
    ("fields", planted(note_to_translator=" ")),
    ("fields", planted(licence="MIT")),
    ("id", planted(id="planted")),
    ("id", planted(id="reach-Planted")),
    ("id", planted(id="join-planted")),
    ("id", planted(id="reach-" + "a" * 27)),
    ("id", a_starter("deep-planted")),
    ("title", planted(title="One two three four five six seven")),
    ("length", planted(text="Send one. " * 22 + "Send it.")),
    ("length", planted(text="Send extraordinarily " * 6 + "one.", smaller="Unmistakably " * 13 + "one.")),
    ("length", a_starter("light-long", text="What would " * 10 + "you do?")),
    ("sentence", planted(text="Send a note " + "and a note " * 6 + "today.")),
    ("characters", planted(text="Send a kind note!")),
    ("characters", planted(text="Send a kind  note.")),
    ("characters", planted(text="Send a kind note to {name}.")),
    ("characters", planted(text="Send a kind note \N{WAVING HAND SIGN}.")),
    ("characters", planted(text="Send a kind note")),
    ("characters", planted(smaller="Keep it ")),
    ("characters", planted(title="Caf\N{LATIN SMALL LETTER E WITH ACUTE} time")),
    ("characters", a_starter("light-statement", text="Say what you enjoy.")),
    ("tone", planted(text="You should send a note.")),
    ("tone", planted(text="Just send a note.")),
    ("tone", planted(title="Keep your streak")),
    ("tone", planted(smaller="Someone is waiting for you.")),
    ("tone", planted(text="Write to someone lonely.")),
    ("claims", planted(text="Send a note to lower your stress.")),
    ("claims", planted(text="It heals and helps you live longer.")),
    ("closeness", planted(text="Offer a hug.")),
    ("closeness", planted(text="Keep eye contact for a minute.")),
    ("closeness", planted(text="Notice someone's eyes.")),
    ("romance", planted(text="Write a love letter.")),
    ("alcohol", planted(text="Invite someone for drinks.")),
    ("alcohol", planted(text="Meet in a pub.")),
    ("family", planted(text="Call your mother.")),
    ("calendar", planted(text="Send a note in December.")),
    ("calendar", planted(text="Send a note next March.")),
    ("calendar", planted(text="Meet on a summer evening.")),
    ("calendar", planted(text="Write before the exams.")),
    ("senses", planted(text="Look at the sky together.")),
    ("senses", planted(text="Go for a walk.")),
    ("senses", planted(text="Listen to a friend.")),
    ("venue", planted(text="Invite someone to your home.")),
    ("venue", planted(text="Give someone a ride.")),
    ("spending", planted(text="Buy someone a cup of tea.")),
    ("off-limits", a_starter("light-body", text="What does your religion mean to you?")),
    ("family", a_starter("light-family", text="Do you have children?")),
    ("easier", planted(easier="reach-gone")),
    ("easier", planted(easier="reach-thing-that-reminds")),
    ("easier", planted(effort=2)),
    ("easier", planted(effort=2, easier="reach-short-outing")),
    ("easier", planted(easier="reach-late-reply", minutes=5)),
    ("remote", planted(remote=None)),
    ("remote", planted(remote="reach-gone")),
    ("remote", planted(modes=IN_PERSON)),
    ("remote", planted(remote="reach-thing-that-reminds")),
    ("safety", planted(setting=Setting.PAIR, tie=Tie.WEAK, modes=IN_PERSON, safety=Safety.KNOWN)),
    ("safety", planted(safety=Safety.PRIVATE)),
    ("no-speech", planted(access=frozenset({Access.NO_TOUCH}))),
    ("no-touch", planted(access=frozenset({Access.NO_SPEECH}))),
    ("conditions", planted(conditions=frozenset({Condition.ANY, Condition.WET}))),
    ("conditions", planted(place=Where.OUTDOORS)),
    ("rung", planted(tie=Tie.NONE)),
    ("duplicate", planted(text=LIBRARY.challenges[3].text.template)),
    ("duplicate", a_starter("light-again", text="What do you often enjoy that costs nothing?")),
]


def test_the_shipped_library_passes():
    assert lint(LIBRARY, shipped=True) == ()


def test_what_tests_plant_is_fine_before_it_is_broken():
    assert rules(planted()) == set()
    assert rules(a_starter("light-new", text="Which smell do you like in the morning?")) == set()


@pytest.mark.parametrize(
    ("rule", "entry"), BREACHES, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(BREACHES)]
)
def test_a_planted_breach_is_caught(rule, entry):
    assert rule in rules(entry)


@pytest.mark.parametrize(
    "entry",
    [planted(id=LIBRARY.challenges[0].id), a_starter(LIBRARY.starters[0].id)],
    ids=["challenge", "starter"],
)
def test_an_id_that_is_used_twice_is_caught(entry):
    assert "unique" in rules(entry)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (T("It always helps."), "hedge"),
        (T("It often lowers cortisol."), "claims"),
        (T("It often helps + pleases."), "characters"),
    ],
)
def test_a_line_about_evidence_hedges_and_claims_nothing(line, rule):
    findings = lint(LIBRARY, [(Evidence.WARMUP, Ground(source="s", grade="B", line=line))])
    assert [(finding.file, finding.id, finding.rule) for finding in findings] == [
        ("evidence.py", "warmup", rule)
    ]


def grid(challenges: Iterable[Challenge], starters: Iterable[Starter] = LIBRARY.starters) -> str:
    library = Library(challenges=tuple(challenges), starters=tuple(starters))
    return "; ".join(each.detail for each in lint(library, shipped=True) if each.rule == "grid")


def a_season(challenges: Iterable[Challenge]) -> str:
    findings = lint(Library(challenges=tuple(challenges), starters=()))
    assert "grid" not in {finding.rule for finding in findings}
    return "; ".join(finding.detail for finding in findings if finding.rule == "season")


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (lambda each: each.practice != "engage_senses", "engage_senses, solo, effort 1: 0, at least 2"),
        (lambda each: each.setting != "group", "reach_out, group, effort 2: 0, at least 2"),
        (lambda each: each.effort != 3, "join_community, pair, effort 3: 0, at least 2"),
        (lambda each: each.tie is not Tie.DORMANT, "be_present, dormant: 0, at least 2"),
        (lambda each: Condition.DARK not in each.conditions, "dark: 0, at least 3"),
        (lambda each: Access.STEP_FREE not in each.access, "step_free: 0, at least 60"),
        (lambda each: each.tie is not Tie.CLOSE, "warm_up: 0, at least 30"),
        (
            lambda each: each.setting is not Setting.PAIR or each.practice != "join_community",
            "practices of together: 3",
        ),
        (lambda each: not each.id.startswith(("reach-", "senses-")), "challenges: "),
    ],
)
def test_a_hole_in_the_grid_is_caught(kept, says):
    assert says in grid(filter(kept, LIBRARY.challenges))


def test_one_challenge_fewer_than_promised_is_caught():
    assert "challenges: 119, at least 120" in grid(LIBRARY.challenges[:119])
    assert "challenges" not in grid(LIBRARY.challenges[:120])
    assert "starters: 89, at least 90" in grid(LIBRARY.challenges, LIBRARY.starters[:89])


def test_a_missing_depth_is_caught():
    light = [each for each in LIBRARY.starters if each.depth is Depth.LIGHT]
    assert "deep: 0, at least 30" in grid(LIBRARY.challenges, light)
    tender = [replace(each, tender=True) for each in LIBRARY.starters]
    assert "middle, not tender: 0, at least 20" in grid(LIBRARY.challenges, tender)


def test_what_is_done_alone_needs_no_plan():
    """Everything else of the grid can exist, and does."""
    assert not any(each.setting is Setting.SOLO and each.effort == 3 for each in LIBRARY.challenges)
    assert "solo, effort 3" not in grid(())


def test_a_library_of_ones_own_may_be_small_as_long_as_it_makes_a_season():
    small = [
        next(each for each in LIBRARY.find(rung=rung, practice=practice) if not each.tender)
        for rung in Rung
        for practice in ("reach_out", "be_present")
    ]
    assert a_season(small) == ""
    no_pairs = a_season(each for each in small if each.setting is not Setting.PAIR)
    assert "together: 0, at least 2; practices of together: 0, at least 2" in no_pairs
    assert "practices of wider: 1, at least 2" in a_season(LIBRARY.find(practice=Practice.REACH_OUT))


def test_too_little_quiet_company_and_too_much_cost_are_caught():
    assert "one third" in grid(replace(each, energy=Energy.HIGH) for each in LIBRARY.challenges)
    assert "three quarters" in grid(replace(each, cost=Cost.LOW) for each in LIBRARY.challenges)


def test_every_rule_of_the_manual_is_planted_somewhere():
    """The table at the head of the linter, the word lists and these tests name the same rules."""
    manual = {
        rule.strip(" ,")
        for line in re.findall(r"^    ((?:[a-z-]+, )*[a-z-]+)  ", linter.__doc__ or "", flags=re.MULTILINE)
        for rule in line.split(",")
    }
    planted_rules = {rule for rule, _ in BREACHES} | {"unique", "hedge", "season", "grid"}
    words = {rule for kind in Kind for rule in word_rules(kind)}
    assert words <= planted_rules
    assert manual | words == planted_rules


def word_rules(kind: Kind) -> set[str]:
    from bot.content.wording import _patterns

    return {rule for rule, _ in _patterns(kind)}


@pytest.mark.parametrize(
    "fine",
    [
        "People often like hearing from us more than we expect.",
        "You do not have to go yet.",
        "Spend ten minutes in a public spot.",
        "You may answer.",
        "Note when it meets next.",
        "Leave out other people's voices.",
    ],
)
def test_harmless_neighbours_of_banned_words_pass(fine):
    assert list(breaches(fine, Kind.CHALLENGES)) == []


@pytest.mark.parametrize("word", ["Hugs", "HUG", "hugging", "walking", "Brothers", "drinking"])
def test_banned_words_are_found_in_any_case_and_ending(word):
    assert list(breaches(f"About {word}.", Kind.EVERYWHERE))
