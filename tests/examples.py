"""The examples of the documentation that are a claim each."""

from tests.readme import ROOT

MESSAGE = ROOT / "docs" / "examples" / "kuhr.json"
CLAIMS = sorted(path for path in MESSAGE.parent.glob("*.json") if path != MESSAGE)
