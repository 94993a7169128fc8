// @ts-check
/** Asks about a visit while it is filled in: not at every letter, and only the newest question counts. */

import { ApiError, priceClaim } from "./api.js";
import { fieldOf, isComplete, toClaim } from "./claim.js";

const WAIT = 250;

/**
 * @typedef {import("./visit.js").Visit} Visit
 * @typedef {{state: "empty"} | {state: "wrong", errors: Map<string, string>}
 *   | {state: "answered", decision: any, places: string[]} | {state: "failed", problem: unknown}} Heard
 */

/**
 * @param {Visit} visit
 * @param {import("./texts.js").Texts} texts
 * @param {Record<string, any>} [options] other fields of PriceClaimRequest
 * @param {AbortSignal} [signal]
 * @returns {Promise<Heard>}
 */
export async function askAbout(visit, texts, options = {}, signal) {
  if (!isComplete(visit)) return { state: "empty" };
  const { claim, problems, places } = toClaim(visit);
  if (problems.length) return { state: "wrong", errors: new Map(problems.map(({ field, key }) => [field, texts.say(key)])) };
  try {
    const decision = await priceClaim({ claim, languageCode: texts.language, ...options }, signal);
    return { state: "answered", decision, places };
  } catch (problem) {
    return heard(problem, places, texts);
  }
}

/** @param {unknown} problem @param {string[]} places @param {import("./texts.js").Texts} texts @returns {Heard} */
function heard(problem, places, texts) {
  if (!(problem instanceof ApiError) || !problem.data.field) return { state: "failed", problem };
  const field = fieldOf(problem.data.field, places);
  return { state: "wrong", errors: new Map([[field, texts.error(problem, field)]]) };
}

/** Asks soon; a newer question takes the place of one that is not answered yet. */
export class Asker {
  constructor() {
    this.timer = 0;
    this.controller = new AbortController();
  }

  /**
   * @param {(signal: AbortSignal) => Promise<Heard>} question
   * @param {(heard: Heard) => void} onHeard
   * @param {boolean} [atOnce]
   */
  ask(question, onHeard, atOnce = false) {
    this.controller.abort();
    this.controller = new AbortController();
    const { signal } = this.controller;
    clearTimeout(this.timer);
    const put = async () => {
      const heardNow = await question(signal);
      if (!signal.aborted) onHeard(heardNow);
    };
    this.timer = window.setTimeout(put, atOnce ? 0 : WAIT);
  }
}
