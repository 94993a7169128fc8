// @ts-check
/** The texts of one language, as the service has them; the page has none of its own. */

import { longDate, moment, shortDate, withLongDates } from "./dates.js";
import { kroner } from "./money.js";

export const LANGUAGES = ["nb", "nn", "en"];
const PLACEHOLDER = /\{(\w+)\}/g;
const LINE_FIELD = /^(codes|charges)\.\d+\.(.+)$/;

/** @typedef {Record<string, Record<string, string>>} Tables */

/** What can be said in one language. */
export class Texts {
  /**
   * @param {string} language nb, nn or en
   * @param {Tables} tables by section and key
   */
  constructor(language, tables) {
    this.language = language;
    this.tables = tables;
  }

  /** A sentence of the page. @param {string} key @param {Record<string, any>} [data] */
  say(key, data = {}) {
    return this.of("page", key, data);
  }

  /** @param {string} key of the page */
  has(key) {
    return key in this.tables.page;
  }

  /** A sentence of any section. @param {string} section @param {string} key @param {Record<string, any>} [data] */
  of(section, key, data = {}) {
    const sentence = this.tables[section]?.[key];
    if (sentence === undefined) return key;
    return sentence.replace(PLACEHOLDER, (all, name) => (name in data ? String(data[name]) : all));
  }

  /** The word for a value of the contract, or the value as it stands. @param {string} value */
  word(value) {
    return this.tables.words[value] ?? value;
  }

  /** @param {string} key of the headings */
  heading(key) {
    return this.of("headings", key);
  }

  /** What a field of the form is called. @param {string} field for example `age` or `codes.0.code` */
  label(field) {
    const key = (LINE_FIELD.exec(field)?.[2] ?? field).replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return this.say(`FIELD_${key}`);
  }

  /** What is missing, where the form has no field for it. @param {string} fact of the register, or a path of the claim */
  factName(fact) {
    return this.has(`FACT_${fact}`) ? this.say(`FACT_${fact}`) : this.word(fact);
  }

  /** A sum with its unit; absent is not known, never nothing. @param {number | undefined} ore */
  sum(ore) {
    return ore === undefined ? this.say("SUM_NOT_KNOWN") : this.say("KRONER", { amount: kroner(ore, this.language) });
  }

  /** @param {string} iso a day */
  day(iso) {
    return longDate(iso, this.language);
  }

  /** A day for a table. @param {string} iso */
  shortDay(iso) {
    return shortDate(iso, this.language);
  }

  /** @param {string} instant */
  moment(instant) {
    return moment(instant, this.language);
  }

  /** A sentence of the API for people to read. @param {string} sentence @param {{number: string, name: string}} [provider] */
  readable(sentence, provider) {
    const named = provider?.name ? sentence.replaceAll(provider.number, provider.name) : sentence;
    return withLongDates(named, this.language);
  }

  /**
   * What an error says, with the field by the name that it has on the page.
   * @param {import("./api.js").ApiError} error
   * @param {string} field of the form; empty when it is none
   */
  error(error, field) {
    if (!(error.reason in this.tables.errors)) return error.message || this.say("WENT_WRONG");
    const data = { ...error.data };
    if (field) data.field = this.label(field);
    return withLongDates(this.of("errors", error.reason, data), this.language);
  }
}

/** @param {string} language nb, nn or en @returns {Promise<Texts>} */
export async function loadTexts(language) {
  const response = await fetch(`/texts/${language}.json`, { credentials: "omit" });
  if (!response.ok) throw new Error(`/texts/${language}.json: ${response.status}`);
  return new Texts(language, await response.json());
}

/**
 * The language to begin with.
 * @param {string | null} asked in the address
 * @param {readonly string[]} preferred by the browser, best first
 */
export function chooseLanguage(asked, preferred) {
  if (asked && LANGUAGES.includes(asked)) return asked;
  for (const each of preferred) {
    const code = each.toLowerCase().split("-")[0];
    if (code === "no") return "nb";
    if (LANGUAGES.includes(code)) return code;
  }
  return "nb";
}
