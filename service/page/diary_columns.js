// @ts-check
/** The columns of a diary as CSV, and which of them a file has. */

import { likeness } from "./diary_close.js";
import { Unreadable } from "./diary_problem.js";
import { fold } from "./diary_words.js";

/** What a row tells of itself; all else it tells of the booking that it is part of. */
export const OF_THE_LINE = [
  "fee_codes", "treatment", "minutes", "setting", "group_size", "group_place",
  "examination", "sample", "refund_category", "asking_price",
];
export const OF_THE_BOOKING = [
  "booking", "discipline", "hpr_number", "organisation_number", "practice_id", "date", "start_time",
  "age", "birth_date", "exemption_card", "user_fees_paid", "exemption_ground", "national_insurance_member",
  "municipality_code", "wheelchair_user", "requisition", "requisition_date", "requisition_hpr_number",
];
export const COLUMNS = [...OF_THE_BOOKING, ...OF_THE_LINE];
/** What is done: a row tells at least one of them. */
export const CONTENT = ["fee_codes", "treatment", "examination", "sample"];
/** Of each of these a file must have one. */
export const NEEDED = [["date"], ["hpr_number", "organisation_number"], CONTENT];
/** How alike two words are for one to be taken for the other misspelt. */
const CLOSE = 0.85;

/**
 * Where the columns of a file are, counted from 0, and the notes about those that are not read.
 * @typedef {{places: Map<string, number>, width: number, notes: import("./diary_problem.js").Sentence[]}} Header
 */

/**
 * The columns of a file by its first line. One that is not known is not read, and is told
 * by its place: in a file without headings, what stands there may be anything.
 * @param {string[]} cells
 * @param {import("./diary_words.js").Words} words
 * @returns {Header}
 */
export function headerOf(cells, words) {
  const names = cells.map((cell) => words.column(cell));
  const found = names.filter((name) => name !== undefined);
  const twice = found.find((name, place) => found.indexOf(name) !== place);
  if (twice) throw new Unreadable("COLUMN_TWICE", { column: twice });
  for (const choice of NEEDED) {
    if (!choice.some((name) => found.includes(name))) throw new Unreadable("COLUMN_MISSING", { columns: choice });
  }
  const places = new Map(names.flatMap((name, place) => (name ? [[name, place]] : [])));
  return { places, width: cells.length, notes: notesOn(cells, names, words) };
}

/** One note for all columns that are not read, and one for each that looks like a misspelt one. @param {string[]} cells @param {(string | undefined)[]} names @param {import("./diary_words.js").Words} words */
function notesOn(cells, names, words) {
  const unread = names.flatMap((name, place) => (name === undefined && cells[place].trim() ? [place] : []));
  if (!unread.length) return [];
  const note = (key, data) => ({ section: "diary", key, data });
  const close = unread.flatMap((place) => {
    const column = closest(fold(cells[place]), names, words);
    return column ? [note("COLUMN_CLOSE", { place: place + 1, column })] : [];
  });
  return [note("COLUMNS_NOT_READ", { places: unread.map((place) => place + 1).join(", ") }), ...close];
}

/** The column that a heading may be meant as, of those that the file has not. @param {string} folded @param {(string | undefined)[]} taken @param {import("./diary_words.js").Words} words */
function closest(folded, taken, words) {
  let best = { likeness: CLOSE, column: "" };
  for (const [heading, column] of words.headings) {
    const found = taken.includes(column) ? 0 : likeness(folded, heading);
    if (found > best.likeness || (found === CLOSE && !best.column)) best = { likeness: found, column };
  }
  return best.column;
}
