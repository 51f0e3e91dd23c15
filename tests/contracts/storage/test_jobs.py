"""Jobs are leased to one worker at a time, wait for each other, and run out."""

import asyncio
from datetime import timedelta

from bot.domain.jobs import JobState
from bot.ids import JobKey
from tests.support import stored
from tests.support.stored import MINUTE, NOW, TOWN

UNTIL = NOW + 2 * MINUTE


def keys(jobs) -> list[str]:
    return [job.key for job in jobs]


async def add(storage, *jobs) -> None:
    await storage.run(lambda repos: repos.jobs.add(*jobs))


async def claim(storage, owner="me", now=NOW, until=None, limit=16):
    ends = until or now + 2 * MINUTE
    return await storage.run(lambda repos: repos.jobs.claim(owner, now, ends, limit))


async def settle(storage, key, owner="me", state=JobState.DONE, remote=None):
    return await storage.run(lambda repos: repos.jobs.settle(JobKey(key), owner, state, remote))


async def get(storage, key):
    return await storage.run(lambda repos: repos.jobs.get(JobKey(key)))


async def due_decisions(storage, now=NOW):
    return keys(await storage.run(lambda repos: repos.jobs.due_decisions(now)))


async def next_due(storage):
    return await storage.run(lambda repos: repos.jobs.next_due())


async def test_a_job_comes_back_as_written(storage):
    written = stored.job(
        "a",
        args={"who": "Ana 😀", "note": "\x00\ud800"},
        expires=UNTIL,
        after=JobKey("b"),
        state=JobState.DEAD,
        tries=3,
        first_try=NOW,
        owner="me",
        lease=UNTIL,
        remote="!room:example.org",
    )
    await add(storage, written)
    assert await get(storage, "a") == written
    assert await get(storage, "b") is None


async def test_a_key_that_exists_keeps_its_job(storage):
    await add(storage, stored.job("a", step="first"))
    await add(storage, stored.job("b"), stored.job("a", step="second"), stored.job("b", step="twice"))
    assert (await get(storage, "a")).step == "first"
    assert (await get(storage, "b")).step == "post"


async def test_due_decisions_come_earliest_first_and_are_never_deliveries(storage):
    await add(
        storage,
        stored.job("now", delivery=False),
        stored.job("earlier", delivery=False, due=NOW - MINUTE),
        stored.job("later", delivery=False, due=NOW + MINUTE),
        stored.job("delivery"),
    )
    assert await due_decisions(storage) == ["earlier", "now"]
    assert keys(await claim(storage)) == ["delivery"]
    assert await storage.run(lambda repos: len(repos.jobs.due_decisions(NOW, limit=1))) == 1


async def test_a_decision_is_settled_once_by_nobody_in_particular(storage):
    await add(storage, stored.job("a", delivery=False))
    assert await settle(storage, "a", owner=None)
    assert not await settle(storage, "a", owner=None)
    assert await due_decisions(storage) == []


async def test_claiming_leases_counts_the_try_and_remembers_the_first(storage):
    await add(storage, stored.job("a"))
    (first,) = await claim(storage)
    assert (first.owner, first.lease, first.tries, first.first_try) == ("me", UNTIL, 1, NOW)
    assert await claim(storage, "you", now=UNTIL - MINUTE) == ()
    (second,) = await claim(storage, "you", now=UNTIL)
    assert (second.owner, second.tries, second.first_try) == ("you", 2, NOW)
    assert await get(storage, "a") == second


async def test_claiming_takes_the_earliest_and_no_more_than_asked(storage):
    await add(storage, *(stored.job(f"j{n}", due=NOW - n * MINUTE) for n in range(5)))
    assert keys(await claim(storage, limit=2)) == ["j4", "j3"]
    assert keys(await claim(storage, "you", limit=9)) == ["j2", "j1", "j0"]


async def test_only_the_holder_of_the_lease_settles_a_delivery(storage):
    await add(storage, stored.job("a"))
    await claim(storage)
    await claim(storage, "you", now=UNTIL)
    assert not await settle(storage, "a", owner="me", remote="mine")
    assert not await settle(storage, "a", owner=None, remote="nobody's")
    assert await settle(storage, "a", owner="you", remote="yours")
    assert not await settle(storage, "a", owner="you", remote="again")
    done = await get(storage, "a")
    assert (done.state, done.remote, done.lease) == (JobState.DONE, "yours", None)


async def test_only_the_holder_puts_a_job_off(storage):
    await add(storage, stored.job("a"))
    await claim(storage)
    later = NOW + 5 * MINUTE

    await storage.run(lambda repos: repos.jobs.put_off(JobKey("a"), "you", later))
    assert (await get(storage, "a")).due == NOW
    await storage.run(lambda repos: repos.jobs.put_off(JobKey("a"), "me", later))
    put_off = await get(storage, "a")
    assert (put_off.due, put_off.owner, put_off.lease, put_off.tries) == (later, None, None, 1)
    assert await claim(storage, now=later - MINUTE) == ()
    assert keys(await claim(storage, now=later)) == ["a"]


async def test_a_job_waits_for_the_one_before_it(storage):
    await add(storage, stored.job("a"), stored.job("b", after=JobKey("a"), due=NOW - MINUTE))
    assert keys(await claim(storage)) == ["a"]
    assert await claim(storage) == ()
    await settle(storage, "a")
    assert keys(await claim(storage)) == ["b"]


async def test_a_decision_waits_for_a_delivery_too(storage):
    await add(storage, stored.job("a"), stored.job("b", after=JobKey("a"), delivery=False))
    assert await due_decisions(storage) == []
    await claim(storage)
    await settle(storage, "a")
    assert await due_decisions(storage) == ["b"]


async def test_a_job_past_its_last_instant_expires_and_is_not_returned(storage):
    await add(
        storage,
        stored.job("late", expires=NOW - timedelta(milliseconds=1)),
        stored.job("just", expires=NOW),
        stored.job("late decision", delivery=False, expires=NOW - MINUTE),
    )
    assert keys(await claim(storage)) == ["just"]
    assert await due_decisions(storage) == []
    assert (await get(storage, "late")).state is JobState.EXPIRED
    assert (await get(storage, "late decision")).state is JobState.EXPIRED


async def test_a_delivery_on_its_way_does_not_expire_under_its_worker(storage):
    await add(storage, stored.job("a", expires=NOW + MINUTE))
    await claim(storage)
    assert await claim(storage, "you", now=NOW + timedelta(seconds=90)) == ()
    assert await settle(storage, "a")
    assert (await get(storage, "a")).state is JobState.DONE


async def test_what_waits_for_something_that_never_happens_expires_down_the_chain(storage):
    await add(
        storage,
        stored.job("a", due=NOW + 9 * MINUTE, expires=NOW + 20 * MINUTE),
        stored.job("b", after=JobKey("a"), due=NOW + 30 * MINUTE),
        stored.job("c", after=JobKey("b"), delivery=False),
        stored.job("orphan", after=JobKey("never was")),
        stored.job("free"),
    )
    assert keys(await claim(storage, now=NOW + 21 * MINUTE)) == ["free"]
    for key in ("a", "b", "c", "orphan"):
        assert (await get(storage, key)).state is JobState.EXPIRED, key


async def test_a_dead_job_takes_those_behind_it_along_and_is_listed(storage):
    await add(storage, stored.job("a"), stored.job("b", after=JobKey("a")), stored.job("d", delivery=False))
    await claim(storage)
    await settle(storage, "a", state=JobState.DEAD)
    await settle(storage, "d", owner=None, state=JobState.DEAD)
    assert await claim(storage) == ()
    assert (await get(storage, "b")).state is JobState.EXPIRED
    assert keys(await storage.run(lambda repos: repos.jobs.dead(TOWN))) == ["a"]


async def test_a_waiting_job_is_moved_and_a_finished_one_is_not(storage):
    await add(storage, stored.job("a"), stored.job("done", delivery=False))
    await settle(storage, "done", owner=None)

    def move(repos):
        repos.jobs.reschedule(JobKey("a"), NOW + MINUTE)
        repos.jobs.reschedule(JobKey("done"), NOW + MINUTE)

    await storage.run(move)
    assert (await get(storage, "a")).due == NOW + MINUTE
    assert (await get(storage, "done")).due == NOW


async def test_cancelled_jobs_are_gone_and_their_keys_free(storage):
    await add(
        storage,
        stored.job("a", step="remind"),
        stored.job("b", step="ask"),
        stored.job("c", step="remind", subject="g2"),
        stored.job("done", step="remind", delivery=False),
    )
    await settle(storage, "done", owner=None)
    assert await storage.run(lambda repos: repos.jobs.cancel("g1", "remind", "nudge")) == 1
    assert await get(storage, "a") is None
    await add(storage, stored.job("a", step="remind", due=NOW + MINUTE))
    assert (await get(storage, "a")).due == NOW + MINUTE
    assert await storage.run(lambda repos: repos.jobs.cancel("g1")) == 2
    assert await get(storage, "done") is not None
    assert await get(storage, "c") is not None


async def test_a_job_cancelled_under_its_worker_is_not_recorded(storage):
    await add(storage, stored.job("a"))
    await claim(storage)
    await storage.run(lambda repos: repos.jobs.cancel("g1"))
    assert not await settle(storage, "a")


async def test_freed_leases_can_be_claimed_at_once(storage):
    await add(storage, stored.job("a"), stored.job("b", due=NOW + MINUTE))
    await claim(storage, "before the crash")
    assert await storage.run(lambda repos: repos.jobs.free_leases()) == 1
    (again,) = await claim(storage, "after it")
    assert again.tries == 2
    assert not await settle(storage, "a", owner="before the crash")


async def test_the_next_due_instant_knows_leases_and_chains(storage):
    assert await next_due(storage) is None
    await add(
        storage,
        stored.job("blocked", after=JobKey("a"), due=NOW - 9 * MINUTE),
        stored.job("a", due=NOW),
        stored.job("later", due=NOW + 5 * MINUTE, delivery=False),
    )
    assert await next_due(storage) == NOW
    await claim(storage)
    assert await next_due(storage) == UNTIL
    await storage.run(lambda repos: repos.jobs.put_off(JobKey("a"), "me", NOW + 7 * MINUTE))
    assert await next_due(storage) == NOW + 5 * MINUTE
    await claim(storage, now=NOW + 7 * MINUTE)
    await settle(storage, "a")
    assert await next_due(storage) == NOW - 9 * MINUTE


async def test_a_job_behind_a_dead_one_is_worth_a_look_so_that_it_is_put_away(storage):
    await add(storage, stored.job("a"), stored.job("b", after=JobKey("a"), due=NOW + MINUTE))
    await claim(storage)
    await settle(storage, "a", state=JobState.DEAD)
    assert await next_due(storage) == NOW + MINUTE
    assert await claim(storage, now=NOW + MINUTE) == ()
    assert await next_due(storage) is None


async def test_asking_for_work_at_the_next_due_instant_always_moves_on(storage):
    """Or the loop would spin: what is overdue for ever has to be put away by whoever asks."""
    await add(
        storage,
        stored.job("expired", expires=NOW - MINUTE, due=NOW - MINUTE),
        stored.job("behind", after=JobKey("expired")),
        stored.job("decision", after=JobKey("behind"), delivery=False),
    )
    assert await due_decisions(storage) == []
    assert await next_due(storage) is None


async def test_workers_that_claim_at_once_share_the_work(storage):
    """On PostgreSQL these are many connections; a row that one of them locks is skipped by the others."""
    await add(storage, *(stored.job(f"j{n:02}") for n in range(20)))
    async with asyncio.TaskGroup() as group:
        claims = [group.create_task(claim(storage, f"w{n}", limit=4)) for n in range(8)]
    claimed = [job for task in claims for job in task.result()]
    assert len(claimed) == len(set(keys(claimed)))
    assert all(job.tries == 1 for job in claimed)
    while more := await claim(storage, "last", limit=4):
        claimed += more
    assert sorted(keys(claimed)) == [f"j{n:02}" for n in range(20)]


async def test_a_use_case_that_raises_leaves_nothing_behind(storage):
    def work(repos):
        repos.jobs.add(stored.job("a"))
        raise ZeroDivisionError

    try:
        await storage.run(work)
    except ZeroDivisionError:
        assert await get(storage, "a") is None


async def test_a_decision_that_failed_waits_on_and_is_known_as_failing_until_it_is_taken(storage):
    await add(storage, stored.job("a", delivery=False), stored.job("b", delivery=False), stored.job("c"))
    for key in ("a", "a", "c"):
        await storage.run(lambda repos, key=key: repos.jobs.count_failure(JobKey(key), UNTIL))

    async def failing():
        return [
            (job.key, job.tries, job.due) for job in await storage.run(lambda repos: repos.jobs.failing(TOWN))
        ]

    assert await due_decisions(storage) == ["b"]
    assert await due_decisions(storage, UNTIL) == ["b", "a"]
    assert await failing() == [("a", 2, UNTIL)]
    assert await settle(storage, "a", None)
    assert await failing() == []
