// @ts-check
/** The bookings of a diary put to the API, and of each answer what the diary shows. */

import { batchPriceClaims } from "./api.js";
import { sentenceOf } from "./diary_sentences.js";

export const MOST_CLAIMS = 10_000;
/** For the claims of one call: what the gateway reads, less room for the other fields. */
const ROOM = 8 * 1024 * 1024 - 64 * 1024;

/**
 * What is kept of an answer, so that thousands of them are light.
 * @typedef {{outcome: string, totals: any, lines: any[], reasons: any[], notice: string}} Kept
 * @typedef {{decision: Kept | null, problem?: import("./diary_problem.js").Sentence}} Result
 */

/** The answers ended before all had come. */
export class StoppedError extends Error {
  /** @param {number} done */
  constructor(done) {
    super(String(done));
    this.done = done;
  }
}

/**
 * What comes of each claim, in order, and what all of it rests on.
 *
 * Claims too large for one call are put in several, which all read what the first one has read.
 * @param {any[]} claims
 * @param {Record<string, any>} options other fields of BatchPriceClaimsRequest
 * @param {{texts: import("./texts.js").Texts, signal: AbortSignal, onProgress: (done: number) => void}} asking
 * @returns {Promise<{results: Result[], basis: any}>}
 */
export async function priceAll(claims, options, { texts, signal, onProgress }) {
  const results = /** @type {Result[]} */ ([]);
  let basis = /** @type {any} */ (null);
  try {
    for (const part of partsOf(claims)) {
      const read = basis ? sameState(basis) : options.read;
      for await (const message of batchPriceClaims({ ...options, claims: part, read, languageCode: texts.language }, signal)) {
        results.push(...message.results.map((each) => kept(each, texts)));
        basis = message.basis;
        onProgress(results.length);
      }
    }
  } catch (problem) {
    if (signal.aborted || !results.length) throw problem;
  }
  if (results.length < claims.length) throw new StoppedError(results.length);
  return { results, basis };
}

/** How to read what an answer has read, for the moment it was given for. @param {any} basis */
export function sameState(basis) {
  return { exactRevision: basis.revision, evaluatedAt: basis.evaluatedAt };
}

/** The claims in as many lists as calls are needed. @param {any[]} claims @returns {any[][]} */
export function partsOf(claims) {
  const parts = /** @type {any[][]} */ ([]);
  let size = Infinity;
  for (const claim of claims) {
    const added = JSON.stringify(claim).length + 1;
    if (size + added > ROOM) {
      parts.push([]);
      size = 0;
    }
    parts[parts.length - 1].push(claim);
    size += added;
  }
  return parts;
}

/** @param {any} result @param {import("./texts.js").Texts} texts @returns {Result} */
function kept({ decision, error }, texts) {
  if (!decision) return { decision: null, problem: sentenceOf(error ?? {}, texts) };
  const { outcome, totals, lines = [], reasons = [], notices = [] } = decision;
  const notice = notices.find((each) => each.audience === "AUDIENCE_PATIENT")?.text ?? "";
  return { decision: { outcome, totals, lines: lines.map(({ fees = [] }) => ({ fees })), reasons, notice } };
}
