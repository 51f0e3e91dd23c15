"""Why a challenge is thought to help: the sources, and the only lines about it that Kith may say.

Grades: A several experiments or a meta-analysis, B one or two good experiments, C correlations. A tag without a
line stays silent; no line speaks of health, and each one hedges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.challenges import Evidence
from bot.text.message import T, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Say what an evidence tag rests on; `line` is the reviewed sentence that members may be shown."""

    source: str
    grade: str
    line: Text | None = None


GROUNDS: Mapping[Evidence, Ground] = MappingProxyType(
    {
        Evidence.WARMUP: Ground(
            source="Aknin & Sandstrom 2024, Communications Psychology 2:34",
            grade="B",
            line=T("Two hellos often make the third one easier."),
        ),
        Evidence.WEAK_TIE: Ground(
            source="Liu, Rim, Min & Min 2023, JPSP 124(4):754-771; Sandstrom & Dunn 2014, PSPB 40(7):910-922",
            grade="A for direction, C for daily mood",
            line=T("People often like hearing from us more than we expect."),
        ),
        Evidence.VOICE: Ground(
            source="Kumar & Epley 2021, JEP: General 150(3):595-607",
            grade="B",
            line=T("In person often feels best; a call is a fine choice too."),
        ),
        Evidence.ESCALATE: Ground(
            source="Aron et al. 1997, PSPB 23(4):363-377; Boothby et al. 2018, Psychological Science 29(11):1742-1756",
            grade="A-",
            line=T("Most people come across better than they think."),
        ),
        Evidence.REPEAT: Ground(
            source="Hall 2019, Journal of Social and Personal Relationships; Lim et al. 2024 (KIND)",
            grade="C; A- for the weekly rhythm",
            line=T("Small contact often counts."),
        ),
        Evidence.NORMS: Ground(source="Pei et al. 2025, Nature Human Behaviour 9:2121-2134", grade="B"),
        Evidence.MANNERS: Ground(source="Good manners; no claim", grade="none"),
        Evidence.JUDGEMENT: Ground(source="Our judgement; no claim", grade="none"),
    }
)
