"""Whether all is in place: from request and context to response."""

from avtalt import contract
from avtalt.v1 import setup_service_pb2 as messages
from service.norwegian_time import NORWAY
from service.rpc import setup_checks as checks
from service.rpc.context import RULES_VERSION, Context, make_basis, read_language
from service.rpc.enums import LAYER_NUMBERS, STATE_NUMBERS
from service.rpc.fields import read_instant
from service.texts.catalogue import Catalogue
from service.version import version

TEXTS = "setup"


def handle_check_setup(request: messages.CheckSetupRequest, context: Context) -> messages.CheckSetupResponse:
    """Every layer that the server can judge."""
    texts = read_language(request.language_code)
    told = read_instant("client_time", request.client_time) if request.HasField("client_time") else None
    now = context.moment
    found = (
        checks.check_version(version(), RULES_VERSION),
        checks.check_contract(request.contract_digest, contract.DIGEST),
        checks.check_clock(told, now),
        checks.check_register(context.snapshot),
        checks.check_freshness(context.snapshot, now.date()),
        checks.check_tariffs(context.tariffs, now.astimezone(NORWAY).date()),
    )
    return messages.CheckSetupResponse(
        checks=[write_check(check, texts) for check in found],
        server_version=version() or "",
        contract_digest=contract.DIGEST,
        server_time=context.evaluated_at,
        basis=make_basis(context),
    )


def write_check(check: checks.Check, texts: Catalogue) -> messages.SetupCheck:
    """A layer with its texts, one after the other."""
    return messages.SetupCheck(
        layer=LAYER_NUMBERS[check.layer.value],  # type: ignore[arg-type]
        state=STATE_NUMBERS[check.state.value],  # type: ignore[arg-type]
        text=" ".join(texts.say(TEXTS, code, check.data) for code in check.codes),
        data=dict(check.data),
    )
