"""What organisers read of the question of the season: what it is, and what is told of its answers, to them as to all."""

from bot.ports.messages import Action, Choice, Menu, Message
from bot.services.cards.challenges import NORM_QUESTION
from bot.services.weekly.norms import Standing
from bot.text.message import Command, T, Text


def card(standing: Standing) -> Message:
    """Show whether the question is asked, and offer the other."""
    state, label = ("off", T("Don't ask it")) if standing.on else ("on", T("Ask it"))
    return Message(
        title=T("The question of the season"),
        lines=(
            T("It is asked.") if standing.on else T("It is not asked."),
            NORM_QUESTION,
            T(
                "I ask after a challenge, privately, each person once a season at most. They can pass. Answers are "
                "counted without names."
            ),
            *_told(standing),
        ),
        menu=Menu(
            choices=(
                Choice(
                    key=state,
                    label=label,
                    action=Action(command="organise question", options={"state": state}),
                ),
            )
        ),
    )


def _told(standing: Standing) -> tuple[Text, ...]:
    """Say what the posts say, or why they say nothing; an organiser learns no more of it than everybody."""
    if not standing.on:
        return (T("While it is off, the posts say nothing of earlier answers either."),)
    if not standing.posts:
        off = T(
            "It waits for the weekly challenge, which is off. {challenges} turns it on.",
            challenges=Command("organise challenges"),
        )
        return (off,)
    if standing.line is not None:
        return (T("On weeks of meeting, the post says:"), standing.line)
    return (
        T(
            "The posts say nothing of it yet. It takes ten answers in a season that is over, and most people glad to "
            "be invited."
        ),
    )
