"""Delivers due jobs: lease, act under the key, record, and look before acting where a key may be forgotten.

What can happen and what follows (`reliability.md` 1.1-1.2):
- killed before the platform was called: the lease runs out, another try is made;
- killed after the platform acted, before that was recorded: the next try uses the same key, and looks first when
  the key may be forgotten, so the thing exists once;
- the lease ran out meanwhile: whoever holds the job now records it, we do not.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.jobs import KEY_MEMORY, LEASE, Job, JobState
from bot.errors import PermanentPlatformError, PlatformError, Refusal, StorageError, TemporaryPlatformError
from bot.ids import ChannelId, MenuId, short_hash
from bot.ports.platform import ChatPlatform
from bot.ports.storage import Repositories
from bot.runtime.menus import keep
from bot.services.cards.care import with_support
from bot.services.community.troubles import note_files_refused
from bot.services.illustration import illustrated
from bot.services.kit import Kit
from bot.services.steps import (
    ClosePlace,
    Effect,
    ForgetPerson,
    OpenPlace,
    PostTo,
    RemoveFromPlace,
    Steps,
    WriteTo,
)

_log = logging.getLogger(__name__)
_BATCH = 16
_LONGEST_WAIT = timedelta(minutes=15)
_SHORTEST_WAIT = 1.0
_MANY_TRIES = 12
"""From here on each wait doubles, so that the end of an outage is noticed after a time like the outage's own."""
_LONGER_AT_MOST = 10
_NO_FILE_TO_BLAME = frozenset({Refusal.LOGGED_OUT, Refusal.GONE, Refusal.CLOSED})
_TRIES_WITH_PICTURE = 3
"""How often a picture is tried to be brought along; a platform that fails at files shall not keep the words back."""


class Outbox:
    """Deliver the jobs that are due. `owner` fences this process against any other."""

    def __init__(self, kit: Kit, steps: Steps, *, owner: str) -> None:
        self._kit = kit
        self._steps = steps
        self._owner = owner

    async def run_due(self) -> int:
        """Deliver everything due by now and return how many jobs were handled."""
        handled = 0
        while jobs := await self._claim():
            for job in jobs:
                await self._guarded(job)
            handled += len(jobs)
        return handled

    async def _claim(self) -> tuple[Job, ...]:
        now = self._kit.clock.now()
        return await self._kit.storage.run(
            lambda repos: repos.jobs.claim(self._owner, now, now + LEASE, _BATCH)
        )

    async def _guarded(self, job: Job) -> None:
        """Deliver one job; whatever goes wrong with it, the others go on."""
        try:
            await self._attempt(job)
        except StorageError:
            raise  # nothing can be recorded just now; the lease runs out and another try is made
        except Exception:  # noqa: BLE001 - one of three places that catch everything: other jobs go on
            _log.exception("a delivery failed", extra={"action": "deliver", "job": job.key, "step": job.step})
            await self._put_off(job, 2.0 ** min(job.tries, 9))

    async def _attempt(self, job: Job) -> None:
        """Deliver one job; a refusal is recorded with its kind."""
        try:
            await self._deliver(job)
        except TemporaryPlatformError as error:
            await self._put_off(job, error.retry_after)
        except PermanentPlatformError as error:
            await self._refused(job, error.reason)
        except PlatformError:
            await self._put_off(job, LEASE.total_seconds())

    async def _refused(self, job: Job, reason: Refusal) -> None:
        """Record a refusal with its reason, for the organiser; without a token nothing is refused for good."""
        fields = {"action": "deliver", "job": job.key, "step": job.step, "reason": reason.value}
        if reason is Refusal.LOGGED_OUT:
            _log.error("the platform knows the bot no more; its token has to be renewed", extra=fields)
            await self._put_off(job, _LONGEST_WAIT.total_seconds())
            return
        _log.warning("a delivery was refused for good", extra=fields)
        now = self._kit.clock.now()

        def record(repos: Repositories) -> None:
            if not repos.jobs.settle(job.key, self._owner, JobState.DEAD, reason.value):
                return
            refused = self._steps.deliveries[job.step].refused
            if refused is not None:
                refused(repos, job, now)

        await self._kit.storage.run(record)

    async def _put_off(self, job: Job, seconds: float) -> None:
        longer = 2.0 ** min(max(job.tries - _MANY_TRIES, 0), _LONGER_AT_MOST)
        wait = min(timedelta(seconds=max(seconds, _SHORTEST_WAIT) * longer), _LONGEST_WAIT)
        due = self._kit.clock.now() + wait
        await self._kit.storage.run(lambda repos: repos.jobs.put_off(job.key, self._owner, due))

    async def _deliver(self, job: Job) -> None:
        now = self._kit.clock.now()
        effect = await self._kit.storage.run(lambda repos: self._prepare(repos, job, now))
        if effect is None:
            await self._kit.storage.run(
                lambda repos: repos.jobs.settle(job.key, self._owner, JobState.EXPIRED)
            )
            return
        if effect.platform not in self._kit.platforms:
            raise TemporaryPlatformError(
                "the platform is not configured", retry_after=_LONGEST_WAIT.total_seconds()
            )
        effect = await self._with_picture(effect, job)
        if job.lease is not None and self._kit.clock.now() >= job.lease:
            return  # somebody else may hold it by now
        remote = await self._act(effect, job, look=self._must_look(job, now))
        if not await self._kit.storage.run(lambda repos: self._record(repos, job, remote)):
            await self._undo(effect, ChannelId(remote))

    def _must_look(self, job: Job, now: datetime) -> bool:
        """Say whether an earlier try may have acted under a key that the platform has forgotten by now.

        A job that is delivered late counts too: after a restored backup its first try may not be known here.
        """
        return job.tries > 1 or now - job.due > KEY_MEMORY

    def _prepare(self, repos: Repositories, job: Job, now: datetime) -> Effect | None:
        effect = self._steps.deliveries[job.step].prepare(self._kit, repos, job)
        if not isinstance(effect, PostTo | WriteTo):
            return effect
        if isinstance(effect, WriteTo):
            effect = replace(effect, message=with_support(effect.message))
        only = effect.only if isinstance(effect, PostTo) else (effect.user,)
        menu = MenuId(short_hash("menu", job.key))
        kept = keep(repos, effect.message, menu=menu, community=job.community, now=now, only=only)
        return replace(effect, message=kept)

    async def _with_picture(self, effect: Effect, job: Job) -> Effect:
        if not isinstance(effect, PostTo) or job.tries > _TRIES_WITH_PICTURE:
            return effect
        return replace(
            effect, message=await illustrated(effect.message, effect.illustration, self._kit.paint)
        )

    async def _act(self, effect: Effect, job: Job, *, look: bool) -> str:
        """Do it on the platform and return what the platform gave back."""
        platform = self._kit.platforms[effect.platform]
        match effect:
            case PostTo():
                return await self._post(platform, effect, job, look=look)
            case WriteTo(user=user, message=message, language=language):
                return (
                    await platform.direct(user, message, language=language, key=job.key, look=look)
                ).message
            case OpenPlace(request=request):
                return await platform.open_place(request, key=job.key, look=look)
            case ClosePlace(channel=channel):
                await platform.close_place(channel)
            case RemoveFromPlace(channel=channel, user=user):
                await platform.remove_from_place(channel, user)
            case ForgetPerson(user=user, trace=trace):
                await platform.forget(user, trace)
        return ""

    async def _post(self, platform: ChatPlatform, effect: PostTo, job: Job, *, look: bool) -> str:
        """Post a message; where the platform refuses it with its files, post the words, which matter more.

        The key is the same: what was refused isn't there, and what is there already is found. An organiser can mend it,
        so it is noted for them.
        """
        channel, message, language = effect.channel, effect.message, effect.language
        try:
            posted = await platform.post(channel, message, language=language, key=job.key, look=look)
        except PermanentPlatformError as error:
            if not message.files or error.reason in _NO_FILE_TO_BLAME:
                raise
            fields = {"action": "deliver", "job": job.key, "step": job.step, "reason": error.reason.value}
            _log.warning("a message is posted without its files, which were refused", extra=fields)
            bare = replace(message, files=())
            posted = await platform.post(channel, bare, language=language, key=job.key, look=look)
            reason, now = error.reason, self._kit.clock.now()
            await self._kit.storage.run(lambda repos: note_files_refused(repos, job.community, reason, now))
        return posted.message

    def _record(self, repos: Repositories, job: Job, remote: str) -> bool:
        """Write down what was done, and say whether there still is a job that it was done for."""
        if not repos.jobs.settle(job.key, self._owner, JobState.DONE, remote):
            return repos.jobs.get(job.key) is not None
        settle = self._steps.deliveries[job.step].settle
        if settle is not None:
            settle(repos, job, remote, self._kit.clock.now())
        return True

    async def _undo(self, effect: Effect, place: ChannelId) -> None:
        """Close a place whose job is gone: whoever it was opened for has been forgotten meanwhile."""
        if not isinstance(effect, OpenPlace):
            return
        platform = self._kit.platforms[effect.platform]
        for user in effect.request.people:
            await platform.remove_from_place(place, user)
        await platform.close_place(place)
