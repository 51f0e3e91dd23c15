"""What moderators, their alternate contact and whoever asked them for help are told."""

from bot.domain.community import Account, Community
from bot.domain.jobs import Job
from bot.domain.member import Contact
from bot.domain.moderation import Category, Outcome, Report, ReportState, Route
from bot.ids import HomeId, PlatformName, ReportId, UserId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.ports.storage import Repositories
from bot.services.cards import reports as report_cards
from bot.services.cards import safety as safety_cards
from bot.services.care.routing import reachable
from bot.services.kit import Kit
from bot.services.open_tables.open_table import any_table
from bot.services.steps import Effect, OpenPlace, PostTo, WriteTo
from bot.services.tongues import language_of, language_of_account
from bot.text.catalogue import first_spoken
from bot.text.message import T
from bot.text.render import PlainStyle, render


def notice(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the moderators' room that a report has come in."""
    report, community = _of(repos, job)
    if report is None or community is None or report.state is not ReportState.OPEN:
        return None
    return _in_room(community, report_cards.notice(report, community))


def alternate(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the alternate contact, and nobody else, that a report has come in about a moderator."""
    report, community = _of(repos, job)
    if report is None or community is None or report.state is not ReportState.OPEN:
        return None
    return _to_takers(repos, report, community, report_cards.notice(report, community))


def remind(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Remind whoever takes a report of one that nobody took, or that is open for long."""
    report, community = _of(repos, job)
    mark = job.key.rpartition("/")[2]
    if report is None or community is None or not report.waits:
        return None
    if mark == "first" and report.state is not ReportState.OPEN:
        return None
    return _to_takers(repos, report, community, report_cards.notice(report, community, reminder=mark))


def agreement(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask a second moderator to agree with an outcome."""
    report, community = _of(repos, job)
    if report is None or community is None or report.state is not ReportState.DECIDED:
        return None
    if report.route is Route.ALTERNATE:
        return None
    return _in_room(community, report_cards.notice(report, community, reminder="agree"))


def told(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell whoever wrote a report how far it is; what was overtaken by its end is not said any more."""
    report, community = _of(repos, job)
    if report is None:
        report = _carried(job)
    if report is None or community is None or report.by_account is None or not report.may_write:
        return None
    if job.args.get("what") == "taken" and report.state is ReportState.CLOSED:
        return None
    member = repos.members.get(report.by) if report.by is not None else None
    asked = first_spoken(job.args.get("language", ""), community.language)
    language = language_of(repos, member) if member is not None else asked
    return WriteTo(
        platform=report.by_account.platform,
        user=report.by_account.user,
        message=report_cards.told(report),
        language=language,
    )


def receipt(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Give a writer the receipt directly, where the one that they were shown went with their group's place."""
    report, community = _of(repos, job)
    if report is None or community is None or report.by is None or report.by_account is None:
        return None
    member = repos.members.get(report.by)
    if member is None or member.contact is not Contact.DIRECT:
        return None
    return WriteTo(
        platform=report.by_account.platform,
        user=report.by_account.user,
        message=report_cards.receipt(report, community, tables=any_table(repos, community.id)),
        language=member.language or community.language,
    )


def _carried(job: Job) -> Report | None:
    """Return what is left of a closed report that went with the person whom it was about."""
    args = job.args
    if "outcome" not in args:
        return None
    return Report(
        id=ReportId(job.subject),
        community=job.community,
        made_at=job.due,
        state=ReportState.CLOSED,
        category=Category(args["category"]),
        outcome=Outcome(args["outcome"]),
        may_write=True,
        by_account=Account(platform=PlatformName(args["platform"]), user=UserId(args["user"])),
    )


def _of(repos: Repositories, job: Job) -> tuple[Report | None, Community | None]:
    return repos.reports.get(ReportId(job.subject)), repos.communities.get(job.community)


def _to_takers(repos: Repositories, report: Report, community: Community, message: Message) -> Effect | None:
    if report.route is not Route.ALTERNATE:
        return _in_room(community, message)
    if community.alternate is None or not reachable(repos, community, report):
        return None
    account = community.alternate
    language = language_of_account(repos, account.platform, account.user, heard="", home=community)
    return WriteTo(platform=account.platform, user=account.user, message=message, language=language)


def _in_room(community: Community, message: Message) -> Effect | None:
    room = community.moderator_channel
    if room is None:
        return None
    language = first_spoken(community.language)
    return PostTo(platform=room.platform, channel=room.channel, message=message, language=language)


def room(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a private room for moderators below the community's channel."""
    community = repos.communities.get(job.community)
    platform = PlatformName(job.args["platform"])
    home = repos.communities.home(platform, HomeId(job.args["home"]))
    if community is None or home is None:
        return None
    people = tuple(UserId(user) for user in job.args["people"].split("\n") if user)
    name = render(T("Moderators"), PlainStyle(), first_spoken(community.language))
    request = PlaceRequest(home=home.home, channel=home.channel, name=name, people=people)
    return OpenPlace(platform=platform, request=request)


def welcome(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say in the moderators' room what it is for."""
    community = repos.communities.get(job.community)
    return _in_room(community, report_cards.welcome()) if community is not None else None


def ping(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Send the reminder that somebody set; it says that it is one."""
    platform, user = PlatformName(job.args["platform"]), UserId(job.args["user"])
    heard, home = job.args["language"], repos.communities.get(job.community)
    language = language_of_account(repos, platform, user, heard=heard, home=home)
    return WriteTo(platform=platform, user=user, message=safety_cards.ping(), language=language)


def under_age(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell moderators that somebody said that they are under 18, without saying who (H2)."""
    community = repos.communities.get(job.community)
    return _in_room(community, safety_cards.under_age()) if community is not None else None
