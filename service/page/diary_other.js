// @ts-check
/** What is different on the other side of a comparison, as it is filled in. */

import { instantOf } from "./dates.js";
import { sameState } from "./diary_asking.js";
import { h } from "./dom.js";
import { choiceField, textField } from "./fields.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {{what: "DATE" | "REVISION" | "MOMENT" | "AUTHORITY", date: string, revision: string, moment: string}} Other
 * @typedef {{claims: any[], options: Record<string, any>}} Side
 */

const WAYS = ["DATE", "REVISION", "MOMENT", "AUTHORITY"];
const WHOLE = /^\d{1,9}$/;
/** Where each way is filled in, and what that is called. */
export const FIELDS = {
  DATE: { field: "diaryDate", label: "OTHER_DATE_FIELD" },
  REVISION: { field: "diaryRevision", label: "DIARY_REVISION_FIELD" },
  MOMENT: { field: "diaryMoment", label: "OTHER_MOMENT_FIELD" },
  AUTHORITY: { field: "diaryOther", label: "WHAT_IS_OTHER" },
};

/** @returns {Other} */
export function newOther() {
  return { what: "DATE", date: "", revision: "", moment: "" };
}

/**
 * The claims and options of the other side; else all is as on the first one, whose basis this is. Null until it is told.
 * @param {Other} other
 * @param {any[]} claims
 * @param {any} basis
 * @returns {Side | null}
 */
export function otherSide({ what, date, revision, moment }, claims, basis) {
  const read = sameState(basis);
  if (what === "DATE") return date ? { claims: claims.map((claim) => ({ ...claim, treatmentDate: date })), options: { read } } : null;
  if (what === "AUTHORITY") return { claims, options: { read, tariffAuthority: "TARIFF_AUTHORITY_REGULATION" } };
  if (what === "REVISION") return WHOLE.test(revision.trim()) ? { claims, options: { read: { ...read, exactRevision: Number(revision) } } } : null;
  const instant = moment && instantOf(moment);
  return instant ? { claims, options: { read: { knownAt: instant, evaluatedAt: instant } } } : null;
}

/** @param {Other} other @param {(change: Partial<Other>, redraw?: boolean) => void} set @param {() => void} run @param {Texts} texts */
export function otherForm(other, set, run, texts) {
  const choices = /** @type {[string, string][]} */ (WAYS.map((each) => [each, texts.say(`DIARY_OTHER_${each}`)]));
  const choose = (what) => set({ what: /** @type {any} */ (what) }, true);
  const submit = (event) => {
    event.preventDefault();
    run();
  };
  return h(
    "form",
    { class: "part no-print", novalidate: true, autocomplete: "off", "aria-labelledby": "diary-changes", on: { submit } },
    h("h2", { id: "diary-changes" }, texts.say("DIARY_COMPARE")),
    h("p", { class: "hint" }, texts.say("DIARY_COMPARE_HINT")),
    choiceField(texts, FIELDS.AUTHORITY.field, choices, other.what, choose, { legend: texts.say("WHAT_IS_OTHER") }),
    fieldOf(other, set, texts),
    h("button", { class: "main" }, texts.say("DIARY_RUN_COMPARE")),
  );
}

/** @param {Other} other @param {(change: Partial<Other>) => void} set @param {Texts} texts */
function fieldOf({ what, date, revision, moment }, set, texts) {
  const label = texts.say(FIELDS[what].label);
  if (what === "DATE") return textField(texts, FIELDS.DATE.field, date, (value) => set({ date: value }), { type: "date", label });
  if (what === "REVISION") return textField(texts, FIELDS.REVISION.field, revision, (value) => set({ revision: value }), { inputmode: "numeric", label });
  if (what === "AUTHORITY") return null;
  const options = { type: "datetime-local", label, hint: texts.say("OTHER_MOMENT_HINT") };
  return textField(texts, FIELDS.MOMENT.field, moment, (value) => set({ moment: value }), options);
}
