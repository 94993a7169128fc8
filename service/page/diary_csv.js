// @ts-check
/** The records of CSV, parted as a practice system or a spreadsheet parts them. */

import { Unreadable } from "./diary_problem.js";

const DELIMITERS = [";", "\t", ","];
/** The first line by which a spreadsheet is told what parts the cells. */
const DECLARED = /^sep=(.)\r?\n/i;
const QUOTE = '"';
const LONGEST_CELL = 128 * 1024;
const LINE_END = /\r\n|\r|\n/;

/**
 * The records that hold something, each with its first line counted from 1.
 * @param {string} text
 * @returns {{line: number, cells: string[]}[]}
 */
export function recordsOf(text) {
  const declared = DECLARED.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const delimiter = declared ? declared[1] : delimiterOf(body);
  const records = [];
  let line = declared ? 2 : 1;
  let place = 0;
  while (place < body.length) {
    const record = recordAt(body, place, delimiter, line);
    if (record.cells.some((cell) => cell.trim())) records.push({ line, cells: record.cells });
    line += body.slice(place, record.end).split(LINE_END).length - 1;
    place = record.end;
  }
  return records;
}

/** What parts the cells of the first line that holds something. @param {string} text */
function delimiterOf(text) {
  const first = text.split(LINE_END).find((line) => line.trim()) ?? "";
  const count = (sign) => first.split(sign).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** One record, which may go over several lines. @param {string} text @param {number} start @param {string} delimiter @param {number} line */
function recordAt(text, start, delimiter, line) {
  const cells = [];
  let place = start;
  for (;;) {
    const cell = text[place] === QUOTE ? quotedAt(text, place) : plainAt(text, place, delimiter);
    if (cell.value.length > LONGEST_CELL) throw new Unreadable("CELL_TOO_LONG", { line, most: LONGEST_CELL });
    if (cell.isOpen) throw new Unreadable("QUOTES");
    cells.push(cell.value);
    place = cell.end;
    if (text[place] !== delimiter) break;
    place += 1;
  }
  if (place < text.length && !"\r\n".includes(text[place])) throw new Unreadable("QUOTES");
  return { cells, end: place + (text.startsWith("\r\n", place) ? 2 : 1) };
}

/** @param {string} text @param {number} start @param {string} delimiter */
function plainAt(text, start, delimiter) {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { value: text.slice(start, end), end, isOpen: false };
}

/** @param {string} text @param {number} start where the first quote stands */
function quotedAt(text, start) {
  let value = "";
  let place = start + 1;
  for (;;) {
    const quote = text.indexOf(QUOTE, place);
    if (quote < 0) return { value: value + text.slice(place), end: text.length, isOpen: true };
    value += text.slice(place, quote);
    if (text[quote + 1] !== QUOTE) return { value, end: quote + 1, isOpen: false };
    value += QUOTE;
    place = quote + 2;
  }
}
