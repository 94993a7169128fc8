// @ts-check
/** What came of each booking, in the order in which it is to be seen to, and in words. */

import { bare, patientPays } from "./answer.js";
import { placeOf } from "./diary_places.js";
import { columnWords, problemWords } from "./diary_sentences.js";
import { kroner } from "./money.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./diary_problem.js").Booking} Booking
 * @typedef {{booking: Booking, decision: import("./diary_asking.js").Kept | null, problems: import("./diary_problem.js").Problem[]}} Answer
 */

export const UNREAD = "UNREAD";
const REJECTED = "REJECTED";
/** Problems, the worst first; what is no problem follows in the order of the file. */
const PROBLEMS = [UNREAD, "NOT_COVERED", REJECTED, "NEEDS_INFORMATION", "PARTLY_APPROVED"];
const OTHERS = ["APPROVED", "OUTSIDE_SCHEME"];
export const OUTCOMES = [...PROBLEMS, ...OTHERS];

/** @param {Booking[]} bookings @param {import("./diary_asking.js").Result[]} results of those that can be asked about @returns {Answer[]} */
export function answersOf(bookings, results) {
  let next = 0;
  return bookings.map((booking) => {
    if (!booking.claim) return { booking, decision: null, problems: booking.problems };
    const { decision, problem } = results[next++];
    return { booking, decision, problems: problem ? [{ line: booking.line, ...problem }] : [] };
  });
}

/** @param {Answer} answer */
export function outcomeOf({ decision }) {
  return decision ? bare(decision.outcome, "OUTCOME") : UNREAD;
}

/** How far down it stands in a list that begins with what is to be seen to. @param {Answer} answer */
export function urgencyOf(answer) {
  const place = PROBLEMS.indexOf(outcomeOf(answer));
  return place < 0 ? PROBLEMS.length : place;
}

/** @param {Answer} answer */
export function isProblem(answer) {
  return urgencyOf(answer) < PROBLEMS.length;
}

/** Problems first. @param {Answer[]} answers */
export function inOrder(answers) {
  return [...answers].sort((one, other) => urgencyOf(one) - urgencyOf(other));
}

/** What the patient is known to pay; absent where that is not settled. @param {Answer} answer @returns {number | undefined} */
export function paysOre(answer) {
  return sumOf(answer, "patientPaysOre");
}

/** @param {Answer} answer @returns {number | undefined} */
export function helfoPaysOre(answer) {
  return sumOf(answer, "helfoPaysOre");
}

/** Nobody pays before a bill that is rejected is corrected. @param {Answer} answer @param {string} name @returns {number | undefined} */
function sumOf(answer, name) {
  return outcomeOf(answer) === REJECTED ? undefined : answer.decision?.totals?.[name];
}

/** @param {Answer} answer @param {Texts} texts */
export function outcomeWords(answer, texts) {
  return outcomeName(outcomeOf(answer), texts);
}

/** @param {string} outcome @param {Texts} texts */
export function outcomeName(outcome, texts) {
  return outcome === UNREAD ? texts.say("DIARY_CANNOT_READ") : texts.say(`OUTCOME_${outcome}`);
}

/** What the patient pays; from the least to the most when it hangs on something. @param {Answer} answer @param {Texts} texts */
export function paysWords(answer, texts) {
  const { decision } = answer;
  if (!decision) return "";
  const { lowestPatientPaysOre: least, highestPatientPaysOre: most } = decision.totals ?? {};
  if (paysOre(answer) === undefined || least === undefined || most === undefined || least === most) return patientPays(decision, texts);
  return texts.say("DIARY_RANGE", { least: kroner(least, texts.language), most: kroner(most, texts.language) });
}

/** Day and time; nothing for what could not be read, where anything may stand there. @param {Answer} answer @param {Texts} texts */
export function whenWords({ booking, decision }, texts) {
  return decision ? [texts.shortDay(booking.claim.treatmentDate), booking.claim.startTime].filter(Boolean).join(" ") : "";
}

/** What to do first, or all that keeps it from being read. @param {Answer} answer @param {Texts} texts @returns {string[]} */
export function whyWords({ decision, problems }, texts) {
  if (!decision) return problems.map((each) => problemWords(each, texts));
  const reason = decision.reasons.find((each) => each.remedies?.length) ?? decision.reasons[0];
  if (!reason) return [];
  return [texts.readable(reason.text), missingWords(reason, texts)].filter(Boolean);
}

/** What is to be told, and by whom; other remedies stand in the reason itself. @param {any} reason @param {Texts} texts */
function missingWords(reason, texts) {
  const { field, supplier } = reason.remedies?.[0]?.supplyFact ?? {};
  if (!field) return "";
  if (supplier !== "SUPPLIER_CALLER") return texts.say("REGISTER_HAS_TO_TELL", { field: texts.factName(field) });
  return texts.say("TELL", { field: columnWords(placeOf(field), texts) });
}

/** @param {Answer} answer @param {Texts} texts */
export function noticeWords({ decision }, texts) {
  return decision?.notice ? texts.readable(decision.notice) : "";
}
