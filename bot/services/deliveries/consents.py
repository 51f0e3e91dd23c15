"""Asking again: when what the consent card says has changed, whoever agreed to less is not matched until they agree."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.domain.member import Contact, Member, MemberState
from bot.domain.rounds import RoundState
from bot.ids import MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.candidates import Setting, setting_of
from bot.services.cards import privacy as cards
from bot.services.deliveries.ways import to_member
from bot.services.kit import Kit
from bot.services.planned import delivery
from bot.services.steps import Effect


def outdated(member: Member) -> bool:
    """Say whether a member takes part by what the card said before."""
    return member.state is MemberState.ACTIVE and not member.agreed


def ask_again(repos: Repositories, setting: Setting, member: Member, now: datetime) -> None:
    """Plan the word to a member who may be written to; whoever wants none reads the card at their next Join."""
    if member.contact is not Contact.DIRECT or setting.round.due_at <= now:
        return
    repos.jobs.add(
        delivery(
            setting.round.community,
            names.AGREE_AGAIN,
            setting.round.id,
            now,
            mark=member.id,
            args={"member": member.id},
            worth=setting.round.due_at - now,
        )
    )


def asked_again(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member that the card has changed, unless they have agreed or gone meanwhile, or the round is matched."""
    round_ = repos.rounds.get(RoundId(job.subject))
    setting = setting_of(repos, round_) if round_ is not None else None
    member = repos.members.get(MemberId(job.args["member"]))
    if setting is None or member is None or not outdated(member):
        return None
    if setting.round.state is not RoundState.OPEN or setting.round.due_at <= kit.clock.now():
        return None
    enrolled = any(each.circle == setting.circle.id for each in repos.members.enrolments(member.id))
    card = cards.agree_again(setting.circle, setting.round, setting.community.zone)
    return to_member(repos, member.id, setting.circle, card) if enrolled else None
