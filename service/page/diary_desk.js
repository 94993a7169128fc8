// @ts-check
/** The diary that is open: read, asked about, and asked about again. In memory only, gone when the page is closed. */

import { answersOf } from "./diary_answers.js";
import { priceAll } from "./diary_asking.js";
import { newOther, otherSide } from "./diary_other.js";
import { loadReading, readDiary } from "./diary_reading.js";

/**
 * @typedef {import("./diary_answers.js").Answer} Answer
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {(done: number, all: number) => void} OnProgress
 */

export class Desk {
  constructor() {
    /** @type {import("./diary_problem.js").Diary | null} */
    this.diary = null;
    /** @type {Answer[] | null} */
    this.answers = null;
    /** The same bookings with what is different. @type {Answer[] | null} */
    this.changed = null;
    /** What the answers rest on; null where nothing could be asked about. @type {any} */
    this.basis = null;
    this.language = "";
    this.filter = "ALL";
    this.other = newOther();
    /** @type {import("./diary_claim.js").Reading | null} */
    this.reading = null;
    this.asking = new AbortController();
  }

  /** Only the newest question counts. @returns {AbortSignal} */
  begin() {
    this.asking.abort();
    this.asking = new AbortController();
    return this.asking.signal;
  }

  forget() {
    Object.assign(this, { diary: null, answers: null, changed: null });
  }

  get bookings() {
    return this.diary?.bookings ?? [];
  }

  get claims() {
    return this.bookings.flatMap(({ claim }) => (claim ? [claim] : []));
  }

  /** @param {File} file @param {AbortSignal} signal */
  async read(file, signal) {
    this.reading ??= await loadReading();
    const diary = await readDiary(file, this.reading);
    if (signal.aborted) return;
    this.forget();
    this.diary = diary;
  }

  /** @param {Texts} texts @param {AbortSignal} signal @param {OnProgress} onProgress */
  async ask(texts, signal, onProgress) {
    const { results, basis } = await put(this.claims, {}, texts, signal, onProgress);
    if (signal.aborted) return;
    this.answers = answersOf(this.bookings, results);
    this.basis = basis;
    this.language = texts.language;
  }

  /** Whether it is told what is different. */
  get canCompare() {
    return Boolean(otherSide(this.other, [], this.basis));
  }

  /** @param {Texts} texts @param {AbortSignal} signal @param {OnProgress} onProgress */
  async compare(texts, signal, onProgress) {
    const other = /** @type {import("./diary_other.js").Side} */ (otherSide(this.other, this.claims, this.basis));
    this.changed = null;
    const { results } = await put(other.claims, other.options, texts, signal, onProgress);
    if (!signal.aborted) this.changed = answersOf(this.bookings, results);
  }
}

/** @param {any[]} claims @param {Record<string, any>} options @param {Texts} texts @param {AbortSignal} signal @param {OnProgress} onProgress */
async function put(claims, options, texts, signal, onProgress) {
  onProgress(0, claims.length);
  if (!claims.length) return { results: [], basis: null };
  return priceAll(claims, options, { texts, signal, onProgress: (done) => onProgress(done, claims.length) });
}
