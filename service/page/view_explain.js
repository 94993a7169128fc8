// @ts-check
/** The answer as a document: every krone with its paragraph, what was assumed, what would change it. */

import { bare, isRejected, lawOf, outcome, readable, sums } from "./answer.js";
import { askAbout } from "./asking.js";
import { codesOf } from "./compare.js";
import { h, replace } from "./dom.js";
import { actionsOf } from "./remedies.js";
import { visitFacts } from "./visit_words.js";

const LINE_SUMS = ["honorariumOre", "refundOre", "userFeeOre", "patientPaysOre", "helfoPaysOre"];
const LINE_HEADINGS = ["HONORARIUM", "REFUND", "USER_FEE", "PATIENT_PAYS", "HELFO_PAYS"];

/** @param {any} app @returns {Node} */
export function explainView(app) {
  const { texts } = app;
  const place = h("article", { class: "document", "aria-busy": "true" }, h("h1", {}, texts.say("EXPLAIN_TITLE")));
  askAbout(app.visit, texts, { view: "VIEW_FULL" }).then((heard) => {
    place.removeAttribute("aria-busy");
    if (heard.state === "failed") app.fail(heard.problem);
    if (heard.state === "answered") replace(place, explanation(heard.decision, { texts, visit: app.visit, places: heard.places, act: () => app.go("visit") }));
    else replace(place, h("h1", {}, texts.say("EXPLAIN_TITLE")), fillInFirst(texts, "CHOOSE_VISIT_FIRST"));
  });
  return place;
}

/** @param {import("./texts.js").Texts} texts @param {string} key */
export function fillInFirst(texts, key) {
  return [h("p", { class: "empty" }, texts.say(key)), h("p", { class: "empty" }, h("a", { class: "button", href: "#visit" }, texts.say("TO_VISIT")))];
}

/** @param {any} decision @param {import("./answer.js").Showing} showing */
function explanation(decision, showing) {
  const { texts, visit } = showing;
  return [
    h("header", { class: "document-head" }, h("h1", {}, texts.say("EXPLAIN_TITLE")), h("button", { type: "button", class: "no-print", on: { click: () => window.print() } }, texts.say("PRINT"))),
    section(texts.say("THE_VISIT"), h("dl", { class: "facts" }, visitFacts(visit, texts).map(([name, words]) => h("div", {}, h("dt", {}, name), h("dd", {}, words))))),
    section(texts.say("ANSWER"), outcome(decision, texts), sums(decision, texts)),
    section(texts.say("THE_BILL"), bill(decision, texts)),
    list(texts.say("WHY"), (decision.reasons ?? []).map((each) => [readable(each.text, showing), lawOf(each.legalBasis)])),
    section(texts.say("EVERY_KRONE"), h("ol", { class: "steps" }, (decision.derivation ?? []).map((each) => h("li", {}, step(each, showing))))),
    list(texts.say("GRANTED"), (decision.assumptions ?? []).map((each) => [readable(each.text, showing), otherwise(each, texts)])),
    list(texts.say("PROVISIONAL"), (decision.provisional ?? []).map((each) => [readable(each.text, showing)])),
    list(texts.say("WHAT_WOULD_CHANGE"), changes(decision, showing)),
    list(texts.say("NOT_USED"), (decision.notConsidered ?? []).map((each) => [h("code", {}, each)])),
    list(texts.heading("NOTICES"), (decision.notices ?? []).map((each) => [readable(each.text, showing), lawOf(each.legalBasis)])),
    section(texts.say("BASIS"), basis(decision, texts)),
  ];
}

/** @param {string} heading @param {...any} children */
function section(heading, ...children) {
  return h("section", {}, h("h2", {}, heading), ...children);
}

/** @param {string} heading @param {any[][]} items */
function list(heading, items) {
  return items.length ? section(heading, h("ul", { class: "said" }, items.map((each) => h("li", {}, ...each)))) : null;
}

/** @param {any} decision @param {import("./texts.js").Texts} texts */
function bill(decision, texts) {
  const head = ["LINE", "CODES", "COVERAGE", ...LINE_HEADINGS];
  const sum = (record, name) => h("td", { class: "number" }, isUnsettled(decision, record, name) ? "–" : texts.sum(record?.[name]));
  const rows = (decision.lines ?? []).map((line) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, String(line.lineNumber)),
      h("td", {}, codesOf({ lines: [line] }) || "–"),
      h("td", {}, texts.heading(bare(line.coverage, "LINE_COVERAGE"))),
      LINE_SUMS.map((name) => sum(line, name)),
    ),
  );
  const foot = h("tr", {}, h("th", { scope: "row", colspan: 3 }, texts.heading("SUM")), LINE_SUMS.map((name) => sum(decision.totals, name)));
  return scrolling(
    texts.say("THE_BILL"),
    h("table", {}, h("thead", {}, h("tr", {}, head.map((key, index) => h("th", { scope: "col", class: index > 2 ? "number" : null }, texts.heading(key))))), h("tbody", {}, rows), h("tfoot", {}, foot)),
  );
}

/** A wide table that can be scrolled by keyboard too. @param {string} name @param {any} table */
export function scrolling(name, table) {
  return h("div", { class: "scrolling", role: "region", "aria-label": name, tabindex: "0" }, table);
}

/** Whether nobody pays it before the bill is corrected; a charge outside the scheme does not wait for that. @param {any} decision @param {any} record a line or the totals @param {string} name */
function isUnsettled(decision, record, name) {
  const waits = record?.coverage === undefined || record.coverage === "LINE_COVERAGE_NOT_PAYABLE";
  return isRejected(decision) && waits && name.endsWith("PaysOre");
}

/** @param {any} each a step of the derivation @param {import("./answer.js").Showing} showing */
function step(each, showing) {
  const { texts } = showing;
  const where = each.lineNumber ? texts.say("STEP_LINE", { line: each.lineNumber }) : texts.say("STEP_WHOLE");
  const laws = (each.legalBases ?? []).map((law) => lawOf(law));
  return [
    h("p", { class: "step-text" }, h("span", { class: "where" }, where), readable(each.text, showing)),
    h("p", { class: "hint" }, laws, laws.length ? " " : null, holds(each, texts)),
    (each.figures ?? []).length ? h("ul", { class: "figures" }, each.figures.map((figure) => h("li", {}, ...figureWords(figure, texts)))) : null,
  ];
}

/** @param {any} each @param {import("./texts.js").Texts} texts */
function holds({ firstDate, lastDate }, texts) {
  const data = { first: firstDate && texts.day(firstDate), last: lastDate && texts.day(lastDate) };
  if (firstDate && lastDate) return texts.say("STEP_HOLDS", data);
  if (firstDate) return texts.say("STEP_HOLDS_FROM", data);
  return lastDate ? texts.say("STEP_HOLDS_UNTIL", data) : null;
}

/** @param {any} figure @param {import("./texts.js").Texts} texts */
function figureWords(figure, texts) {
  const name = [texts.word(figure.name), figure.subject].filter(Boolean).join(" ");
  const value =
    figure.number === undefined ? texts.sum(figure.amountOre) : `${figure.number} ${texts.word(figure.unit ?? "")}`.trim();
  const confidence = figure.confidence ? texts.word(figure.confidence) : "";
  const source = lawOf({ text: figure.source, url: figure.url });
  return [`${name}: `, h("strong", {}, value), source, confidence ? h("span", { class: "law" }, ` (${confidence})`) : null];
}

/** @param {any} assumption @param {import("./texts.js").Texts} texts */
function otherwise(assumption, texts) {
  const sum = assumption.otherwisePatientPaysOre;
  return sum === undefined ? null : h("strong", {}, ` ${texts.say("OTHERWISE", { sum: texts.sum(sum) })}`);
}

/** @param {any} decision @param {import("./answer.js").Showing} showing */
function changes(decision, showing) {
  const { texts, visit, places } = showing;
  const remedies = (decision.reasons ?? []).flatMap((each) => each.remedies ?? []);
  const words = remedies.flatMap((remedy) => actionsOf(remedy, visit, places, texts)).map(({ text }) => text);
  return [...[...new Set(words)].map((text) => [text]), [texts.say("CHANGE_KNOWN", { day: texts.day(decision.validUntil) })]];
}

/** @param {any} decision @param {import("./texts.js").Texts} texts */
function basis(decision, texts) {
  const { basis: rests = {} } = decision;
  return [
    h("p", {}, texts.say("RESTS_ON", { revision: rests.revision ?? 0, tariff: rests.tariffDigest, rules: rests.rulesVersion })),
    h("p", { class: "hint long" }, texts.say("ANSWERED_FOR", { moment: texts.moment(rests.evaluatedAt), id: decision.decisionId })),
  ];
}
