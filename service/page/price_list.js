// @ts-check
/** The sheet of a price list, with the words and the form that the command line's sheet has. */

import { h } from "./dom.js";
import { kroner } from "./money.js";

const SECTION = "price_list";
/** About how many letters there are on a line of the table, of a column below it, and of the foot. */
const LETTERS = { row: 58, told: 46, foot: 150 };
const LINES = { title: 6, heading: 2 };
const TOLD_HEIGHT = 0.9;
const COLUMNS = [["patientPaysOre", "YOU_PAY"], ["userFeeOre", "USER_FEE"], ["honorariumOre", "HONORARIUM"]];

/** @typedef {import("./texts.js").Texts} Texts */

/** @param {any} listed a PriceList @param {Texts} texts */
export function priceListSheet(listed, texts) {
  const told = toldOf(listed, texts);
  const sheet = h(
    "article",
    { class: "price-list", lang: texts.language },
    head(listed, texts),
    (listed.sections ?? []).length ? table(listed, texts) : null,
    told.length ? beside(told, !listed.sections?.length) : null,
    foot(listed, texts),
  );
  sheet.style.setProperty("--lines", String(linesOf(listed, told)));
  return sheet;
}

/** @param {any} listed @param {Texts} texts */
function head(listed, texts) {
  const say = (key, data) => texts.of(SECTION, key, data);
  const { provider = {}, treatmentDate, validUntil } = listed;
  const discipline = texts.word(listed.discipline.replace("DISCIPLINE_", ""));
  const number = provider.hprNumber ? say("HPR_NUMBER", { number: provider.hprNumber }) : say("ORGANISATION_NUMBER", { number: provider.organisationNumber });
  const practice = provider.practiceId ? say("PRACTICE", { number: provider.practiceId }) : "";
  const days = { treatment_date: texts.day(treatmentDate), valid_until: texts.day(validUntil) };
  return h(
    "header",
    {},
    h("h2", { class: "title" }, say("TITLE_FOR", { discipline })),
    h("p", { class: "provider" }, [listed.providerName, listed.practiceName].filter(Boolean).join(", ")),
    h("p", { class: "identity" }, [number, practice].filter(Boolean).join(" · ")),
    h("p", { class: "valid" }, say(treatmentDate === validUntil ? "VALID_THAT_DAY" : "VALID", days)),
    listed.sections?.length ? null : h("p", { class: "verdict" }, say(listed.reimbursed.replace("VERDICT_", ""))),
  );
}

/** @param {any} listed @param {Texts} texts */
function table(listed, texts) {
  const columns = columnsOf(listed);
  const say = (key) => texts.of(SECTION, key);
  const heads = columns.map(([, key]) => h("th", { scope: "col", class: "amount" }, say(key)));
  return h(
    "table",
    {},
    h("caption", {}, say("IN_KRONER")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("CODE")), h("th", { scope: "col" }, say("TREATMENT")), heads)),
    listed.sections.map((section) =>
      h(
        "tbody",
        {},
        h("tr", {}, h("th", { scope: "rowgroup", colspan: columns.length + 2 }, section.heading)),
        section.entries.map((entry) => row(entry, columns, texts)),
      ),
    ),
  );
}

/** @param {any} entry @param {string[][]} columns @param {Texts} texts */
function row(entry, columns, texts) {
  const amounts = columns.map(([field], place) => h("td", { class: place ? "amount" : "amount pay" }, price(entry, field, texts)));
  return h("tr", {}, h("th", { scope: "row" }, entry.feeCode), h("td", {}, entry.description), amounts);
}

/** What is paid first, and the other amounts where they differ from it. @param {any} listed */
export function columnsOf(listed) {
  const entries = listed.sections.flatMap((section) => section.entries);
  const [pays, ...others] = COLUMNS;
  return [pays, ...others.filter(([field]) => entries.some((entry) => entry[field] !== entry[pays[0]]))];
}

/** @param {any} entry @param {string} field @param {Texts} texts */
function price(entry, field, texts) {
  if (entry[field] !== undefined) return kroner(entry[field], texts.language);
  if (field === "honorariumOre" && entry.percentage !== undefined) return `${entry.percentage} %`;
  return texts.of(SECTION, "NOT_KNOWN");
}

/** What stands below the table: each heading with its sentences. @param {any} listed @param {Texts} texts @returns {[string, string[]][]} */
function toldOf(listed, texts) {
  const said = (parts = []) => parts.map((each) => texts.readable(each.text));
  /** @type {[string, string[]][]} */
  const parts = [
    ["REASONS", [...said(listed.reasons), ...said(listed.provisional)]],
    ["EXEMPT", said(listed.exempt)],
    ["NOTICES", said((listed.notices ?? []).filter((each) => each.audience === "AUDIENCE_PATIENT"))],
    ["CHARGES", said(listed.charges)],
  ];
  return parts.filter(([, sentences]) => sentences.length).map(([key, sentences]) => [texts.of(SECTION, key), sentences]);
}

/** @param {[string, string[]][]} told @param {boolean} alone */
function beside(told, alone) {
  return h(
    "div",
    { class: alone ? "told alone" : "told" },
    told.map(([heading, sentences]) => h("section", {}, h("h3", {}, heading), h("ul", {}, sentences.map((each) => h("li", {}, each))))),
  );
}

/** @param {any} listed @param {Texts} texts */
function foot(listed, texts) {
  const { basis = {} } = listed;
  const sources = sourcesOf(listed);
  const links = sources.flatMap(({ text, url }, index) => [index ? ", " : "", url ? h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text) : text]);
  const data = { revision: basis.revision ?? 0, tariff: basis.tariffDigest, rules: basis.rulesVersion };
  return h("footer", {}, sources.length ? h("p", {}, `${texts.of(SECTION, "SOURCES")}: `, links) : null, h("p", {}, texts.of(SECTION, "MADE_FROM", data)));
}

/** Every rule of law behind the sheet, each once. @param {any} listed @returns {{text: string, url?: string}[]} */
function sourcesOf(listed) {
  const parts = ["charges", "exempt", "notices", "reasons"].flatMap((name) => listed[name] ?? []);
  const bases = [...(listed.sources ?? []), ...parts.flatMap((part) => (part.legalBasis ? [part.legalBasis] : []))];
  return [...new Map(bases.map((each) => [each.text, each])).values()];
}

/** About how many lines of the table's letters the sheet has, so that the letters are as large as will fit. @param {any} listed @param {[string, string[]][]} told */
function linesOf(listed, told) {
  const wrapped = (text, letters) => Math.ceil(text.length / letters);
  const sections = listed.sections ?? [];
  const rows = sections.flatMap((section) => section.entries).reduce((sum, entry) => sum + wrapped(entry.description, LETTERS.row), 0);
  const below = told.reduce((sum, [, texts]) => sum + LINES.heading + texts.reduce((all, text) => all + wrapped(text, LETTERS.told), 0), 0);
  const feet = wrapped(sourcesOf(listed).map(({ text }) => text).join(", "), LETTERS.foot);
  const columns = sections.length ? 1 / 2 : 1;
  return Math.ceil(LINES.title + LINES.heading * sections.length + rows + below * columns * TOLD_HEIGHT + feet);
}
