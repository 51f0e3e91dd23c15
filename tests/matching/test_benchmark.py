"""The benchmark command runs; what it measures is nobody's business here."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.matching.duos import pair_up
from bot.matching.edges import possible_pairs
from bot.matching.snapshot import take_snapshot
from tests.benchmarks.matching import main
from tests.benchmarks.matching_parts import ground, pairs, quality
from tests.benchmarks.matching_parts.report import put


@pytest.mark.timeout(90)
def test_the_benchmark_measures_few_members_tells_writes_and_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "found.json"
    main(["--only", "pairs", "--largest", "10", "--json", str(file), "--plots", str(tmp_path)])
    parts = json.loads(file.read_text())["parts"]
    assert parts["pairs"]["rows"][0]["strict"] == pytest.approx(1.0)
    assert "### Pairs: how good" in capsys.readouterr().out
    assert (tmp_path / "matching-pairs.png").exists()


@pytest.mark.timeout(60)
def test_looking_ahead_is_held_beside_plain_matching_and_tables_get_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- measured: horizon -->\n<!-- end of horizon -->\n<!-- measured: breaches -->\n<!-- end of breaches -->\n"
    )
    main(["--only", "horizon", "--largest", "4", "--page", str(page)])
    put(page, "breaches", "none at all")
    told = page.read_text()
    assert "|       4 |    20 |             3.0 |             3 |" in told
    assert told.endswith("<!-- measured: breaches -->\n\nnone at all\n<!-- end of breaches -->\n")


def test_pairs_of_blocks_are_held_against_pairs_as_a_whole(tmp_path: Path) -> None:
    """So few are not cut into blocks, and solved exactly: what they are held against can't be better."""
    request = ground.read(ground.request_of(100, 2, 2, None, tmp_path))
    snap = take_snapshot(replace(request, pairs_only=True))
    edges = possible_pairs(snap)
    own = quality.of_pairs(snap, quality.mates_of(pair_up(snap, edges).groups, snap.count))
    best = pairs.as_a_whole(snap, edges)
    assert own.placed == best.placed
    assert own.fit >= best.fit > 0
    assert quality.strict(own, best) == pytest.approx(1.0)


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "weather"])
    assert "there is no part weather" in capsys.readouterr().err
