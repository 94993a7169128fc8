// @ts-check
/** A diary of JSON lines: each line a claim, or a request for the price of one. */

import { Unreadable, problemAt } from "./diary_problem.js";

const LONGEST_LINE = 256 * 1024;
/** What a request asks for besides its claim that goes for the whole file, or for none of it. */
const OF_THE_WHOLE = ["read", "tariffAuthority", "tariff_authority"];
const BESIDES = [...OF_THE_WHOLE, "claim", "view", "languageCode", "language_code"];
const NOT_TOLD = [null, undefined, 0, "TARIFF_AUTHORITY_UNSPECIFIED"];
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The bookings of a text; an empty line is none.
 * @param {string} text
 * @param {{contract: import("./diary_contract.js").Contract}} reading
 * @returns {import("./diary_problem.js").Diary}
 */
export function readJsonLines(text, { contract }) {
  let dropped = 0;
  const bookings = text.split("\n").flatMap((line, place) => {
    if (!line.trim()) return [];
    const read = bookingOf(line, place + 1, contract);
    dropped += read.dropped;
    return [read.booking];
  });
  const notes = dropped ? [{ section: "page", key: "DIARY_FIELDS_NOT_READ", data: { count: dropped } }] : [];
  return { bookings, notes };
}

/** @param {string} text @param {number} line @param {import("./diary_contract.js").Contract} contract @returns {{booking: import("./diary_problem.js").Booking, dropped: number}} */
function bookingOf(text, line, contract) {
  try {
    const found = objectOf(text);
    const isRequest = Object.hasOwn(found, "claim");
    if (isRequest && OF_THE_WHOLE.some((name) => !NOT_TOLD.includes(found[name]))) throw new Unreadable("DIARY_FOR_ALL", {}, "page");
    const besides = isRequest ? Object.keys(found).filter((name) => !BESIDES.includes(name)).length : 0;
    const { claim, dropped } = contract.claimOf(isRequest ? found.claim : found);
    // The name of a booking is of use here and nowhere else.
    const { claimId: name = "", ...rest } = claim;
    return { booking: { line, name, claim: rest, problems: [] }, dropped: dropped + besides };
  } catch (error) {
    return { booking: { line, name: "", claim: null, problems: [problemAt(line, error)] }, dropped: 0 };
  }
}

/** @param {string} text @returns {any} */
function objectOf(text) {
  if (text.length > LONGEST_LINE) throw new Unreadable("LINE_TOO_LONG", { most: LONGEST_LINE });
  const found = parsed(text);
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new Unreadable("DIARY_NO_OBJECT", {}, "page");
  if (hasTwice(text)) throw new Unreadable("DIARY_TWICE", {}, "page");
  return found;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("DIARY_NO_JSON", {}, "page");
  }
}

/** Whether one object has a field twice: of two values neither can be taken for the right one. @param {string} text of JSON */
export function hasTwice(text) {
  const open = /** @type {Set<string>[]} */ ([]);
  const tokens = text.match(TOKENS) ?? [];
  return tokens.some((token, place) => {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (tokens[place + 1] === ":") {
      const names = open[open.length - 1];
      const name = JSON.parse(token);
      if (names.has(name)) return true;
      names.add(name);
    }
    return false;
  });
}
