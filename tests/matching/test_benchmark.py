"""The benchmark command runs; what it measures is nobody's business here."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.matching import main


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


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "weather"])
    assert "there is no part weather" in capsys.readouterr().err
