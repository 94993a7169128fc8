"""`avtalt tariffs`: the dated fee tables."""

from typing import Annotated, Any

import typer

from service.cli import tariff_check, tariff_coverage, tariff_diff, tariff_import
from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    AsJson,
    Asking,
    Database,
    Day,
    Embedded,
    Language,
    Target,
    Timeout,
)

app = typer.Typer(help="The dated fee tables.", no_args_is_help=True)
Discipline = Annotated[str, typer.Option(help="physiotherapy, radiology or laboratory.")]
DISCIPLINES = ("physiotherapy", "radiology", "laboratory")
PHYSIOTHERAPY = "physiotherapy"

app.command("check")(tariff_check.check)
app.command("coverage")(tariff_coverage.coverage)
app.command("diff")(tariff_diff.diff)
app.command("import")(tariff_import.import_)


def discipline_name(discipline: str) -> Any:
    """The discipline as the contract names it."""
    if discipline not in DISCIPLINES:
        raise typer.BadParameter(f"it is one of {', '.join(DISCIPLINES)}", param_hint="--discipline")
    return f"DISCIPLINE_{discipline.upper()}"


@app.command("list")
def list_fees(
    day: Day,
    discipline: Discipline = PHYSIOTHERAPY,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """All fee codes and refund categories of a discipline on a day."""
    from avtalt.v1.tariff_service_pb2 import ListFeesRequest
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.tariff_tables import print_tariff

    request = ListFeesRequest(discipline=discipline_name(discipline), treatment_date=day, language_code=language)
    response = ask("ListFees", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_tariff(response, language)


@app.command("fee")
def fee(
    fee_code: Annotated[
        str, typer.Argument(help="The code as printed, for example A3a, or a refund category such as CT2.")
    ],
    day: Day,
    discipline: Discipline = PHYSIOTHERAPY,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """One fee code, or one refund category, as it stands on a day."""
    from avtalt.v1.tariff_service_pb2 import GetFeeRequest
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.tariff_tables import print_fee

    request = GetFeeRequest(
        discipline=discipline_name(discipline), fee_code=fee_code, treatment_date=day, language_code=language
    )
    response = ask("GetFee", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_fee(response.fee, language)


@app.command("ceiling")
def ceiling(
    day: Day,
    discipline: Discipline = PHYSIOTHERAPY,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """The user fee ceiling that a discipline counts towards in the year of a day."""
    from avtalt.v1.tariff_service_pb2 import GetUserFeeCeilingRequest
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.tariff_tables import print_ceiling

    request = GetUserFeeCeilingRequest(discipline=discipline_name(discipline), treatment_date=day)
    response = ask("GetUserFeeCeiling", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_ceiling(response.ceiling, language)
