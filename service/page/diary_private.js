// @ts-check
/** What no text that is sent may hold, and how each of them must look: so no name and no identity number goes along. */

import { isCategory, isDay, isFeeCode } from "./diary_cells.js";
import { REGIONS } from "./visit.js";

/** Eleven digits in a row, however spaces, hyphens, dots and the like part them. */
const IDENTITY_NUMBER = /\p{Nd}(?:[\s._/–-]*\p{Nd}){10}/u;
const NAME = /^[A-Za-z0-9-]{1,64}$/;
const CLOCK = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;
/** The years that a moment of the contract can have. */
const [FIRST_YEAR, LAST_YEAR] = [1, 9999];
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is a moment that both a browser and the contract can tell. @param {string} text */
function isMoment(text) {
  if (!MOMENT.test(text) || !isDay(text.slice(0, 10)) || !CLOCK.test(text.slice(11, 16))) return false;
  const year = new Date(text).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** @param {string} text */
export function hidesIdentityNumber(text) {
  return IDENTITY_NUMBER.test(text);
}

/** Whether a booking may be called so. @param {string} name */
export function isBookingName(name) {
  return NAME.test(name) && !hidesIdentityNumber(name);
}

const DAY = { isRight: isDay, section: "errors", key: "INVALID_DATE" };
const TIME = { isRight: (text) => CLOCK.test(text), section: "errors", key: "INVALID_TIME" };

/**
 * Every field of a claim that holds text, with its form and the sentence that tells of it.
 * @type {Record<string, {isRight: (text: string) => boolean, section: string, key: string, known?: string[]}>}
 */
export const FORMS = {
  claimId: { isRight: isBookingName, section: "errors", key: "INVALID_CLAIM_ID" },
  treatmentDate: DAY,
  birthDate: DAY,
  date: DAY,
  lastDate: DAY,
  startTime: TIME,
  endTime: TIME,
  cancelledAt: { isRight: isMoment, section: "page", key: "DIARY_NO_MOMENT" },
  countryCode: { isRight: (text) => /^[A-Z]{2}$/.test(text), section: "errors", key: "INVALID_COUNTRY_CODE" },
  hprNumber: { isRight: (text) => /^[0-9]{1,9}$/.test(text), section: "errors", key: "INVALID_HPR_NUMBER" },
  organisationNumber: { isRight: (text) => /^[0-9]{9}$/.test(text), section: "errors", key: "INVALID_ORGANISATION_NUMBER" },
  healthRegion: { isRight: (text) => REGIONS.includes(text), section: "errors", key: "INVALID_HEALTH_REGION", known: REGIONS },
  practiceId: { isRight: (text) => /^[0-9]{10}$/.test(text), section: "errors", key: "INVALID_PRACTICE_ID" },
  municipalityCode: { isRight: (text) => /^[0-9]{4}$/.test(text), section: "errors", key: "INVALID_MUNICIPALITY_CODE" },
  feeCode: { isRight: isFeeCode, section: "page", key: "DIARY_NO_FEE_CODE" },
  refundCategory: { isRight: isCategory, section: "diary", key: "NO_CATEGORY" },
};
