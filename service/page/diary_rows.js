// @ts-check
/** A diary of CSV: a row for each line of a claim, the rows of a booking anywhere in the file. */

import { claimOf, linesOf } from "./diary_claim.js";
import { OF_THE_LINE, headerOf } from "./diary_columns.js";
import { recordsOf } from "./diary_csv.js";
import { hidesIdentityNumber, isBookingName } from "./diary_private.js";
import { Unreadable, problemAt } from "./diary_problem.js";

/**
 * The rows of one booking so far: what they tell of it, with the line that told it, and of themselves.
 * @typedef {{line: number, told: Map<string, {text: string, line: number}>, lines: any[],
 *   problems: import("./diary_problem.js").Problem[]}} Rows
 * @typedef {import("./diary_claim.js").Reading} Reading
 */

/**
 * The bookings of a text, in the order of their first rows; a row without a booking's name is one by itself.
 * @param {string} text
 * @param {Reading} reading
 * @returns {import("./diary_problem.js").Diary}
 */
export function readRows(text, reading) {
  const [first, ...records] = recordsOf(text);
  if (!first) throw new Unreadable("DIARY_EMPTY", {}, "page");
  const header = headerOf(first.cells, reading.words);
  const bookings = /** @type {Map<string | number, Rows>} */ (new Map());
  for (const { line, cells } of records) take(bookings, line, cells, header, reading);
  return { bookings: [...bookings.values()].map((rows) => bookingOf(rows, reading)), notes: header.notes };
}

/** Add a row to its booking. @param {Map<string | number, Rows>} bookings @param {number} line @param {string[]} cells @param {import("./diary_columns.js").Header} header @param {Reading} reading */
function take(bookings, line, cells, header, reading) {
  const told = new Map([...header.places].map(([column, place]) => [column, (cells[place] ?? "").trim()]));
  for (const [column, text] of told) if (!text) told.delete(column);
  if (!told.size) return;
  const key = told.get("booking") ?? line;
  const rows = bookings.get(key) ?? /** @type {Rows} */ ({ line, told: new Map(), lines: [], problems: [] });
  bookings.set(key, rows);
  try {
    if (cells.slice(header.width).some((cell) => cell.trim())) throw new Unreadable("TOO_MANY_CELLS");
    add(rows, line, told, reading);
  } catch (error) {
    rows.problems.push(problemAt(line, error));
  }
}

/** @param {Rows} rows @param {number} line @param {Map<string, string>} cells @param {Reading} reading */
function add(rows, line, cells, reading) {
  for (const [column, text] of cells) {
    if (OF_THE_LINE.includes(column)) continue;
    const before = rows.told.get(column) ?? { text, line };
    rows.told.set(column, before);
    if (before.text !== text) throw new Unreadable("ROWS_DIFFER", { column, line: before.line });
  }
  for (const [column, text] of cells) {
    if (hidesIdentityNumber(text)) throw new Unreadable("ELEVEN_DIGITS", { column });
  }
  rows.lines.push(...linesOf(cells, reading));
}

/** The booking of the rows; all that is wrong with it when it cannot be read. @param {Rows} rows @param {Reading} reading @returns {import("./diary_problem.js").Booking} */
function bookingOf({ line, told, lines, problems }, reading) {
  const cells = new Map([...told].map(([column, { text }]) => [column, text]));
  const called = cells.get("booking") ?? "";
  const name = isBookingName(called) ? called : "";
  if (!cells.size || [...cells.values()].some(hidesIdentityNumber)) return { line, name, claim: null, problems };
  try {
    if (called && !name) throw new Unreadable("NAME");
    const { claim } = reading.contract.claimOf(claimOf(cells, lines, reading));
    return { line, name, claim: problems.length ? null : claim, problems };
  } catch (error) {
    return { line, name, claim: null, problems: [problemAt(line, error), ...problems] };
  }
}
