"""The table of bad input, through the command line."""

import json

import pytest

from service.cli.main import main
from tests import bad_input

NOBODY = "127.0.0.1:1"


def run(monkeypatch, *arguments: str) -> int:
    """Run the command in this process; its exit code."""
    monkeypatch.setattr("sys.argv", ["avtalt", *arguments])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def written(sent: str, folder) -> str:
    """The file that a row describes."""
    path = folder / "claim.json"
    if sent == "no file":
        return str(folder / "missing.json")
    if sent.startswith("raw"):
        path.write_text(sent.removeprefix("raw").strip().strip("`"), encoding="utf-8")
    else:
        path.write_text(json.dumps(bad_input.request_of("{}" if sent == "no server" else sent)), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("row", bad_input.rows(for_server=False))
def test_bad_input_is_told_as_documented(row, monkeypatch, capsys, tmp_path, demo_target):
    """An error ends with 1, its sentence and its reason; a business answer ends with 0."""
    target = NOBODY if row.sent == "no server" else demo_target
    code = run(monkeypatch, "price", written(row.sent, tmp_path), "--target", target, "--json")
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert "17057012345" not in told.err
    if row.status == "OK":
        assert code == 0
        assert json.loads(told.out)["decision"]["outcome"] == f"OUTCOME_{row.outcome}"
    else:
        assert code == 1
        assert told.out == ""
        assert told.err.endswith(f"(ERROR_REASON_{row.outcome})\n")


def test_an_unknown_field_names_the_one_that_is_close(monkeypatch, capsys, tmp_path):
    """A typing error in a field name is told with the name that may be meant."""
    path = tmp_path / "claim.json"
    path.write_text('{"treatmentDat": "2026-09-15"}', encoding="utf-8")
    run(monkeypatch, "price", str(path), "--embedded", "--language", "en")
    assert "there is no field claim.treatmentDat; treatmentDate is close" in capsys.readouterr().err
