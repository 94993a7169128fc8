// @ts-check
/** What can be done about a reason or an assumption, done to the visit. */

import { fieldOf } from "./claim.js";

/**
 * @typedef {import("./visit.js").Visit} Visit
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {{kind: "apply", visit: Visit, text: string}
 *   | {kind: "tell", field: string, text: string}
 *   | {kind: "say", text: string}} Action a change to make, a field to fill in, or only words
 */

/**
 * The actions that a remedy of the API stands for.
 * @param {any} remedy
 * @param {Visit} visit
 * @param {string[]} places the entry behind each line
 * @param {Texts} texts
 * @returns {Action[]}
 */
export function actionsOf(remedy, visit, places, texts) {
  if (remedy.supplyFact) return supplying(remedy.supplyFact, visit, places, texts);
  const data = wordsOf(remedy, texts);
  const text = data ? texts.of("remedies", data.key, data.values) : "";
  const next = applied(remedy, visit, places);
  if (!text) return [];
  return next ? [{ kind: "apply", visit: next, text }] : [{ kind: "say", text }];
}

/** @param {any} remedy @param {Texts} texts */
function wordsOf(remedy, texts) {
  const { replaceFeeCode, changeCount, removeLine, earliestDate, addFeeCode } = remedy;
  if (replaceFeeCode) {
    return { key: "REPLACE_FEE_CODE", values: { line_number: replaceFeeCode.lineNumber, fee_code: replaceFeeCode.feeCode } };
  }
  if (changeCount) return { key: "CHANGE_COUNT", values: { line_number: changeCount.lineNumber, count: changeCount.count } };
  if (removeLine) return { key: "REMOVE_LINE", values: { line_number: removeLine.lineNumber } };
  if (earliestDate) return { key: "EARLIEST_DATE", values: { date: texts.day(earliestDate.date) } };
  if (addFeeCode) return { key: "ADD_FEE_CODE", values: { fee_code: addFeeCode.feeCode } };
  return null;
}

/**
 * The visit with the change made; null where the form has nothing that it could be made to.
 * @param {any} remedy
 * @param {Visit} visit
 * @param {string[]} places
 * @returns {Visit | null}
 */
export function applied(remedy, visit, places) {
  const { replaceFeeCode, changeCount, removeLine, earliestDate, addFeeCode } = remedy;
  if (earliestDate) return { ...visit, date: earliestDate.date };
  if (addFeeCode && visit.byCode) {
    return { ...visit, codes: [...visit.codes.filter((each) => each.code.trim()), { code: addFeeCode.feeCode, count: "1" }] };
  }
  const line = (replaceFeeCode ?? changeCount ?? removeLine)?.lineNumber;
  const [list, place] = (places[line - 1] ?? "").split(".");
  if (list === "codes") return withCodes(visit, Number(place), remedy);
  if (list === "charges" && removeLine) {
    return { ...visit, charges: visit.charges.filter((_, index) => index !== Number(place)) };
  }
  return null;
}

/** @param {Visit} visit @param {number} place @param {any} remedy */
function withCodes(visit, place, remedy) {
  const change = remedy.replaceFeeCode ? { code: remedy.replaceFeeCode.feeCode } : { count: String(remedy.changeCount?.count) };
  const codes = remedy.removeLine
    ? visit.codes.filter((_, index) => index !== place)
    : visit.codes.map((each, index) => (index === place ? { ...each, ...change } : each));
  return { ...visit, codes: codes.length ? codes : [{ code: "", count: "1" }] };
}

/** @param {any} fact @param {Visit} visit @param {string[]} places @param {Texts} texts @returns {Action[]} */
function supplying(fact, visit, places, texts) {
  const field = fieldOf(fact.field, places);
  const byCaller = fact.supplier === "SUPPLIER_CALLER";
  if (byCaller && field === "practiceId" && fact.candidates?.length) {
    return fact.candidates.map((practiceId) => ({
      kind: "apply",
      visit: { ...visit, practiceId },
      text: texts.say("CHOOSE_PRACTICE", { practice: practiceName(visit, practiceId) }),
    }));
  }
  if (byCaller && field === "kind" && fact.candidates?.length) {
    return fact.candidates.map((each) => {
      const kind = each.replace(/^TREATMENT_KIND_/, "");
      return { kind: "apply", visit: { ...visit, kind }, text: texts.say(`KIND_${kind}`) };
    });
  }
  if (byCaller && field) return [{ kind: "tell", field, text: texts.say("TELL", { field: texts.label(field) }) }];
  const key = byCaller ? "TELL_ELSEWHERE" : "REGISTER_HAS_TO_TELL";
  return [{ kind: "say", text: texts.say(key, { field: texts.factName(fact.field) }) }];
}

/** @param {Visit} visit @param {string} practiceId */
export function practiceName(visit, practiceId) {
  const found = visit.provider?.practices.find((each) => each.practiceId === practiceId);
  return found?.name || practiceId;
}

/** The answers that settle an assumption, each as a change of the visit. */
const SETTLED_BY = {
  NO_EXEMPTION_CARD: [["HAS_CARD", { card: "HELD" }], ["HAS_NO_CARD", { card: "NOT_HELD" }]],
  NATIONAL_INSURANCE_MEMBER: [["IS_MEMBER", { member: "YES" }], ["IS_NO_MEMBER", { member: "NO" }]],
  SAME_DAY_NOT_CHECKED: [["NO_OTHER_BILL", { noSameDayLines: true }]],
  FREQUENCY_NOT_CHECKED: [["NOT_USED_BEFORE", { noEarlierUses: true }]],
};
const SETTLED_WITH_TIME = {
  NO_OVERLAP: [["NO_OTHER_PATIENT", { noOtherBookings: true }]],
  HOLDER_NOT_BILLING: [["HOLDER_FREE", { noHolderBookings: true }]],
};
const SETTLED_IN = {
  NOT_A_CHILD: "age",
  USER_FEES_PAID_UNKNOWN: "paid",
  REQUISITION_NOT_DATED: "requisitionDate",
  PATIENT_OF_CONTRACTING_REGION: "region",
  UNSOCIAL_HOURS_AS_STATED: "time",
  GROUP_OF_SEVERAL: "groupSize",
  PRACTICE_OF_SEVERAL: "practiceId",
};

/**
 * How the fact that an assumption stands in for can be told right there.
 * @param {string} code of the assumption, without its prefix
 * @param {Visit} visit
 * @param {Texts} texts
 * @returns {Action[]}
 */
export function settling(code, visit, texts) {
  const answers = SETTLED_BY[code] ?? (visit.time ? SETTLED_WITH_TIME[code] : undefined);
  if (answers) {
    return answers.map(([key, change]) => ({ kind: "apply", visit: { ...visit, ...change }, text: texts.say(key) }));
  }
  const field = SETTLED_IN[code] ?? (SETTLED_WITH_TIME[code] ? "time" : "");
  return field ? [{ kind: "tell", field, text: texts.say("TELL", { field: texts.label(field) }) }] : [];
}
