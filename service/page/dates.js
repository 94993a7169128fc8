// @ts-check
/** Days and moments as people in Norway write them. */

/** Browsers seldom know Nynorsk; its months and numbers are written as in Bokmål. */
const LOCALES = { nb: "nb-NO", nn: "nb-NO", en: "en-GB" };
const ISO_DAY = /\b(\d{4})-(\d{2})-(\d{2})\b/g;
const ZONE = "Europe/Oslo";
const NOON = "T12:00:00Z";

/**
 * @param {string} language nb, nn or en
 * @returns {string} what Intl calls it
 */
export function localeOf(language) {
  return LOCALES[language] ?? LOCALES.nb;
}

/**
 * A day in words, for example "15. september 2026".
 * @param {string} iso YYYY-MM-DD
 * @param {string} language nb, nn or en
 */
export function longDate(iso, language) {
  const day = new Date(iso + NOON);
  if (Number.isNaN(day.getTime())) return iso;
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/**
 * A day for a table, for example "15. sep. 2026".
 * @param {string} iso YYYY-MM-DD
 * @param {string} language nb, nn or en
 */
export function shortDate(iso, language) {
  const day = new Date(iso + NOON);
  if (Number.isNaN(day.getTime())) return iso;
  const options = /** @type {const} */ ({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return new Intl.DateTimeFormat(localeOf(language), options).format(day);
}

/**
 * A moment in words, in Norwegian time.
 * @param {string} instant as the API writes it
 * @param {string} language nb, nn or en
 */
export function moment(instant, language) {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  const options = /** @type {const} */ ({ dateStyle: "long", timeStyle: "short", timeZone: ZONE });
  return new Intl.DateTimeFormat(localeOf(language), options).format(when);
}

/**
 * A sentence with its days in words.
 * @param {string} sentence with days as YYYY-MM-DD
 * @param {string} language nb, nn or en
 */
export function withLongDates(sentence, language) {
  return sentence.replace(ISO_DAY, (iso) => longDate(iso, language));
}

/**
 * Today in Norway, as YYYY-MM-DD.
 * @param {Date} now
 */
export function todayIn(now) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(now);
}

/**
 * The moment that somebody means by a local date and time in Norway, as the API wants it.
 * @param {string} local YYYY-MM-DDTHH:MM
 */
export function instantOf(local) {
  const asUtc = new Date(`${local}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return "";
  return new Date(asUtc.getTime() - offsetOf(new Date(asUtc.getTime() - offsetOf(asUtc)))).toISOString();
}

/**
 * How far Norwegian clocks are ahead of UTC, in milliseconds.
 * @param {Date} when
 */
function offsetOf(when) {
  const options = /** @type {const} */ ({ timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  const local = new Intl.DateTimeFormat("sv-SE", options).format(when).replace(" ", "T");
  return new Date(`${local}Z`).getTime() - Math.floor(when.getTime() / 1000) * 1000;
}
