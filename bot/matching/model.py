"""What the matcher is asked and what it answers: plain data that another process, or another machine, answers alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.ids import AreaId, MemberId

SMALLEST_SIZE = 2
LARGEST_SIZE = 5

Pair = tuple[MemberId, MemberId]


def pair_of(one: MemberId, other: MemberId) -> Pair:
    """Name two members in the one order that histories and separations use."""
    return (one, other) if one < other else (other, one)


class Bridge(StrEnum):
    """What a circle may ask its groups to mix, in place of interests in common."""

    AREAS = "areas"
    ROLES = "roles"
    NEWCOMERS = "newcomers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Describe a member who said yes to this round.

    `slots` has 21 bits, bit day * 3 + part of the day, in the circle's time zone. `centre` is the area's latitude and
    longitude in degrees; `reach_km` is how far the member will travel. `sat_out` counts the rounds left out in a row.
    `odd_trios` says by how many tenths of a turn somebody is ahead of the others in groups of another size than the
    circle's (in a pairs-only circle: in rounds sat out); `turns` keeps these books. `odd_last` says that the round before
    was such a turn. `pairs_only` is the member's own wish: in circles of two, the odd trio is made of others wherever
    that costs nobody a place; circles of larger groups keep their size. `host` is the consent to hold one extra seat
    where somebody would be left out otherwise, `hosted` how many rounds ago they last did (None: never). `past_fit` is
    the mean of how well earlier groups fitted (0 to 1000), None for nobody knows yet.
    """

    id: MemberId
    slots: int
    languages: frozenset[str]
    area: AreaId | None = None
    centre: tuple[float, float] | None = None
    reach_km: float
    interests: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    sat_out: int = 0
    odd_trios: int = 0
    odd_last: bool = False
    pairs_only: bool = False
    newcomer: bool = False
    role: str = ""
    host: bool = False
    hosted: int | None = None
    past_fit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Name candidates who come as one: never apart, and counted as one by the solvers.

    `complete` ones are a group of their own already (a pod that meets again) and may be joined by others up to the
    circle's size; otherwise (two partners who come together) they need company.
    """

    members: tuple[MemberId, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMeeting:
    """Say when two members were last in one group (1: the round before this one) and how often in all.

    Once they really met, only such meetings count. `missed` means that no planned meeting of theirs came about: they may
    be matched again, sooner than others who met.
    """

    rounds_ago: int
    times: int = 1
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRequest:
    """Ask for the groups of one round; the same request always gets the same answer, on every machine.

    `history` and `separated` name pairs in sorted order (see `pair_of`). `size` is the circle's group size, 2 to 5;
    groups of 2 to `size` + 1 may come about, unless `pairs_only`, which leaves an odd member out instead.
    `same_area` forbids groups across areas. `together` needs a size of 3 or more. `bridge` lists what groups shall mix.
    `new_faces` is how many people new to them everybody shall meet in a group; None for as many as there are seats.
    `said` names the times of those who come with fewer of them (none, while somebody is held back) than they said they
    have: advice goes by what people said, and nothing else does.
    """

    candidates: tuple[Candidate, ...]
    history: Mapping[Pair, PastMeeting] = field(default_factory=dict)
    separated: frozenset[Pair] = frozenset()
    size: int = 2
    seed: str
    pairs_only: bool = False
    same_area: bool = False
    together: tuple[Together, ...] = ()
    bridge: frozenset[Bridge] = frozenset()
    new_faces: int | None = None
    said: Mapping[MemberId, int] = field(default_factory=dict)

    @property
    def wanted(self) -> int:
        """Return the size that groups shall have."""
        return SMALLEST_SIZE if self.pairs_only else self.size

    @property
    def largest(self) -> int:
        """Return the size that no group exceeds."""
        return self.wanted if self.pairs_only else self.size + 1

    def __post_init__(self) -> None:
        """Refuse what no circle can mean: a size outside 2-5, a member twice, a pair out of order, partners in pairs."""
        if not SMALLEST_SIZE <= self.size <= LARGEST_SIZE:
            raise ValueError(f"a group has {SMALLEST_SIZE} to {LARGEST_SIZE} members, not {self.size}")
        if len({candidate.id for candidate in self.candidates}) < len(self.candidates):
            raise ValueError("a member is a candidate twice")
        if any(one >= other for pairs in (self.history, self.separated) for one, other in pairs):
            raise ValueError("name the two members of a pair in sorted order")
        self._check_together({candidate.id for candidate in self.candidates})

    def _check_together(self, known: set[MemberId]) -> None:
        names = [member for each in self.together for member in each.members]
        if len(set(names)) < len(names) or not known.issuperset(names):
            raise ValueError("who comes together must be a candidate, and only once")
        if names and (self.pairs_only or self.size == SMALLEST_SIZE):
            raise ValueError("people who come together need a circle of larger groups")
        if any(not SMALLEST_SIZE <= len(each.members) <= self.size + 1 for each in self.together):
            raise ValueError(f"from {SMALLEST_SIZE} to {self.size + 1} people can come together")


class FactKind(StrEnum):
    """Which reason for a group a fact names; the words for it are the texts' business."""

    SHARED_SLOTS = "shared slots"  # values: the bits, ascending
    SHARED_LANGUAGE = "shared language"  # values: the language codes, sorted
    SAME_AREA = "same area"  # values: the area's id
    DISTANCE_KM = "distance km"  # values: the longest way between two of them, whole kilometres, rounded up
    SHARED_INTERESTS = "shared interests"  # values: what all of them like, sorted
    FIRST_MEETING = "first meeting"  # no two of them were in one group before
    LAST_MET = "last met"  # values: how many rounds ago two of them last were in one group


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Name one reason why these people fit that all of them may see; never a separation."""

    kind: FactKind
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedGroup:
    """Hold people who shall meet: sorted ids, the slots and languages common to all, and why they fit.

    `fits` says for each of `members` how well the others suit them, 0 to 1000. `host` names who holds an extra seat in
    this group, beside a seat in another.
    """

    members: tuple[MemberId, ...]
    slots: int
    languages: frozenset[str]
    facts: tuple[Fact, ...]
    fits: tuple[int, ...] = ()
    host: MemberId | None = None


class UnplacedReason(StrEnum):
    """Why somebody is in no group, for counts over many rounds.

    It knows of separations and holds, so no words may follow from it: what people read follows from `Advice` alone.
    """

    NO_POSSIBLE_PARTNER = "no possible partner"
    NOBODY_LEFT = "nobody left"


class Change(StrEnum):
    """What could be wider so that there is somebody to meet, the smallest step for a member first."""

    AROUND = "around"  # go to the areas around their own
    AREA = "area"  # name an area at all
    TIMES = "times"
    ANYWHERE = "anywhere"
    AREA_RULE = "area rule"  # the circle's
    LANGUAGES = "languages"
    THEIR_REACH = "their reach"  # it is the others who do not come that far


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Name the change that would help a member most, for the organiser, and how many people to meet it opens up.

    It follows from what all of them said of themselves, never from a separation, a report or a hold: those add nothing
    to it and take nothing away.
    """

    change: Change
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Name a member who is in no group this time, and what might help, if a single change does."""

    member: MemberId
    reason: UnplacedReason
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchResult:
    """Answer a request: groups by their first member, who is left out, and how good it is.

    `repeats` counts pairs that met before. `value` sums how well each placed member fits their group (0 to 1000 each,
    up to twice as much for whoever's earlier groups fitted badly). `bound` is a proven limit that no choice can exceed
    in `value` without breaking a promise that ranks above fit; None where it is not proven that those promises are
    kept as well as possible. `value == bound` proves the best. No choice places more than `most_placed` members.
    Proofs hold among the pairs that were looked at; `all_compared` says that these were all that are possible.
    """

    groups: tuple[MatchedGroup, ...]
    unplaced: tuple[Unplaced, ...]
    repeats: int
    value: int
    bound: int | None
    most_placed: int
    all_compared: bool = True
