// @ts-check
/** Sums of money: always whole øre, and kroner only in what a person sees or types. */

import { localeOf } from "./dates.js";

const ORE_PER_KRONE = 100;
const DECIMALS = 2;
const TYPED = /^(\d{1,7})(?:[.,](\d{1,2}))?$/;

/**
 * A sum in kroner, with decimals only where there are øre.
 * @param {number} ore whole øre
 * @param {string} language nb, nn or en
 * @returns {string} for example "1 234" or "15,14"; the unit stands in the texts
 */
export function kroner(ore, language) {
  const sign = ore < 0 ? "−" : "";
  const size = Math.abs(ore);
  const rest = size % ORE_PER_KRONE;
  const whole = new Intl.NumberFormat(localeOf(language)).format((size - rest) / ORE_PER_KRONE);
  const mark = language === "en" ? "." : ",";
  return rest ? `${sign}${whole}${mark}${String(rest).padStart(DECIMALS, "0")}` : `${sign}${whole}`;
}

/**
 * What somebody typed as kroner, in øre.
 * @param {string} typed for example "3 100" or "15,50"
 * @returns {number | null} null for what is not a sum
 */
export function parseKroner(typed) {
  const match = TYPED.exec(typed.replace(/[\s\u00a0\u202f]|kr$/g, ""));
  if (!match) return null;
  const ore = (match[2] ?? "").padEnd(DECIMALS, "0");
  return Number(match[1]) * ORE_PER_KRONE + Number(ore);
}
