"""What a weekly challenge says, in public and to the one person who taps on it."""

from bot.content.library import Library
from bot.domain.challenges import Challenge, footers
from bot.domain.posts import ChallengePost
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.text.message import T


def challenge_message(post: ChallengePost, library: Library) -> Message | None:
    """Show a week's challenge to everybody; None if the library no longer has it."""
    challenge = library.challenge(post.challenge)
    if challenge is None:
        return None
    return card(challenge, post, heading=True)


def card(
    challenge: Challenge, post: ChallengePost, *, heading: bool = False, swaps_left: bool = True
) -> Message:
    """Show one challenge with its smaller version and the three taps, which are private everywhere."""
    title = T("This week: {title}", title=challenge.title) if heading else challenge.title
    taps = (
        Choice(key="done", label=T("Done"), action=_tap("done", post), tone=Tone.MAIN),
        *((Choice(key="another", label=T("Another one"), action=_tap("swap", post)),) if swaps_left else ()),
        Choice(key="skip", label=T("Not this week"), action=_tap("skip", post)),
    )
    *above, skipping = footers(challenge)
    return Message(
        title=title,
        lines=(challenge.text, T("Or smaller: {smaller}", smaller=challenge.smaller), *above),
        footer=skipping,
        menu=Menu(choices=taps),
    )


def _tap(verb: str, post: ChallengePost) -> Action:
    return Action(command=f"challenge {verb}", options={"post": post.id})
