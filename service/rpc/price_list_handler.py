"""The price list of a provider: from request and context to response."""

from avtalt.v1 import tariff_service_pb2 as messages
from service.pricing.price_list.listing import list_prices
from service.rpc.context import DEFAULT_LANGUAGE, Context, make_basis, read_authority, read_language
from service.rpc.fields import read_day
from service.rpc.read_claim import read_discipline, read_provider
from service.rpc.write_price_list import Asked, write_price_list


def handle_get_price_list(request: messages.GetPriceListRequest, context: Context) -> messages.GetPriceListResponse:
    """What patients pay at a provider on a day."""
    read_language(request.language_code)
    language = request.language_code or DEFAULT_LANGUAGE
    discipline = read_discipline("discipline", request.discipline)
    provider = read_provider("provider", request.provider, discipline)
    day = read_day("treatment_date", request.treatment_date)
    authority = read_authority(request.tariff_authority)
    listed = list_prices(provider, discipline, day, context.snapshot, context.tariffs, authority)
    asked = Asked(provider, discipline, day, language)
    written = write_price_list(listed, asked, context, make_basis(context, authority))
    return messages.GetPriceListResponse(price_list=written)
