"""What only the command line says, in the three languages; all else stands in `service/texts`."""

from service.cli.failures import Speech
from service.texts.catalogue import LANGUAGES

PHRASES: dict[str, tuple[str, str, str]] = {
    # Why JSON does not fit the contract: fills the sentence of MALFORMED_MESSAGE.
    "no file": (
        "det er ingen lesbar fil {path}",
        "det er inga lesbar fil {path}",
        "there is no readable file at {path}",
    ),
    "not utf-8": ("det er ikke UTF-8-tekst", "det er ikkje UTF-8-tekst", "it is not UTF-8 text"),
    "not json": (
        "det er ikke JSON på linje {line}, kolonne {column}",
        "det er ikkje JSON på linje {line}, kolonne {column}",
        "it is not JSON at line {line}, column {column}",
    ),
    "too deep": ("det er nøstet for dypt", "det er nøsta for djupt", "it is nested too deeply"),
    "twice": (
        "et felt står to ganger i samme objekt",
        "eit felt står to gonger i same objektet",
        "a field stands twice in one object",
    ),
    "no json object": ("det er ikke et JSON-objekt", "det er ikkje eit JSON-objekt", "it is not a JSON object"),
    "no object": ("{where} er ikke et objekt", "{where} er ikkje eit objekt", "{where} is not an object"),
    "no list": ("{where} er ikke en liste", "{where} er ikkje ei liste", "{where} is not a list"),
    "no truth": (
        "{where} er verken true eller false",
        "{where} er verken true eller false",
        "{where} is neither true nor false",
    ),
    "no text": ("{where} er ikke tekst", "{where} er ikkje tekst", "{where} is not text"),
    "no number": (
        "{where} er ikke et heltall fra {least} til {most}",
        "{where} er ikkje eit heiltal frå {least} til {most}",
        "{where} is not a whole number from {least} to {most}",
    ),
    "no value": ("{where} er ingen av {known}", "{where} er ingen av {known}", "{where} is none of {known}"),
    "no moment": (
        "{where} er ikke et tidspunkt; skriv det som ÅÅÅÅ-MM-DDTtt:mm:ssZ",
        "{where} er ikkje eit tidspunkt; skriv det som ÅÅÅÅ-MM-DDTtt:mm:ssZ",
        "{where} is not a moment; write it as YYYY-MM-DDThh:mm:ssZ",
    ),
    "no field": ("feltet {where} finnes ikke", "feltet {where} finst ikkje", "there is no field {where}"),
    "a field too many": (
        "{where} har et felt som ikke finnes",
        "{where} har eit felt som ikkje finst",
        "{where} has a field that does not exist",
    ),
    "close": ("{problem}; {name} ligner", "{problem}; {name} liknar", "{problem}; {name} is close"),
    "both": (
        "{where} har både {one} og {other}; oppgi bare det ene",
        "{where} har både {one} og {other}; oppgi berre det eine",
        "{where} has both {one} and {other}; give one of them",
    ),
    "no fit": (
        "{where} passer ikke til kontrakten",
        "{where} passar ikkje til kontrakten",
        "{where} does not fit the contract",
    ),
    "request": ("forespørselen", "førespurnaden", "the request"),
    # Notes and failures of asking.
    "demo register": (
        "Svaret er gitt fra det syntetiske demoregisteret, i minnet.",
        "Svaret er gitt frå det syntetiske demoregisteret, i minnet.",
        "Answered from the synthetic demo register, in memory.",
    ),
    "organisation": (
        "{number} er tatt for et organisasjonsnummer. Er det et HPR-nummer, bruk --hpr.",
        "{number} er teke for eit organisasjonsnummer. Er det eit HPR-nummer, bruk --hpr.",
        "{number} is taken for an organisation number. If it is an HPR number, use --hpr.",
    ),
    "person": (
        "{number} er tatt for et HPR-nummer.",
        "{number} er teke for eit HPR-nummer.",
        "{number} is taken for an HPR number.",
    ),
    "deadline": (
        "{target} svarte ikke innen {seconds} sekunder. Prøv igjen, eller vent lenger med --timeout.",
        "{target} svarte ikkje innan {seconds} sekund. Prøv igjen, eller vent lenger med --timeout.",
        "{target} did not answer within {seconds} seconds. Try again, or wait longer with --timeout.",
    ),
    "other server": (
        "{target} svarte {code}. Kontroller at det er en avtalt-tjener av samme versjon.",
        "{target} svarte {code}. Kontroller at det er ein avtalt-tenar av same versjonen.",
        "{target} answered {code}. Check that it is an avtalt server of the same version.",
    ),
    "debug": (
        "Kjør kommandoen igjen med AVTALT_DEBUG=1 for å se hva som feilet.",
        "Køyr kommandoen igjen med AVTALT_DEBUG=1 for å sjå kva som feila.",
        "Run it again with AVTALT_DEBUG=1 to see what failed.",
    ),
    # Parts of an answer.
    "basis": (
        "revisjon {revision}, takster {tariff}, regler {rules}",
        "revisjon {revision}, takstar {tariff}, reglar {rules}",
        "revision {revision}, tariff {tariff}, rules {rules}",
    ),
    "patient afterwards": (
        "Helfo betaler pasienten etterpå, mot kvittering.",
        "Helfo betaler pasienten etterpå, mot kvittering.",
        "Helfo pays the patient afterwards, on a receipt.",
    ),
    "max count": ("høyst {count} i ett krav", "høgst {count} i eitt krav", "at most {count} in one claim"),
    "companions": (
        "bare sammen med en av: {codes}",
        "berre saman med ein av: {codes}",
        "only together with one of: {codes}",
    ),
    "excludes": ("ikke sammen med: {codes}", "ikkje saman med: {codes}", "not together with: {codes}"),
    "frequency": ("grense: {limit}", "grense: {limit}", "limit: {limit}"),
    "default figures": (
        "kildene er uenige; et krav prises med egenandel {amount}: {source}",
        "kjeldene er usamde; eit krav blir prisa med eigendel {amount}: {source}",
        "sources disagree; a claim is priced with a user fee of {amount}: {source}",
    ),
    "regulation figures": (
        "forskriften har egenandel {amount}: {source}",
        "forskrifta har eigendel {amount}: {source}",
        "the regulation has a user fee of {amount}: {source}",
    ),
    "counterparty": ("motpart", "motpart", "counterparty"),
    "practice type": ("type", "type", "type"),
    "SELF_EMPLOYED": ("selvstendig", "sjølvstendig", "self-employed"),
    "MUNICIPAL_EMPLOYEE": ("ansatt i kommunen", "tilsett i kommunen", "municipal employee"),
    "LOCUM": ("vikar", "vikar", "locum"),
    "INTERN": ("turnuskandidat", "turnuskandidat", "intern"),
    "EDUCATION_CANDIDATE": ("utdanningskandidat", "utdanningskandidat", "education candidate"),
}


def phrase(key: str, /, **data: object) -> str:
    """A phrase in the language that the command speaks, filled with its data."""
    return PHRASES[key][LANGUAGES.index(Speech.language)].format(**data)
