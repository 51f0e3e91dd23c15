"""What is said about reports: to whoever wrote one, and to whoever takes it. Never to whom it is about (H9)."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.community import Account, Community
from bot.domain.moderation import ANSWER_WITHIN, Category, Outcome, Report, ReportState, Route
from bot.ids import UserId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.text.message import Command, Moment, MomentStyle, Person, T, Text, Verbatim

REPORT, REPORTS = "meet report", "organise reports"
_LISTED = 20


def whom(people: Sequence[tuple[UserId, str]]) -> Message:
    """Ask whom a report is about; whom somebody met lately comes first."""
    lines = [
        T("This is private. Moderators read it, and nobody else; the other person is never told."),
        T("Whom is it about?") if people else T("Please name the person."),
    ]
    choices = tuple(
        Choice(
            key=f"p{number}",
            label=T("{person} ({circle})", person=Person(user), circle=circle),
            action=Action(command=REPORT, options={"who": user}),
        )
        for number, (user, circle) in enumerate(people, start=1)
    )
    return Message(
        title=T("Tell the moderators"),
        lines=tuple(lines),
        footer=T("{command} with a name is about anybody else.", command=Command(REPORT)),
        menu=Menu(choices=choices) if choices else None,
    )


def about_what(user: UserId) -> Message:
    """Ask what a report is about."""
    choices = tuple(
        Choice(
            key=each.value,
            label=each.label,
            action=Action(command=REPORT, options={"who": user, "category": each.value}),
        )
        for each in Category
        if each is not Category.HELP
    )
    return Message(
        title=T("What happened?"),
        lines=(T("Choose what comes nearest. You can add words of your own next, or none."),),
        menu=Menu(choices=choices),
    )


def read_through(report: Report) -> Message:
    """Show a report to its writer before it is sent."""
    about = Person(report.about_account.user) if report.about_account is not None else T("nobody")
    facts = [
        Fact(label=T("About"), value=T("{person}", person=about)),
        Fact(label=T("What"), value=report.category.label),
    ]
    words = (T("Your words: {words}", words=Verbatim(report.words)),) if report.words else ()
    may = T("Yes") if report.may_write else T("No")
    facts.append(Fact(label=T("A moderator may write to you"), value=may))
    again = {"who": report.about_account.user if report.about_account is not None else ""}
    return Message(
        title=T("This is what moderators will read"),
        lines=(T("They also see that it comes from you. The other person is not told."), *words),
        facts=tuple(facts),
        footer=T("If you don't send it within an hour, it is deleted."),
        menu=Menu(
            choices=(
                _choice("send", T("Send it"), REPORT, {"send": report.id}, Tone.MAIN),
                _choice(
                    "again",
                    T("Write it again"),
                    REPORT,
                    {**again, "category": report.category.value, "drop": report.id},
                ),
                _choice("drop", T("Don't send it"), REPORT, {"drop": report.id}),
            )
        ),
    )


def _choice(key: str, label: Text, command: str, options: dict[str, str], tone: Tone = Tone.PLAIN) -> Choice:
    return Choice(key=key, label=label, action=Action(command=command, options=options), tone=tone)


def receipt(report: Report, community: Community, *, tables: bool = False) -> Message:
    """Say what happened at once, who reads it, and by when; nothing that is not sure (care 4d).

    `tables` says whether there are open tables here, to which anybody of a circle may come.
    """
    by = Moment(at=report.made_at + ANSWER_WITHIN, zone=community.zone, style=MomentStyle.SHORT)
    lines = [T("Thank you for telling us. Your report is sent.")]
    if report.about_account is not None:
        lines.append(T("The two of you are never matched again, whatever is decided."))
        lines.append(
            T("You are out of any group that you share and that has not met yet. Nobody is told why.")
        )
    if report.about_account is not None and tables:
        lines.append(
            T(
                "Anybody may come to an open table. While you are told where it is, I don't tell it to them; whoever "
                "knows it already may still come."
            )
        )
    if report.category.holds:  # the same words whether they take part, or are held already: that is theirs
        lines.append(
            T(
                "If they take part here, they are matched with nobody for up to a week, or until a moderator "
                "has looked."
            )
        )
    lines.append(_readers(community))
    lines.append(T("I ask them for a first answer by {when}.", when=by))
    if not report.may_write:
        lines.append(T("Nobody writes to you about it, as you wished."))
    return Message(
        title=T("Your report"),
        lines=tuple(lines),
        footer=T("I'm a program. In danger, please call {number}.", number=emergency(community)),
        menu=Menu(
            choices=(_choice("safe", T("Help right now"), "meet safe", {}),), prompt=T("Anything else?")
        ),
    )


def _readers(community: Community) -> Text:
    """Say who reads a report as things stand here, also where that is less than it could be."""
    if community.moderator_channel is None:
        return T(
            "The moderators here find it with {command}; they have no room of their own yet, so it may take longer. "
            "If it is about one of them, only {contact} sees it.",
            command=Command(REPORTS),
            contact=community.contact,
        )
    if community.alternate is None or not community.alternate_agreed:
        return T(
            "The moderators here read it. If it is about one of them, they don't see it: it is kept for {contact}, "
            "to whom I can't write yet, so you can also speak to them yourself.",
            contact=community.contact,
        )
    return T(
        "The moderators here read it. If it is about one of them, they don't see it, and {contact} does.",
        contact=community.contact,
    )


def emergency(community: Community) -> Text:
    """Name the emergency number that an organiser gave, or say what it is."""
    if community.emergency:
        return T("{number}", number=community.emergency)
    return T("your local emergency number")


def notice(report: Report, community: Community, *, reminder: str = "") -> Message:
    """Say in the moderators' room that a report has come in; who and what is read behind the tap."""
    first = {
        "": T("Something has come in: {category}.", category=report.category.label),
        "first": T("Nobody has looked at this for a day: {category}.", category=report.category.label),
        "close": T("This is open for a week: {category}.", category=report.category.label),
        "agree": T(
            "An outcome is written down and needs a second moderator: {category}.",
            category=report.category.label,
        ),
    }[reminder]
    lines = [first]
    if not reminder:
        by = Moment(at=report.made_at + ANSWER_WITHIN, zone=community.zone, style=MomentStyle.SHORT)
        lines.append(T("Please take it by {when}, so that its writer knows that somebody looks.", when=by))
    if report.route is Route.ALTERNATE:
        lines.append(T("It is about somebody who moderates here, so only you see it."))
    return Message(
        title=T("For the moderators"),
        lines=tuple(lines),
        menu=Menu(choices=(_choice("open", T("Open it"), REPORTS, {"report": report.id}, Tone.MAIN),)),
    )


def told(report: Report) -> Message:
    """Tell whoever wrote a report how far it is."""
    if report.state is not ReportState.CLOSED or report.outcome is None:
        if report.category is Category.HELP:
            seen = T("A moderator has seen it and writes to you.")
            return Message(title=T("Your question"), lines=(seen,))
        return Message(
            title=T("Your report"),
            lines=(
                T("A moderator has read it and looks into it. They may write to you."),
                T("Nobody expects you to speak with the other person, and you are welcome here as before."),
            ),
        )
    if report.category is Category.HELP:
        done = T("A moderator has closed your question. {safe} asks again.", safe=Command("meet safe"))
        return Message(title=T("Your question"), lines=(done,))
    return Message(title=T("Your report"), lines=(report.outcome.told, T("Thank you for telling us.")))


def listed(reports: Sequence[Report], community: Community) -> Message:
    """List the reports that wait, the oldest first, then the closed ones; those that keep somebody out come first."""
    waiting = [report for report in reports if report.waits]
    closed = sorted((each for each in reports if not each.waits), key=lambda each: each.keeps_out)[-_LISTED:]
    shown = [*waiting[:_LISTED], *reversed(closed)][: _LISTED + 4]
    if not shown:
        return Message(title=T("Reports"), lines=(T("No report is open."),))
    choices = tuple(
        _choice(
            f"r{number}",
            T(
                "{state}: {category}, {when}",
                state=_SHORT[each.state],
                category=each.category.brief,
                when=_day(each.made_at, community),
            ),
            REPORTS,
            {"report": each.id},
        )
        for number, each in enumerate(shown, start=1)
    )
    return Message(
        title=T("Reports"),
        lines=(T("Who may read this, may read it: please don't pass it on."),),
        menu=Menu(choices=choices),
    )


def _day(at: datetime, community: Community) -> Moment:
    return Moment(at=at, zone=community.zone, style=MomentStyle.DATE)


_STATES = {
    ReportState.OPEN: T("New"),
    ReportState.TAKEN: T("Taken"),
    ReportState.DECIDED: T("Needs a second moderator"),
    ReportState.CLOSED: T("Closed"),
}


_SHORT = {**_STATES, ReportState.DECIDED: T("To agree on")}
"""The same, where a button has little room."""


def full(report: Report, community: Community, *, held: bool, may_decide: bool) -> Message:
    """Show a report to a moderator, with what helps to handle it and what can be done now."""
    return Message(
        title=T("Report: {category}", category=report.category.label),
        lines=(T("In their words: {words}", words=Verbatim(report.words)),) if report.words else (),
        facts=_facts(report, community, held=held),
        bullets=_playbook(report)
        if may_decide
        else (T("You wrote this report, so somebody else decides on it."),),
        footer=T("Please recuse yourself if you are close to one of the two."),
        menu=_steps(report, held=held) if may_decide else None,
    )


def _facts(report: Report, community: Community, *, held: bool) -> tuple[Fact, ...]:
    facts = [
        Fact(label=T("How far"), value=_STATES[report.state]),
        Fact(label=T("Since"), value=T("{when}", when=Moment(at=report.made_at, zone=community.zone))),
        Fact(label=T("From"), value=_person(report.by_account)),
        Fact(label=T("May be written to"), value=T("Yes") if report.may_write else T("No")),
    ]
    if report.category is not Category.HELP:
        facts.append(Fact(label=T("About"), value=_person(report.about_account)))
    if report.taken_by is not None:
        facts.append(Fact(label=T("Taken by"), value=_person(report.taken_by)))
    if report.outcome is not None:
        facts.append(Fact(label=T("Outcome"), value=report.outcome.label))
    if report.about is not None:
        facts.append(
            Fact(label=T("Matching of the other person"), value=T("held") if held else T("as usual"))
        )
    return tuple(facts)


def _person(account: Account | None) -> Text:
    return T("{person}", person=Person(account.user)) if account is not None else T("not known any more")


def _playbook(report: Report) -> tuple[Text, ...]:
    """Say what to keep in mind at this step; the whole playbook is `docs/care/moderators.md`."""
    match report.state:
        case ReportState.OPEN if report.about_account is None:
            return (T("Taking it tells them that somebody looks. Then write to them, and listen."),)
        case ReportState.OPEN:
            return (
                T("The two are parted already, and neither was told why."),
                T("Taking it tells the writer, if they allowed that, that somebody looks."),
            )
        case ReportState.TAKEN:
            return (
                T("Thank the writer and listen. Ask what would help."),
                T("Don't ask them to face the other person, and don't suggest that they step back."),
                T("Write the outcome down together with a second moderator."),
            )
        case ReportState.DECIDED:
            return (T("The outcome comes into force when a second moderator agrees."),)
        case _:
            return ()


def _steps(report: Report, *, held: bool) -> Menu | None:
    def step(key: str, label: Text, do: str, tone: Tone = Tone.PLAIN) -> Choice:
        return _choice(key, label, REPORTS, {"report": report.id, "do": do}, tone)

    if report.state is ReportState.CLOSED:
        words = T("Let them in again") if report.outcome is Outcome.REMOVED else T("Lift the hold")
        return Menu(choices=(step("lift", words, "lift"),)) if report.keeps_out else None
    if report.state is ReportState.OPEN:
        choices = [step("take", T("I take it"), "take", Tone.MAIN)]
    else:
        choices = [step(each.value, each.label, each.value) for each in _outcomes(report)]
    if report.state is ReportState.DECIDED:
        choices.insert(0, step("agree", T("I agree with the outcome"), "agree", Tone.MAIN))
    if report.about is not None:
        if held:
            choices.append(step("lift", T("End the hold now"), "lift"))
        choices.append(step("longer", T("Hold for a week from now"), "longer"))
    return Menu(choices=tuple(choices))


def _outcomes(report: Report) -> tuple[Outcome, ...]:
    """Return what can come of a report; a question for help brings nothing for anybody else."""
    if report.about_account is None:
        return (Outcome.NO_ACTION, Outcome.SPOKEN)
    return tuple(Outcome)


def welcome() -> Message:
    """Say in the moderators' room what it is for."""
    return Message(
        title=T("The moderators' room"),
        lines=(
            T(
                "I say here when a report has come in. Who and what it is about is shown to the one who opens it."
            ),
            T("A report about somebody who moderates here never comes here."),
        ),
        menu=Menu(choices=(_choice("all", T("All reports"), REPORTS, {}),)),
    )
