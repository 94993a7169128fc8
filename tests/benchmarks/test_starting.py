"""That the time until a first answer is measured."""

from benchmarks.starting import figures


def test_a_server_that_was_not_there_answers():
    names = [figure.name for figure in figures((60,), rounds=1)]
    assert names == [
        "start to first answer, 60 providers, 1 worker",
        "start to first answer, 60 providers, 2 workers",
    ]
