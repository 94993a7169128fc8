"""The table of bad input, through the command line."""

import json

import pytest

from tests import bad_input

NOBODY = "127.0.0.1:1"


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
def test_bad_input_is_told_as_documented(row, avtalt, tmp_path, demo_target):
    """An error ends with 1, its sentence and its reason; a business answer ends with 0."""
    target = NOBODY if row.sent == "no server" else demo_target
    ended = avtalt("price", written(row.sent, tmp_path), "--target", target, "--json")
    assert "17057012345" not in ended.err
    if row.status == "OK":
        assert ended.code == 0
        assert json.loads(ended.out)["decision"]["outcome"] == f"OUTCOME_{row.outcome}"
    else:
        assert ended.code == 1
        assert ended.out == ""
        assert ended.err.endswith(f"(ERROR_REASON_{row.outcome})\n")
