import pytest

from tests.support.twins import *


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(10))
async def test_x(seed):
    import time as t

    rng = Random(seed)
    for when in WHEN:
        story = Story(seed, rng.randint(4, 12), rng.choice((2, 3, 4)), when, rng.random() < 0.7)
        t0 = t.perf_counter()
        one, m = await tell(story, AVOID)
        t1 = t.perf_counter()
        two, m2 = await tell(story, BUSY)
        print(story, round(t1 - t0, 2), m, m2, {k: len(v) for k, v in one.items()})
        for name in one:
            if name != ANN:
                assert one[name] == two[name], (name, story)
