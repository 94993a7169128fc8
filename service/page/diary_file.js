// @ts-check
/** A file that somebody chose: its text, and which kind of file it is. */

import { Unreadable } from "./diary_problem.js";

export const LARGEST_FILE = 64 * 1024 * 1024;
/** How a Norwegian spreadsheet writes CSV unless it is told to write UTF-8. */
const SPREADSHEET = "windows-1252";
/** Places that windows-1252 leaves empty, and the sign that no text has. */
const NO_TEXT = /[\u0000\u0081\u008d\u008f\u0090\u009d]/;
/** By this a message as it is sent to KUHR is known; the command line reads it. */
const MESSAGE_OF_CLAIMS = "behandlerkrav";
const KINDS = { csv: "csv", txt: "csv", tsv: "csv", jsonl: "jsonl", ndjson: "jsonl", json: "jsonl" };

/**
 * @param {Blob & {name?: string}} file
 * @returns {Promise<{kind: "csv" | "jsonl", text: string}>}
 */
export async function readFile(file) {
  if (file.size > LARGEST_FILE) throw new Unreadable("DIARY_TOO_LARGE", {}, "page");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(file.name ?? "", bytes);
  return { kind, text: oneLine(textOf(bytes, kind), kind) };
}

/** A file of one claim may be written over many lines. @param {string} text @param {"csv" | "jsonl"} kind */
function oneLine(text, kind) {
  if (kind === "csv" || !text.trim().includes("\n")) return text;
  let whole;
  try {
    whole = JSON.parse(text);
  } catch {
    return text;
  }
  if (whole && typeof whole === "object" && MESSAGE_OF_CLAIMS in whole) throw new Unreadable("DIARY_IS_MESSAGE", {}, "page");
  return JSON.stringify(whole);
}

/** By its name, or by how it begins. @param {string} name @param {Uint8Array} bytes @returns {"csv" | "jsonl"} */
function kindOf(name, bytes) {
  const ending = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? "";
  if (Object.hasOwn(KINDS, ending)) return KINDS[ending];
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  return start.startsWith("{") ? "jsonl" : "csv";
}

/**
 * UTF-8, and for CSV also what spreadsheets write.
 * @param {Uint8Array} bytes
 * @param {"csv" | "jsonl"} kind
 */
export function textOf(bytes, kind) {
  for (const encoding of kind === "csv" ? ["utf-8", SPREADSHEET] : ["utf-8"]) {
    const text = decoded(bytes, encoding);
    const isText = encoding === SPREADSHEET ? !NO_TEXT.test(text ?? "") : !text?.includes("\0");
    if (text !== null && isText) return text;
  }
  throw new Unreadable("DIARY_UNREADABLE", {}, "page");
}

/** @param {Uint8Array} bytes @param {string} encoding @returns {string | null} */
function decoded(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
