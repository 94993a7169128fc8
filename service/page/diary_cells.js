// @ts-check
/** One cell of a diary read as what its column holds, in the ways that people and their programs write it. */

import { Unreadable } from "./diary_problem.js";

const NORWEGIAN_DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{1,2})[:.](\d{2})(?:[:.]00)?$/;
const KRONER = /^(\d{1,7})(?:[.,](\d{1,2}))?$/;
const WHOLE = /^\d{1,9}$/;
const SPACES = /\s+/g;
/** A fee code as tariffs print it: G, A3a, C34ft, 870, 899a; no word, and no longer number, which may be anything. */
const CODE = "[A-Z]|[A-Za-z][0-9]{1,2}[A-Za-z]{0,2}|[0-9]{3}[A-Za-z]?";
const SPACE = "[ \\t\\r\\n]";
const FEE = new RegExp(
  `(?:(?<first>[0-9]{1,4})${SPACE}*[x×*]${SPACE}*)?(?<code>${CODE})(?![A-Za-z0-9])(?:(?:${SPACE}*[×*]|${SPACE}+x)${SPACE}*(?<last>[0-9]{1,4}))?`,
  "y",
);
/** A refund category as the tables print it: CT2, PATA12. */
const CATEGORY = "[A-Za-z]{2,4}[0-9]{1,2}";
const BETWEEN = /[\s,;+]+/y;
const ORE_PER_KRONE = 100;
const HOURS = 24;
const MINUTES = 60;

/** A day, also written the Norwegian way, as YYYY-MM-DD. @param {string} column @param {string} text */
export function readDay(column, text) {
  const norwegian = NORWEGIAN_DAY.exec(text);
  const [year, month, day] = norwegian ? norwegian.slice(1).reverse() : (ISO_DAY.exec(text)?.slice(1) ?? []);
  const iso = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
  if (!isDay(iso)) throw new Unreadable("NO_DAY", { column });
  return iso;
}

/** Whether it is a day of the calendar. @param {string} iso */
export function isDay(iso) {
  const found = ISO_DAY.exec(iso);
  if (!found || found[1] === "0000") return false;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

/** A time of day as HH:MM. @param {string} column @param {string} text */
export function readClock(column, text) {
  const found = CLOCK.exec(text);
  if (!found || Number(found[1]) >= HOURS || Number(found[2]) >= MINUTES) throw new Unreadable("NO_TIME", { column });
  return `${found[1].padStart(2, "0")}:${found[2]}`;
}

/** An amount in øre, written in kroner; spaces may part the thousands. @param {string} column @param {string} text */
export function readKroner(column, text) {
  const found = KRONER.exec(text.replace(SPACES, ""));
  if (!found) throw new Unreadable("NO_AMOUNT", { column });
  return Number(found[1]) * ORE_PER_KRONE + Number((found[2] ?? "").padEnd(2, "0"));
}

/** @param {string} column @param {string} text */
export function readWhole(column, text) {
  if (!WHOLE.test(text)) throw new Unreadable("NO_WHOLE", { column });
  return Number(text);
}

/** Whether all of a text is one fee code. @param {string} text */
export function isFeeCode(text) {
  return new RegExp(`^(?:${CODE})$`).test(text);
}

/** Whether all of a text is a refund category. @param {string} text */
export function isCategory(text) {
  return new RegExp(`^${CATEGORY}$`).test(text);
}

/** @param {string} column @param {string} text */
export function readCategory(column, text) {
  if (!isCategory(text)) throw new Unreadable("NO_CATEGORY", { column });
  return text;
}

/** A number that names something, without the spaces that part its digits. @param {string} text */
export function readDigits(text) {
  return text.replace(SPACES, "");
}

/** Yes or no, in any of the languages. @param {string} column @param {string} text @param {import("./diary_words.js").Words} words */
export function readTruth(column, text, words) {
  const found = words.truth(text);
  if (found === undefined) throw new Unreadable("NO_TRUTH", { column });
  return found;
}

/** One of the names of the contract. @param {string} column @param {string} text @param {readonly string[]} names @param {import("./diary_words.js").Words} words */
export function readChoice(column, text, names, words) {
  const found = words.choice(text, names);
  if (found === undefined) throw new Unreadable("NO_CHOICE", { column, known: names });
  return found;
}

/**
 * Fee codes with how often each is used: `A3a`, `A3a 2xA3b`, `A3a, 2 x A3b`, `A3a A3b*2`, `A3b x 2`.
 * @param {string} column
 * @param {string} text
 * @returns {{feeCode: string, count?: number}[]}
 */
export function readFees(column, text) {
  const fees = [];
  let place = 0;
  while (place < text.length) {
    const found = matchAt(FEE, text, place)?.groups;
    if (!found || (found.first && found.last)) throw new Unreadable("NO_FEE_CODES", { column });
    const count = found.first ?? found.last;
    fees.push(count === undefined ? { feeCode: found.code } : { feeCode: found.code, count: Number(count) });
    const end = FEE.lastIndex;
    if (end < text.length && !matchAt(BETWEEN, text, end)) throw new Unreadable("NO_FEE_CODES", { column });
    place = end < text.length ? BETWEEN.lastIndex : end;
  }
  return fees;
}

/** @param {RegExp} pattern sticky @param {string} text @param {number} place */
function matchAt(pattern, text, place) {
  pattern.lastIndex = place;
  return pattern.exec(text);
}
