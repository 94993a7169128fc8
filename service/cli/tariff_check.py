"""`avtalt tariffs check`: the proof that every fee code and refund category has one row or a stated gap each day."""

from typing import TYPE_CHECKING, Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import Language
from service.cli.phrases import phrase
from service.cli.tariff_folders import Folder, PlainJson, folder_of, print_plain_json, told_problems

if TYPE_CHECKING:
    from registry.tariffs.proof import Proof

NUMBERS = ("FEE_CODES", "CATEGORIES", "ROWS", "RULES", "DAYS", "TOLD", "STATED")
CATEGORY_HEADINGS = ("DISCIPLINE", "CATEGORIES", "ROWS", "FIRST_DAY", "LAST_DAY", "DAYS", "TOLD", "STATED", "CONFIRMED")
HEADINGS = ("DISCIPLINE", "FEE_CODES", "ROWS", "RULES", "FIRST_DAY", "LAST_DAY", "DAYS", "TOLD", "STATED", "CONFIRMED")


def check(tariffs: Folder = None, as_json: PlainJson = False, language: Language = DEFAULT_LANGUAGE) -> None:
    """Check a folder of tariff files, and tell all that is wrong with file and line."""
    from registry.tariffs.errors import TariffError
    from registry.tariffs.known import known
    from registry.tariffs.proof import prove, prove_categories
    from registry.tariffs.reader import digest_of, read_tables

    folder = folder_of(tariffs)
    if as_json:
        try:
            read_tables(folder)
        except TariffError as error:
            print_plain_json({"problems": [_plain(problem) for problem in error.problems]})
            raise typer.Exit(1) from None
    with told_problems(folder):
        tables = read_tables(folder)
    rows = known(tables)
    proofs, categories, digest = prove(rows), prove_categories(rows), digest_of(folder)
    if as_json:
        print_plain_json(
            {
                "problems": [],
                "digest": digest,
                "disciplines": [_as_object(proof) for proof in proofs],
                "refund_categories": [_as_object(proof, "categories") for proof in categories],
            }
        )
    else:
        from service.cli.printing import say

        _print(proofs, HEADINGS, language)
        _print(categories, CATEGORY_HEADINGS, language)
        count = sum(1 for _ in tables)
        say(phrase("TARIFFS_IN_ORDER", rows=count, digest=digest))


def _print(proofs: list["Proof"], headings: tuple[str, ...], language: str) -> None:
    from service.cli.printing import ABSENT, print_table, say
    from service.texts.catalogue import catalogue

    texts = catalogue(language)
    print_table(
        [phrase(f"TARIFF_{heading}") for heading in headings],
        [
            [
                texts.word(proof.discipline),
                *(str(number) for number in (proof.codes, proof.rows)),
                *([str(proof.rules)] if "RULES" in headings else []),
                f"{proof.first_date}",
                f"{proof.last_date}",
                *(str(number) for number in (proof.days, proof.told, proof.stated)),
                f"{proof.confirmed_through or ABSENT}",
            ]
            for proof in proofs
        ],
        frozenset(place for place, heading in enumerate(headings) if heading in NUMBERS),
    )
    say("")


def _as_object(proof: "Proof", codes: str = "fee_codes") -> dict[str, Any]:
    return {
        "discipline": proof.discipline.value,
        codes: proof.codes,
        "rows": proof.rows,
        **({"rules": proof.rules} if codes == "fee_codes" else {}),
        "first_date": f"{proof.first_date}",
        "last_date": f"{proof.last_date}",
        "days": proof.days,
        "days_with_one_row": proof.told,
        "days_in_a_stated_gap": proof.stated,
        "confirmed_through": str(proof.confirmed_through) if proof.confirmed_through else None,
    }


def _plain(problem: Any) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "what": problem.what}
