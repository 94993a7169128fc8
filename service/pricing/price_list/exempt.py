"""
Who pays no user fee?

References: FOR-2024-06-17-1184 section 5 and its predecessors (physiotherapy);
FOR-2003-06-27-959 section 4 (laboratory and radiology).
"""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.money.patients import age_limit
from service.pricing.price_list.records import Statement
from service.verification.findings import LegalBasis


def list_exempt(tariff: TariffDay) -> tuple[Statement, ...]:
    """One sentence for each ground of exemption that is in force, in the order of the tariff."""
    return tuple(_statement(ground, tariff) for ground in tariff.grounds)


def _statement(ground: str, tariff: TariffDay) -> Statement:
    row, limit = tariff.grounds[ground], age_limit(tariff, ground)
    data = {"age": str(limit)} if limit is not None else {}
    return Statement(f"EXEMPT_{ground}", data, LegalBasis(row.legal_basis, row.url))
