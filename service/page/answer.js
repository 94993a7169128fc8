// @ts-check
/** One answer as a receptionist reads it: the verdict, what the patient pays, what to say, why. */

import { codesOf } from "./compare.js";
import { longDate } from "./dates.js";
import { h, icon } from "./dom.js";
import { actionsOf, practiceName, settling } from "./remedies.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./visit.js").Visit} Visit
 * @typedef {import("./remedies.js").Action} Action
 * @typedef {{texts: Texts, visit: Visit, places: string[], act: (action: Action) => void}} Showing
 */

/** How each outcome looks; the words stand in the texts. */
const LOOKS = /** @type {const} */ ({
  APPROVED: { tone: "good", icon: "check" },
  PARTLY_APPROVED: { tone: "mixed", icon: "warning" },
  REJECTED: { tone: "mend", icon: "pencil" },
  NOT_COVERED: { tone: "bad", icon: "cross" },
  NEEDS_INFORMATION: { tone: "open", icon: "question" },
  OUTSIDE_SCHEME: { tone: "quiet", icon: "minus" },
});

/** @param {string} code with the name of its enum before it @param {string} prefix */
export function bare(code, prefix) {
  return code.replace(new RegExp(`^${prefix}_`), "");
}

/** @param {any} decision */
export function lookOf(decision) {
  const outcome = bare(decision.outcome, "OUTCOME");
  return { outcome, ...toneOf(outcome) };
}

/** @param {string} outcome */
export function toneOf(outcome) {
  return LOOKS[outcome] ?? LOOKS.NEEDS_INFORMATION;
}

/** Whether the bill has to be corrected first: the patient does not pay for the mistake, but not nothing either. @param {any} decision */
export function isRejected(decision) {
  return lookOf(decision).outcome === "REJECTED";
}

/** What the patient pays, in one line. @param {any} decision @param {Texts} texts */
export function patientPays(decision, texts) {
  const { patientPaysOre: sum, lowestPatientPaysOre: least, highestPatientPaysOre: most } = decision.totals ?? {};
  if (isRejected(decision)) return texts.say("SUM_WHEN_CORRECTED");
  if (sum !== undefined) return texts.sum(sum);
  if (least !== undefined && most !== undefined && least !== most) {
    return texts.say("SUM_RANGE", { least: texts.sum(least), most: texts.sum(most) });
  }
  return texts.say(lookOf(decision).outcome === "NOT_COVERED" ? "SUM_OF_PROVIDER" : "SUM_NOT_KNOWN");
}

/** What hangs on what is not known; absent when nothing does. @param {any} decision @param {Texts} texts */
export function rangeOf(decision, texts) {
  const { patientPaysOre: sum, lowestPatientPaysOre: least, highestPatientPaysOre: most } = decision.totals ?? {};
  if (sum === undefined || least === most) return null;
  if (most === undefined) return texts.say("RANGE_FROM", { least: texts.sum(least) });
  return texts.say("RANGE", { least: texts.sum(least), most: texts.sum(most) });
}

/** The whole answer in a sentence, for those who hear the page. @param {any} decision @param {Texts} texts */
export function spoken(decision, texts) {
  const verdict = texts.say(`OUTCOME_${lookOf(decision).outcome}`);
  return texts.say("SPOKEN", { verdict, sum: patientPays(decision, texts) });
}

/** @param {any} decision @param {Texts} texts */
export function outcome(decision, texts) {
  const look = lookOf(decision);
  return h(
    "div",
    { class: `outcome ${look.tone}` },
    h("span", { class: "badge" }, icon(look.icon)),
    h("div", {}, h("p", { class: "outcome-word" }, texts.say(`OUTCOME_${look.outcome}`)), h("p", {}, texts.say(`OUTCOME_${look.outcome}_MEANS`))),
  );
}

/** @param {any} decision @param {Texts} texts */
export function sums(decision, texts) {
  const { totals = {} } = decision;
  const payee = bare(totals.helfoPaysTo ?? "", "PAYEE");
  const afterwards = totals.refundedAfterwardsOre;
  const rows = [
    ...(isRejected(decision) ? [] : [
      [texts.say("HELFO_PAYS"), texts.sum(totals.helfoPaysOre), payee === "PATIENT_AFTERWARDS" ? texts.say("PAID_AFTERWARDS") : ""],
      [texts.say("COUNTS"), texts.sum(totals.countsTowardsCeilingOre), ""],
    ]),
    afterwards ? [texts.say("REFUNDED"), texts.sum(afterwards), ""] : null,
    totals.outsideSchemeOre ? [texts.say("OUTSIDE"), texts.sum(totals.outsideSchemeOre), ""] : null,
    codesOf(decision) ? [texts.say("CODES"), codesOf(decision), ""] : null,
  ].filter((row) => row !== null);
  const range = rangeOf(decision, texts);
  return h(
    "div",
    { class: "sums" },
    h("p", { class: "pays-label" }, texts.say("PATIENT_PAYS")),
    h("p", { class: "pays" }, patientPays(decision, texts)),
    range ? h("p", { class: "range" }, range) : null,
    h("dl", { class: "others" }, rows.map(([name, value, note]) => h("div", {}, h("dt", {}, name), h("dd", {}, value, note ? h("span", { class: "note" }, note) : null)))),
  );
}

/** What to read out or hand over: also what is printed. @param {any} decision @param {Showing} showing @param {() => void} print */
export function notices(decision, showing, print) {
  const { texts, visit } = showing;
  const ofPatient = (decision.notices ?? []).filter((each) => each.audience === "AUDIENCE_PATIENT");
  const ofDesk = (decision.notices ?? []).filter((each) => each.audience !== "AUDIENCE_PATIENT");
  return [
    h(
      "section",
      { class: "notice-sheet", "aria-labelledby": "notice-heading" },
      h("h3", { id: "notice-heading" }, texts.say("TO_PATIENT")),
      h("p", { class: "only-print place" }, [visit.provider?.name, placeOf(visit), longDate(visit.date, texts.language), visit.time].filter(Boolean).join(" · ")),
      h("p", { class: "notice" }, sentenceForPatient(decision, visit, texts)),
      ofPatient.map((each) => h("p", { class: "notice" }, readable(each.text, showing), lawOf(each.legalBasis))),
      h("button", { type: "button", class: "quiet", on: { click: print } }, texts.say("PRINT_NOTICE")),
    ),
    ofDesk.length
      ? h("section", {}, h("h3", {}, texts.say("FOR_DESK")), h("ul", { class: "plain" }, ofDesk.map((each) => h("li", {}, readable(each.text, showing), lawOf(each.legalBasis)))))
      : null,
  ];
}

/** @param {any} decision @param {Visit} visit @param {Texts} texts */
function sentenceForPatient(decision, visit, texts) {
  const { patientPaysOre: sum, lowestPatientPaysOre: least, highestPatientPaysOre: most } = decision.totals ?? {};
  const day = texts.day(visit.date);
  if (isRejected(decision)) return texts.say("YOU_PAY_WHEN_CORRECTED", { day });
  if (sum === undefined) return texts.say("YOU_PAY_UNKNOWN", { day });
  if (sum === 0) return texts.say("YOU_PAY_NOTHING", { day });
  const orNothing = least === 0 && most === sum && !visit.card;
  const key = least === most ? "YOU_PAY" : orNothing ? "YOU_PAY_OR_NOTHING" : "YOU_PAY_OR_OTHER";
  return texts.say(key, { day, sum: texts.sum(sum), least: texts.sum(least), most: texts.sum(most) });
}

/** @param {Visit} visit */
export function placeOf(visit) {
  const only = visit.provider?.practices.length === 1 ? visit.provider.practices[0].practiceId : "";
  const practice = visit.practiceId || only;
  return practice ? practiceName(visit, practice) : "";
}

/** @param {any} decision @param {Showing} showing */
export function reasons(decision, showing) {
  const { texts } = showing;
  const told = decision.reasons ?? [];
  if (!told.length) return null;
  return h(
    "section",
    { class: "why" },
    h("h3", {}, texts.say("WHY")),
    h("ul", { class: "plain" }, told.map((each) => h("li", {}, h("p", {}, readable(each.text, showing), lawOf(each.legalBasis)), rejection(each), actions((each.remedies ?? []).flatMap((remedy) => actionsOf(remedy, showing.visit, showing.places, texts)), showing)))),
  );
}

/** @param {any} decision @param {Showing} showing */
export function assumptions(decision, showing) {
  const { texts } = showing;
  const told = decision.assumptions ?? [];
  if (!told.length) return null;
  const items = told.map((each) => ({ each, moves: each.otherwisePatientPaysOre !== undefined, found: settling(bare(each.code, "ASSUMPTION_CODE"), showing.visit, texts) }));
  const first = items.filter(({ moves }) => moves);
  const rest = items.filter(({ moves }) => !moves);
  const list = (some) => h("ul", { class: "plain" }, some.map(({ each, found }) => h("li", {}, h("p", {}, readable(each.text, showing), otherwise(each, texts)), rejection(each), actions(found, showing))));
  return h(
    "section",
    { class: "granted" },
    h("h3", {}, texts.say("GRANTED")),
    first.length ? list(first) : null,
    rest.length ? h("details", { open: !first.length }, h("summary", {}, texts.say("GRANTED_MORE", { count: rest.length })), list(rest)) : null,
  );
}

/** @param {any} assumption @param {Texts} texts */
function otherwise(assumption, texts) {
  const sum = assumption.otherwisePatientPaysOre;
  return sum === undefined ? null : h("strong", { class: "otherwise" }, " ", texts.say("OTHERWISE", { sum: texts.sum(sum) }));
}

/** @param {any} decision @param {Showing} showing */
export function provisional(decision, showing) {
  const { texts } = showing;
  const told = decision.provisional ?? [];
  if (!told.length) return null;
  return h("section", { class: "provisional" }, h("h3", {}, texts.say("PROVISIONAL")), h("ul", { class: "plain" }, told.map((each) => h("li", {}, readable(each.text, showing)))));
}

/** @param {any} decision @param {Texts} texts */
export function foot(decision, texts) {
  const { basis = {} } = decision;
  return h(
    "p",
    { class: "foot" },
    texts.say("HOLDS_UNTIL", { day: texts.day(decision.validUntil) }),
    " ",
    texts.say("RESTS_ON", { revision: basis.revision ?? 0, tariff: basis.tariffDigest, rules: basis.rulesVersion }),
  );
}

/** @param {Action[]} found @param {Showing} showing */
function actions(found, showing) {
  if (!found.length) return null;
  return h(
    "div",
    { class: "actions" },
    found.map((action) =>
      action.kind === "say"
        ? h("p", { class: "hint" }, showing.texts.readable(action.text))
        : h("button", { type: "button", class: "small", on: { click: () => showing.act(action) } }, action.text),
    ),
  );
}

/** @param {any} said */
function rejection(said) {
  return said.helfoRejection?.text ? h("p", { class: "hint rejection" }, said.helfoRejection.text) : null;
}

/** @param {any} basis a rule of law */
export function lawOf(basis) {
  if (!basis?.text) return null;
  const link = basis.url ? h("a", { href: basis.url, rel: "noreferrer noopener", target: "_blank" }, basis.text) : basis.text;
  return h("span", { class: "law" }, " ", link);
}

/** @param {string} sentence @param {Showing} showing */
export function readable(sentence, { texts, visit }) {
  const { provider } = visit;
  const number = provider?.hprNumber ? `HPR ${provider.hprNumber}` : (provider?.organisationNumber ?? "");
  return texts.readable(sentence, provider && number ? { number, name: provider.name } : undefined);
}
