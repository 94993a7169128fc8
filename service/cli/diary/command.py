"""`avtalt price` for a diary: read, asked, printed."""

import typer

from service.cli.against import Against
from service.cli.diary.answers import answer_both, answer_diary
from service.cli.diary.booking import Diary
from service.cli.diary.comparing import print_changed, print_changed_json
from service.cli.diary.printing import print_answers, print_answers_json
from service.cli.diary.reading import read_diary
from service.cli.failures import complain
from service.cli.options import Asking
from service.cli.pricing_terms import Terms
from service.texts.catalogue import catalogue


def price_diary(path: str, kind: str, terms: Terms, asking: Asking, against: Against) -> None:
    """Price the bookings of a file; the exit code is 1 when not all of them could be answered."""
    diary = read_diary(path, kind)
    for note in diary.notes:
        complain(note)
    complete = _compare(diary, terms, asking, against) if against else _answer(diary, terms, asking)
    if not complete:
        raise typer.Exit(1)


def _answer(diary: Diary, terms: Terms, asking: Asking) -> bool:
    answers, basis = answer_diary(diary, terms, asking)
    if asking.as_json:
        print_answers_json(answers, asking.language)
    else:
        print_answers(answers, basis, catalogue(asking.language), explained=terms.explained)
    return all(answer.decision for answer in answers)


def _compare(diary: Diary, terms: Terms, asking: Asking, against: Against) -> bool:
    pairs, bases = answer_both(diary, terms, asking, against)
    texts = catalogue(asking.language)
    if asking.as_json:
        print_changed_json(pairs, asking.language)
    else:
        print_changed(pairs, bases, against.label(texts), texts)
    return all(answer.decision for pair in pairs for answer in pair)
