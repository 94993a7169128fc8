// @ts-check
/** The same visit twice, with one thing changed, and the differences in words. */

import { bare, outcome, readable, sums } from "./answer.js";
import { askAbout } from "./asking.js";
import { differences } from "./compare.js";
import { instantOf } from "./dates.js";
import { h, icon, replace } from "./dom.js";
import { choiceField, showErrors, textField } from "./fields.js";
import { providerPicker } from "./provider_picker.js";
import { fillInFirst } from "./view_explain.js";
import { PHYSIOTHERAPY, withProvider } from "./visit.js";
import { isComplete } from "./claim.js";

/**
 * What is changed in the second visit, as it is filled in.
 * @typedef {{what: "PROVIDER" | "DATE" | "LENGTH" | "MOMENT", provider: any, practiceId: string, date: string,
 *   minutes: string, knownAt: string}} Variant
 */

/** @returns {Variant} */
export function newVariant() {
  return { what: "DATE", provider: null, practiceId: "", date: "", minutes: "", knownAt: "" };
}

/** @param {any} app @returns {Node} */
export function compareView(app) {
  const { texts } = app;
  const title = h("h1", {}, texts.say("COMPARE_TITLE"));
  if (!isComplete(app.visit)) return h("div", { class: "document" }, title, fillInFirst(texts, "COMPARE_FIRST"));
  app.kept.variant ??= newVariant();
  const form = h("div", { class: "part" });
  const result = h("div", { class: "side-by-side", "aria-live": "polite" });
  let newest = 0;

  function drawForm() {
    replace(form, variantForm(app, change));
  }

  function change(changes, redraw = false) {
    app.kept.variant = { ...app.kept.variant, ...changes };
    if (redraw) drawForm();
    compare();
  }

  async function compare() {
    const number = ++newest;
    const other = changedVisit(app.visit, app.kept.variant);
    if (!other) {
      replace(result, h("p", { class: "empty" }, texts.say("CHOOSE_OTHER")));
      return;
    }
    const [before, after] = await Promise.all([askAbout(app.visit, texts), askAbout(other.visit, texts, other.options)]);
    if (number !== newest) return;
    for (const each of [before, after]) if (each.state === "failed") app.fail(each.problem);
    const errors = after.state === "wrong" ? new Map([[fieldOfVariant(app.kept.variant), [...after.errors.values()][0]]]) : new Map();
    showErrors(form, errors);
    if (before.state !== "answered" || after.state !== "answered") {
      replace(result, h("p", { class: "empty" }, texts.say("NO_ANSWER")));
      return;
    }
    replace(result, sideBySide(before.decision, after.decision, app.visit, other, texts));
  }

  queueMicrotask(() => {
    drawForm();
    compare();
  });
  return h("div", { class: "document wide" }, title, form, result);
}

/** @param {any} app @param {(changes: any, redraw?: boolean) => void} change */
function variantForm(app, change) {
  const { texts, visit } = app;
  const variant = /** @type {Variant} */ (app.kept.variant);
  const ways = ["DATE", "PROVIDER", ...(visit.discipline === PHYSIOTHERAPY && !visit.byCode ? ["LENGTH"] : []), "MOMENT"];
  const choices = /** @type {[string, string][]} */ (ways.map((each) => [each, texts.say(`OTHER_${each}`)]));
  return [
    choiceField(texts, "other", choices, variant.what, (what) => change({ what }, true), { legend: texts.say("WHAT_IS_OTHER") }),
    variantField(app, variant, change),
  ];
}

/** @param {any} app @param {Variant} variant @param {(changes: any, redraw?: boolean) => void} change */
function variantField(app, variant, change) {
  const { texts, visit } = app;
  if (variant.what === "DATE") {
    return textField(texts, "otherDate", variant.date, (date) => change({ date }), { type: "date", label: texts.say("OTHER_DATE_FIELD") });
  }
  if (variant.what === "LENGTH") {
    return textField(texts, "otherMinutes", variant.minutes, (minutes) => change({ minutes }), { inputmode: "numeric", unit: texts.say("MINUTES"), label: texts.say("OTHER_LENGTH_FIELD") });
  }
  if (variant.what === "MOMENT") {
    const chosen = isInstant(variant.knownAt) ? h("p", { class: "chosen chosen-name" }, texts.moment(variant.knownAt)) : null;
    const options = { type: "datetime-local", label: texts.say("OTHER_MOMENT_FIELD"), hint: texts.say("OTHER_MOMENT_HINT") };
    return [chosen, textField(texts, "otherKnownAt", chosen ? "" : variant.knownAt, (knownAt) => change({ knownAt }, Boolean(chosen)), options)];
  }
  return [
    variant.provider ? h("p", { class: "chosen chosen-name" }, variant.provider.name) : null,
    providerPicker({
      texts, discipline: visit.discipline, date: visit.date, recent: [], field: "otherProvider", onFailure: app.fail,
      onChoose: (provider, practiceId) => change({ provider, practiceId }, true),
    }),
  ];
}

/** @param {Variant} variant */
function fieldOfVariant(variant) {
  return { DATE: "otherDate", LENGTH: "otherMinutes", MOMENT: "otherKnownAt", PROVIDER: "otherProvider" }[variant.what];
}

/**
 * The second visit, the options it is asked with, and what is changed; null until that is told.
 * @param {import("./visit.js").Visit} visit
 * @param {Variant} variant
 */
function changedVisit(visit, variant) {
  const { what, provider, practiceId, date, minutes, knownAt } = variant;
  if (what === "PROVIDER") return provider && { visit: withProvider(visit, provider, practiceId), options: {}, variant };
  if (what === "DATE") return date && { visit: { ...visit, date }, options: {}, variant };
  if (what === "LENGTH") return minutes.trim() && { visit: { ...visit, minutes }, options: {}, variant };
  const instant = knownAt && momentOf(knownAt);
  return instant && { visit, options: { read: { knownAt: instant, evaluatedAt: instant } }, variant };
}

/** @param {string} typed a local time, or an instant as the register has it */
function momentOf(typed) {
  return isInstant(typed) ? typed : instantOf(typed);
}

/** @param {string} typed */
function isInstant(typed) {
  return typed.endsWith("Z");
}

/** @param {any} other @param {import("./texts.js").Texts} texts */
function whatIsOther({ variant, options }, texts) {
  if (variant.what === "PROVIDER") return variant.provider.name;
  if (variant.what === "DATE") return texts.day(variant.date);
  if (variant.what === "LENGTH") return texts.say("MINUTES_LONG", { count: variant.minutes.trim() });
  return texts.say("KNOWN_THEN", { moment: texts.moment(options.read.knownAt) });
}

/** @param {any} before @param {any} after @param {any} visit @param {any} other @param {import("./texts.js").Texts} texts */
function sideBySide(before, after, visit, other, texts) {
  const found = differences(before, after);
  return [
    h("section", { class: "differences" }, h("h2", {}, texts.say("THE_DIFFERENCES")), found.length ? h("ul", { class: "plain" }, found.map((each) => h("li", { class: `difference ${each.what}` }, differenceWords(each, texts, other.visit)))) : h("p", {}, icon("check"), " ", texts.say("NO_DIFFERENCE"))),
    h(
      "div",
      { class: "two" },
      h("section", { class: "answer" }, h("h2", {}, texts.say("AS_FILLED_IN")), outcome(before, texts), sums(before, texts)),
      h("section", { class: "answer" }, h("h2", {}, texts.say("AS_CHANGED", { what: whatIsOther(other, texts) })), outcome(after, texts), sums(after, texts)),
    ),
  ];
}

/**
 * A difference in words; what is gone and what has come are told apart by them.
 * @param {import("./compare.js").Difference} each
 * @param {import("./texts.js").Texts} texts
 * @param {import("./visit.js").Visit} visit
 */
export function differenceWords(each, texts, visit) {
  if (each.what === "outcome") {
    const word = (code) => texts.say(`OUTCOME_${bare(code, "OUTCOME")}`);
    return [name(texts.say("DIFF_OUTCOME")), texts.say("WAS_BECOMES", { before: word(each.before), after: word(each.after) })];
  }
  if (each.what === "sum") return [name(texts.say(`DIFF_${keyOf(each.name)}`)), sumWords(each, texts)];
  if (each.what === "codes") {
    const none = texts.say("DIFF_NONE");
    return [name(texts.say("DIFF_CODES")), texts.say("WAS_BECOMES", { before: each.before || none, after: each.after || none })];
  }
  const key = `${each.what}_${each.kind}`.toUpperCase();
  return [name(texts.say(key)), readable(each.text, /** @type {any} */ ({ texts, visit }))];
}

/** @param {{before: number | undefined, after: number | undefined}} sum @param {import("./texts.js").Texts} texts */
export function sumWords({ before, after }, texts) {
  const said = texts.say("WAS_BECOMES", { before: texts.sum(before), after: texts.sum(after) });
  if (before === undefined || after === undefined) return said;
  const more = texts.say(after > before ? "DIFF_MORE" : "DIFF_LESS", { sum: texts.sum(Math.abs(after - before)) });
  return `${said} (${more})`;
}

/** @param {string} words */
function name(words) {
  return h("strong", { class: "difference-name" }, `${words}: `);
}

/** @param {string} field of the totals, for example `helfoPaysOre` */
function keyOf(field) {
  return field.replace(/Ore$/, "").replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

