// @ts-check
/** What is wrong, in the language of the page: with columns by their headings, and never with a value of the file. */

import { placeOf } from "./diary_places.js";

const OF_COLUMNS = ["column", "columns", "field", "other_field", "expected"];
const MOMENT = /^\d{4}-\d{2}-\d{2}T.*Z$/;

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./diary_problem.js").Sentence} Sentence
 */

/** @param {Sentence} sentence @param {Texts} texts */
export function sentenceWords({ section, key, data }, texts) {
  const told = Object.entries(data).map(([name, value]) => [name, valueWords(name, value, texts)]);
  return texts.of(section, key, { ...Object.fromEntries(told), value: texts.of("diary", "NOT_REPEATED") });
}

/** @param {import("./diary_problem.js").Problem} problem @param {Texts} texts */
export function problemWords(problem, texts) {
  return `${texts.say("DIARY_LINE", { line: problem.line })}: ${sentenceWords(problem, texts)}`;
}

/** Why a file cannot be read at all. @param {Sentence} sentence @param {Texts} texts */
export function refusalWords(sentence, texts) {
  const words = sentenceWords(sentence, texts);
  return sentence.section === "page" ? words : texts.say("DIARY_NOT_READ", { problem: words });
}

/** @param {string} name @param {any} value @param {Texts} texts @returns {string} */
function valueWords(name, value, texts) {
  const all = (Array.isArray(value) ? value : String(value).split(", ")).map(String);
  return all.map((each) => (OF_COLUMNS.includes(name) ? columnWords(each, texts) : wordOf(each, texts))).join(", ");
}

/** @param {string} name @param {Texts} texts */
export function columnWords(name, texts) {
  return texts.tables.diary_columns[name] ?? name;
}

/** @param {string} value @param {Texts} texts */
function wordOf(value, texts) {
  if (MOMENT.test(value)) return texts.moment(value);
  return texts.word(value);
}

/** What a server says is wrong with one claim. @param {any} status a google.rpc.Status @param {Texts} texts @returns {Sentence} */
export function sentenceOf(status, texts) {
  const info = (status.details ?? []).find((each) => String(each["@type"]).endsWith("google.rpc.ErrorInfo"));
  const reason = String(info?.reason ?? "").replace(/^ERROR_REASON_/, "");
  if (!(reason in texts.tables.errors) || reason === "MALFORMED_MESSAGE") return { section: "page", key: "DIARY_CANNOT_READ", data: {} };
  const { value, ...data } = info.metadata ?? {};
  for (const name of OF_COLUMNS) if (data[name]) data[name] = placeOf(data[name]);
  return { section: "errors", key: reason, data };
}
