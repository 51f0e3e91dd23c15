"""Whatever workers do, crash or lose: every job is done once, in order, and none is forgotten.

Hypothesis plays two workers and a platform against the real job functions, on the clock of the test. The
platform forgets idempotency keys, loses answers and refuses; workers crash with jobs in their hands and are slower
than their leases. A worker keeps the rules of the outbox: it drops what it no longer holds, and looks before it
posts once the platform may have forgotten the key.
"""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import StaticPool, create_engine

from adapters.sql.engine import tame
from adapters.sql.storage import SqlRepositories
from adapters.sql.tables import job as job_table
from adapters.sql.tables import metadata
from bot.domain.jobs import KEY_MEMORY, LEASE, JobState
from bot.ids import JobKey
from tests.support import stored

WORKERS = st.sampled_from(["ann", "bob"])
MEMORY = KEY_MEMORY * 2
"""How long the platform really remembers; the outbox counts on less."""


class Outbox(RuleBasedStateMachine):
    """Let workers and a platform do their worst."""

    @initialize()
    def begin(self):
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        tame(self.engine)
        metadata.create_all(self.engine, tables=[job_table])
        self.now = stored.NOW
        self.hands = defaultdict(list)
        self.posted = []
        self.holder = {}
        self.posts = Counter()
        self.remembered = {}
        self.written = {}

    def run(self, use_case):
        with self.engine.begin() as connection:
            return use_case(SqlRepositories(connection))

    @rule(
        delay=st.sampled_from([0, 0, 30, 600]),
        lasts=st.sampled_from([None, None, 0, 100, 900]),
        follows=st.sampled_from([0, 0, 1, 2]),
        delivery=st.sampled_from([True, True, False]),
    )
    def plan(self, delay, lasts, follows, delivery):
        before = list(self.written)[-follows] if 0 < follows <= len(self.written) else None
        due = self.now + timedelta(seconds=delay)
        expires = None if lasts is None else due + timedelta(seconds=lasts)
        job = stored.job(f"j{len(self.written)}", due=due, expires=expires, after=before, delivery=delivery)
        self.run(lambda repos: repos.jobs.add(job))
        self.written[job.key] = job

    @rule(seconds=st.sampled_from([1, 20, 91, 121, 400, 4000]))
    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule(worker=WORKERS, limit=st.integers(1, 4))
    def claim(self, worker, limit):
        claimed = self.run(lambda repos: repos.jobs.claim(worker, self.now, self.now + LEASE, limit))
        assert len(claimed) <= limit
        for job in claimed:
            assert self.may_begin(job)
            assert all(self.now >= other.lease for other in self.in_hand() if other.key == job.key)
            self.holder[job.key] = worker
        self.hands[worker] += claimed

    @rule(worker=WORKERS)
    def take_over(self, worker):
        """Claim when the other's leases have just run out."""
        self.now += LEASE
        self.claim(worker, 4)

    def in_hand(self):
        return [job for jobs in self.hands.values() for job in jobs]

    @rule()
    def decide(self):
        for job in self.run(lambda repos: repos.jobs.due_decisions(self.now)):
            assert self.may_begin(job)
            assert self.run(lambda repos, key=job.key: repos.jobs.settle(key, None, JobState.DONE))
            self.posts[job.key] += 1

    def may_begin(self, job):
        """Say that a job is due, still worth doing, and not ahead of its turn."""
        in_time = job.due <= self.now and (job.expires is None or self.now <= job.expires)
        return in_time and (job.after is None or self.state_of(job.after) is JobState.DONE)

    def state_of(self, key):
        return self.run(lambda repos: repos.jobs.get(key)).state

    @rule(worker=WORKERS)
    def crash(self, worker):
        self.hands[worker].clear()

    @rule()
    def restart(self):
        """Begin anew as the one process of a file does."""
        self.hands.clear()
        self.posted.clear()
        self.holder.clear()
        self.run(lambda repos: repos.jobs.free_leases())

    @precondition(lambda self: any(self.hands.values()))
    @rule(worker=WORKERS, outcome=st.sampled_from(["done", "answer lost", "refused", "refused for good"]))
    def deliver(self, worker, outcome):
        if not self.hands[worker]:
            return
        job = self.hands[worker].pop(0)
        if self.now >= job.lease:
            return
        if outcome == "refused for good":
            self.settle(job, worker, JobState.DEAD)
        elif outcome == "refused":
            later = self.now + timedelta(seconds=5)
            self.run(lambda repos: repos.jobs.put_off(job.key, worker, later))
            if self.holder.get(job.key) == worker:
                del self.holder[job.key]
        else:
            self.post(job)
            if outcome == "done":
                self.posted.append((job, worker))

    @precondition(lambda self: self.posted)
    @rule()
    def record(self):
        """Write down what was posted, perhaps long after the lease ran out."""
        job, worker = self.posted.pop(0)
        self.settle(job, worker, JobState.DONE)

    def post(self, job):
        if job.tries > 1 and self.posts[job.key]:
            return  # looked, and found it
        known_since = self.remembered.get(job.key)
        if known_since is None or self.now - known_since > MEMORY:
            self.posts[job.key] += 1
            self.remembered[job.key] = self.now

    def settle(self, job, worker, state):
        """Settle a job; only whoever claimed it last may, and only once."""
        settled = self.run(lambda repos: repos.jobs.settle(job.key, worker, state))
        assert settled is (self.holder.get(job.key) == worker)
        if settled:
            del self.holder[job.key]

    @rule(pick=st.integers(0, 50), seconds=st.integers(0, 900))
    def move(self, pick, seconds):
        due = self.now + timedelta(seconds=seconds)
        self.run(lambda repos: repos.jobs.reschedule(JobKey(f"j{pick}"), due))

    @invariant()
    def nothing_is_done_twice(self):
        assert all(times == 1 for times in getattr(self, "posts", {}).values())

    def teardown(self):
        if not hasattr(self, "engine"):
            return
        for _ in range(10 * len(self.written) + 10):
            due = self.run(lambda repos: repos.jobs.next_due())
            if due is None:
                break
            self.now = max(self.now, due)
            self.decide()
            self.claim("ann", 4)
            while self.hands["ann"]:
                self.deliver("ann", "done")
            while self.posted:
                self.record()
        self.nothing_is_left()
        self.engine.dispose()

    def nothing_is_left(self):
        for key in self.written:
            state = self.state_of(key)
            assert state is not JobState.WAITING, f"{key} was forgotten"
            assert state is not JobState.DONE or self.posts[key] == 1


Outbox.TestCase.pytestmark = [pytest.mark.timeout(60)]
TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
