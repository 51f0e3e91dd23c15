"""Points on a map: coordinates in the usual ways of writing them, codes that stand for a place, links to maps."""

import re
import tomllib
from functools import cache
from importlib.resources import files

_DECIMAL = r"[-+−]?(?:\d{2,3}[.]\d{3,}|\d[.]\d{4,})"
_COMMA = r"[-+−]?\d{1,3},\d{4,}"
_COMPASS = r"\s?°?\s?[NSEWO]?"
_WHOLE = {"maps.apple.com", "maps.app.goo.gl", "maps.me"}
_POINTS = (
    re.compile(rf"(?<![\d.]){_DECIMAL}{_COMPASS}\s?[,;/ ]\s?{_DECIMAL}(?![\d.])", re.IGNORECASE),
    re.compile(rf"(?<![\d,]){_COMMA}{_COMPASS}\s?[;/ ]\s?{_COMMA}(?![\d,])", re.IGNORECASE),
    re.compile(r"\b[NS]\s?\d{1,2}[.,]\d{2,}\b.{0,6}?\b[EWO]\s?\d{1,3}[.,]\d{2,}", re.IGNORECASE),
    re.compile(
        r"\d{1,3}\s?[°º]\s?\d{1,2}\s?['′’](?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|''))?\s?[NSEWO]\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bgeo:[-+]?\d", re.IGNORECASE),
    re.compile(r"(?<![A-Z0-9+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![A-Z0-9+])"),
    re.compile(r"(?<![:/\w])///\s?[^\W\d_]+[.・·][^\W\d_]+[.・·][^\W\d_]+"),
)


def shows_point(words: str) -> bool:
    """Say whether words hold coordinates, a code for a place, or a link to a map."""
    return any(pattern.search(words) for pattern in _POINTS) or _links().search(words) is not None


@cache
def _links() -> re.Pattern[str]:
    """Read the list of hosts; an end such as .com or .co.uk may stand where a host has none."""
    hosts: list[str] = tomllib.loads(
        (files("bot.content.private") / "maps.toml").read_text(encoding="utf-8")
    )["hosts"]
    written = "|".join(_host(host) for host in hosts)
    return re.compile(rf"(?<![\w-])(?:[\w-]+\.)*(?:{written})(?![\w-])", re.IGNORECASE)


def _host(host: str) -> str:
    name, slash, path = host.partition("/")
    whole = name in _WHOLE or ("." in name and not name.startswith("maps."))
    end = "" if whole else r"(?:\.[a-z]{2,3}){1,2}"
    return re.escape(name) + end + (f"/{re.escape(path)}" if slash else "")
