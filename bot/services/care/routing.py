"""Who takes a report: the moderators, or the alternate contact where it is about one of them (H9)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.community import Account, Channel, Community, Home
from bot.domain.jobs import Job
from bot.domain.moderation import Report, ReportState, Route
from bot.ids import ChannelId, ReportId, short_hash
from bot.ports.storage import Repositories
from bot.services.care import names
from bot.services.care.moderators import accounts_with, is_one_of_them
from bot.services.kit import Kit
from bot.services.planned import delivery

WORTH = timedelta(days=30)
"""For how long a platform that is out of order is asked again: a report is not lost by an outage."""


async def route(kit: Kit, job: Job, now: datetime) -> Callable[[Repositories], None]:
    """Ask the platforms whether a report is about a moderator, and return the decision who takes it.

    While a platform can't say, nobody is told; the question is asked again.
    """
    asked = await kit.storage.run(lambda repos: _question(repos, ReportId(job.subject)))
    if asked is None:
        return lambda _repos: None
    community, homes, accounts = asked
    theirs = await is_one_of_them(kit, community, homes, accounts)
    chosen = Route.ALTERNATE if theirs else Route.MODERATORS
    return lambda repos: _write(repos, ReportId(job.subject), chosen, now)


def _question(
    repos: Repositories, name: ReportId
) -> tuple[Community, tuple[Home, ...], frozenset[Account]] | None:
    report = repos.reports.get(name)
    community = repos.communities.get(report.community) if report is not None else None
    if report is None or community is None or not report.waits:
        return None
    return community, repos.communities.homes(community.id), people_of(repos, community, report)


def people_of(repos: Repositories, community: Community, report: Report) -> frozenset[Account]:
    """Return every account of whom a report is about."""
    known = accounts_with(repos, community, report.about_account) if report.about_account is not None else ()
    member = repos.members.accounts(report.about) if report.about is not None else ()
    return frozenset({*known, *member})


def _write(repos: Repositories, name: ReportId, chosen: Route, now: datetime) -> None:
    report = repos.reports.get(name)
    community = repos.communities.get(report.community) if report is not None else None
    if report is None or community is None:
        return
    routed = replace(report, route=chosen)
    repos.reports.save(routed)
    tell(repos, community, routed, now)


def tell(repos: Repositories, community: Community, report: Report, now: datetime) -> None:
    """Plan the word that a report has come in, to whoever takes it; without a room or a contact it waits for one."""
    if report.route is Route.MODERATORS and community.moderator_channel is not None:
        mark = short_hash(community.moderator_channel.platform, community.moderator_channel.channel)
        repos.jobs.add(delivery(community.id, names.NOTICE, report.id, now, mark=mark, worth=WORTH))
    elif report.route is Route.ALTERNATE and reachable(repos, community, report):
        mark = short_hash(*_words(community.alternate))
        repos.jobs.add(delivery(community.id, names.ALTERNATE, report.id, now, mark=mark, worth=WORTH))


def reachable(repos: Repositories, community: Community, report: Report) -> bool:
    """Say whether the alternate contact can take a report: they agreed to it, and it is not about them."""
    if community.alternate is None or not community.alternate_agreed:
        return False
    return community.alternate not in people_of(repos, community, report)


def _words(account: Account | None) -> tuple[str, ...]:
    return (account.platform, account.user) if account is not None else ()


def tell_all(repos: Repositories, community: Community, now: datetime) -> None:
    """Tell a room or a contact that is new of everything that still waits for a first answer."""
    for report in repos.reports.of_community(community.id):
        if report.state is ReportState.OPEN:
            tell(repos, community, report, now)


def alternate_refused(repos: Repositories, job: Job, _now: datetime) -> None:
    """Count a contact who takes no direct messages as one who has not agreed, so that setup asks again."""
    community = repos.communities.get(job.community)
    if community is not None:
        repos.communities.save(replace(community, alternate_agreed=False))


def room_opened(repos: Repositories, job: Job, remote: str, now: datetime) -> None:
    """Remember the room that was opened for moderators, and tell it what waits."""
    community = repos.communities.get(job.community)
    home = next(
        (each for each in repos.communities.homes(job.community) if each.home == job.args["home"]), None
    )
    if community is None or home is None:
        return
    channel = Channel(platform=home.platform, channel=ChannelId(remote))
    known = replace(community, moderator_channel=channel)
    repos.communities.save(known)
    repos.jobs.add(delivery(community.id, names.WELCOME, community.id, now, mark=short_hash(remote)))
    tell_all(repos, known, now)


def sender_told(repos: Repositories, report: Report, mark: str, now: datetime) -> None:
    """Plan a word to whoever wrote a report, where they allowed that.

    How it ended is carried along: the report goes at once where the other person was erased.
    """
    if not report.may_write or report.by_account is None:
        return
    args = {"what": mark}
    if report.state is ReportState.CLOSED and report.outcome is not None:
        member = repos.members.get(report.by) if report.by is not None else None
        args |= {
            "platform": report.by_account.platform,
            "user": report.by_account.user,
            "language": member.language if member is not None else "",
            "category": report.category.value,
            "outcome": report.outcome.value,
        }
    repos.jobs.add(delivery(report.community, names.TOLD, report.id, now, mark=mark, args=args, worth=WORTH))
