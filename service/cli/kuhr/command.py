"""`avtalt price` for a message of claims: read, asked, printed."""

import typer

from registry.identifiers import is_hpr_number
from service.cli.against import Against
from service.cli.diary.answers import answer_both, answer_diary
from service.cli.diary.booking import UnreadableError
from service.cli.failures import refused
from service.cli.identities import is_organisation
from service.cli.kuhr.answers import beside
from service.cli.kuhr.bill import Message, say
from service.cli.kuhr.claim import Sender
from service.cli.kuhr.comparing import print_changed_bills, print_changed_bills_json
from service.cli.kuhr.printing import print_bills, print_bills_json
from service.cli.kuhr.reading import read_message
from service.cli.options import Asking
from service.cli.pricing_terms import Terms
from service.texts.catalogue import catalogue


def price_message(text: str, provider: str | None, terms: Terms, asking: Asking, against: Against) -> None:
    """Price the bills of a message; the exit code is 1 when not all of them could be answered."""
    try:
        message = read_message(text, _sender(provider))
    except UnreadableError as error:
        raise refused(say("NO_MESSAGE", problem=error)) from None
    complete = _compare(message, terms, asking, against) if against else _answer(message, terms, asking)
    if not complete:
        raise typer.Exit(1)


def _sender(provider: str | None) -> Sender:
    """Who treats where a bill does not say it."""
    if provider is None:
        return Sender()
    if is_organisation(provider, hpr=False):
        return Sender(organisation_number=provider)
    if not is_hpr_number(provider):
        raise typer.BadParameter("it is an HPR number or an organisation number", param_hint="--provider")
    return Sender(hpr_number=provider)


def _answer(message: Message, terms: Terms, asking: Asking) -> bool:
    answers, basis = answer_diary(message.diary, terms, asking)
    texts = catalogue(asking.language)
    if asking.as_json:
        print_bills_json(beside(message, answers), texts)
    else:
        print_bills(beside(message, answers), basis, texts, explained=terms.explained)
    return all(answer.decision for answer in answers)


def _compare(message: Message, terms: Terms, asking: Asking, against: Against) -> bool:
    answers, bases = answer_both(message.diary, terms, asking, against)
    befores, afters = (beside(message, [pair[place] for pair in answers]) for place in (0, 1))
    pairs = list(zip(befores, afters, strict=True))
    texts = catalogue(asking.language)
    if asking.as_json:
        print_changed_bills_json(pairs, asking.language)
    else:
        print_changed_bills(pairs, bases, against.label(texts), texts)
    return all(answer.decision for pair in answers for answer in pair)
