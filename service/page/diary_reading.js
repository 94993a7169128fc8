// @ts-check
/** A file read as a diary, with the words of all languages and the contract as the gateway serves it. */

import { MOST_CLAIMS } from "./diary_asking.js";
import { COLUMNS } from "./diary_columns.js";
import { Contract } from "./diary_contract.js";
import { readFile } from "./diary_file.js";
import { readJsonLines } from "./diary_json.js";
import { Unreadable } from "./diary_problem.js";
import { readRows } from "./diary_rows.js";
import { Words } from "./diary_words.js";
import { openApi } from "./api.js";
import { LANGUAGES, loadTexts } from "./texts.js";

/** What files are read with. @returns {Promise<import("./diary_claim.js").Reading>} */
export async function loadReading() {
  const [openapi, ...languages] = await Promise.all([openApi(), ...LANGUAGES.map(loadTexts)]);
  return { contract: new Contract(openapi), words: new Words(languages, COLUMNS) };
}

/** @param {File} file @param {import("./diary_claim.js").Reading} reading @returns {Promise<import("./diary_problem.js").Diary>} */
export async function readDiary(file, reading) {
  const { kind, text } = await readFile(file);
  const diary = kind === "csv" ? readRows(text, reading) : readJsonLines(text, reading);
  const count = diary.bookings.length;
  if (!count) throw new Unreadable("DIARY_EMPTY", {}, "page");
  if (count > MOST_CLAIMS) throw new Unreadable("DIARY_TOO_MANY", { count, most: MOST_CLAIMS }, "page");
  return diary;
}
