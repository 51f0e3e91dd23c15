"""The colours of pictures. Each picture has a ground of its own, so it looks the same on a dark and a light page."""

from bot.domain.challenges import Practice

PAPER = "#fffaf2"
INK = "#23303a"
QUIET = "#4f5b66"
EDGE = "#8a8f94"
"""The thin line around a picture, which sets it off from a page of any colour."""
ON_BAND = "#ffffff"
TINT = "#f1e7d8"
BAR = "#1f6f78"
BAND = {
    Practice.REACH_OUT: "#1f6f78",
    Practice.BE_PRESENT: "#5b4b9a",
    Practice.ENGAGE_SENSES: "#8a4b1f",
    Practice.JOIN_COMMUNITY: "#37662f",
}
"""A practice's colour; its shape and its name stand beside it, so that nothing hangs on seeing colours."""
WRITTEN = (
    (INK, PAPER),
    (QUIET, PAPER),
    (INK, TINT),
    (QUIET, TINT),
    *((ON_BAND, colour) for colour in BAND.values()),
)
"""Every pair of a letter's colour and its ground that pictures use."""
