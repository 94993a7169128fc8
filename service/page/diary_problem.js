// @ts-check
/** What is wrong with a file or with a line of it: a key of the texts and its data, never a value of the file. */

/**
 * A sentence to be said in whatever language the page is in.
 * `column` and `columns` are told by their headings, `known` by their words.
 * @typedef {{section: string, key: string, data: Record<string, any>}} Sentence
 * @typedef {Sentence & {line: number}} Problem
 * @typedef {{line: number, name: string, claim: any, problems: Problem[]}} Booking
 *   `claim` is null where something keeps it from being asked about
 * @typedef {{bookings: Booking[], notes: Sentence[]}} Diary
 */

/** What keeps a row, a line or a whole file from being read. */
export class Unreadable extends Error {
  /** @param {string} key @param {Record<string, any>} [data] @param {string} [section] of the texts */
  constructor(key, data = {}, section = "diary") {
    super(key);
    this.sentence = { section, key, data };
  }
}

/** @param {number} line counted from 1 @param {unknown} error thrown while it was read @returns {Problem} */
export function problemAt(line, error) {
  if (!(error instanceof Unreadable)) throw error;
  return { line, ...error.sentence };
}
