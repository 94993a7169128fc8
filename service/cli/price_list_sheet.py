"""A price list as one sheet of HTML: complete in itself, without scripts, for a wall or a screen."""

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from math import ceil
from typing import Any

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.price_list_pb2 import PriceList, PriceListEntry, PriceListSection
from avtalt.v1.reason_pb2 import Audience, LegalBasis
from service.cli.price_lists import Column, columns_of, say_price, words_about
from service.texts.catalogue import Catalogue

STYLE = "price_list.css"
ROW_LETTERS, TOLD_LETTERS, FOOT_LETTERS = 58, 46, 150
"""About how many letters there are on a line of the table, of one of the two columns below it, and of the foot."""
TITLE_LINES, HEADING_LINES, TOLD_HEIGHT = 6, 2, 0.9


def write_sheet(listed: PriceList, texts: Catalogue) -> str:
    """The whole page."""
    title = " – ".join(part for part in (words_about(listed, texts).title, listed.provider_name) if part)
    style = files("service").joinpath("page", STYLE).read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{texts.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{_article(listed, texts)}</body>\n</html>\n"
    )


def _article(listed: PriceList, texts: Catalogue) -> str:
    told = list(_told(listed, texts))
    return (
        f'<main class="price-list" style="--lines: {_lines(listed, told)}">\n'
        f"{_header(listed, texts)}{_table(listed, texts)}{_beside(told, alone=not listed.sections)}"
        f"{_footer(listed, texts)}</main>\n"
    )


def _header(listed: PriceList, texts: Catalogue) -> str:
    about = words_about(listed, texts)
    names = ", ".join(name for name in (listed.provider_name, listed.practice_name) if name)
    lines = [("provider", names), ("identity", about.identity), ("valid", about.valid)]
    if not listed.sections:
        lines.append(("verdict", texts.say("price_list", Verdict.Name(listed.reimbursed).removeprefix("VERDICT_"), {})))
    paragraphs = "".join(f'<p class="{name}">{escape(text)}</p>\n' for name, text in lines if text)
    return f"<header>\n<h1>{escape(about.title)}</h1>\n{paragraphs}</header>\n"


def _table(listed: PriceList, texts: Catalogue) -> str:
    if not listed.sections:
        return ""
    columns = columns_of(listed)
    amounts = "".join(f'<th scope="col" class="amount">{_said(column.heading, texts)}</th>' for column in columns)
    head = f'<th scope="col">{_said("CODE", texts)}</th><th scope="col">{_said("TREATMENT", texts)}</th>{amounts}'
    body = "".join(_section(section, columns, texts) for section in listed.sections)
    caption = f"<caption>{_said('IN_KRONER', texts)}</caption>"
    return f"<table>\n{caption}\n<thead><tr>{head}</tr></thead>\n{body}</table>\n"


def _section(section: PriceListSection, columns: Sequence[Column], texts: Catalogue) -> str:
    width = len(columns) + len(("code", "treatment"))
    heading = f'<tr><th scope="rowgroup" colspan="{width}">{escape(section.heading)}</th></tr>\n'
    return f"<tbody>\n{heading}{''.join(_entry(entry, columns, texts) for entry in section.entries)}</tbody>\n"


def _entry(entry: PriceListEntry, columns: Sequence[Column], texts: Catalogue) -> str:
    amounts = "".join(
        f'<td class="amount{" pay" if place == 0 else ""}">{escape(say_price(entry, column, texts))}</td>'
        for place, column in enumerate(columns)
    )
    return f'<tr><th scope="row">{escape(entry.fee_code)}</th><td>{escape(entry.description)}</td>{amounts}</tr>\n'


def _told(listed: PriceList, texts: Catalogue) -> Iterable[tuple[str, list[str]]]:
    """What stands below the table: each heading with its sentences; none without."""
    parts = (
        ("REASONS", [reason.text for reason in listed.reasons] + [each.text for each in listed.provisional]),
        ("EXEMPT", [statement.text for statement in listed.exempt]),
        ("NOTICES", [each.text for each in listed.notices if each.audience == Audience.AUDIENCE_PATIENT]),
        ("CHARGES", [charge.text for charge in listed.charges]),
    )
    return ((texts.say("price_list", heading, {}), sentences) for heading, sentences in parts if sentences)


def _beside(told: Iterable[tuple[str, list[str]]], *, alone: bool) -> str:
    sections = "".join(_paragraph(heading, sentences) for heading, sentences in told)
    return f'<div class="told{" alone" if alone else ""}">\n{sections}</div>\n' if sections else ""


def _paragraph(heading: str, sentences: list[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>\n" for text in sentences)
    return f"<section>\n<h2>{escape(heading)}</h2>\n<ul>\n{items}</ul>\n</section>\n"


def _footer(listed: PriceList, texts: Catalogue) -> str:
    sources = ", ".join(_link(source) for source in _sources(listed))
    told = f"<p>{_said('SOURCES', texts)}: {sources}</p>\n" if sources else ""
    return f"<footer>\n{told}<p>{escape(words_about(listed, texts).made_from)}</p>\n</footer>\n"


def _sources(listed: PriceList) -> list[LegalBasis]:
    """Every rule of law behind the sheet, each once."""
    parts: tuple[Any, ...] = (*listed.charges, *listed.exempt, *listed.notices, *listed.reasons)
    bases = (*listed.sources, *(part.legal_basis for part in parts if part.HasField("legal_basis")))
    return list({basis.text: basis for basis in bases}.values())


def _link(basis: LegalBasis) -> str:
    return f'<a href="{escape(basis.url)}">{escape(basis.text)}</a>' if basis.url else escape(basis.text)


def _lines(listed: PriceList, told: Sequence[tuple[str, list[str]]]) -> int:
    """About how many lines of the table's letters the sheet has, so that the letters are as large as will fit."""
    rows = sum(_wrapped(entry.description, ROW_LETTERS) for section in listed.sections for entry in section.entries)
    below = sum(HEADING_LINES + sum(_wrapped(text, TOLD_LETTERS) for text in texts) for _, texts in told)
    foot = _wrapped(", ".join(basis.text for basis in _sources(listed)), FOOT_LETTERS)
    columns = 1 if not listed.sections else 1 / 2
    return ceil(TITLE_LINES + HEADING_LINES * len(listed.sections) + rows + below * columns * TOLD_HEIGHT + foot)


def _wrapped(text: str, letters: int) -> int:
    return ceil(len(text) / letters)


def _said(key: str, texts: Catalogue) -> str:
    return escape(texts.say("price_list", key, {}))
