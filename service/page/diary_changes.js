// @ts-check
/** The bookings whose answer differs from what it was, with both answers. */

import { differences, differs } from "./compare.js";
import { helfoPaysOre, outcomeOf, paysOre, paysWords, urgencyOf, whenWords, whyWords } from "./diary_answers.js";
import { sumWords, verdict } from "./diary_list.js";
import { pagedTable } from "./diary_table.js";
import { h } from "./dom.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./diary_answers.js").Answer} Answer
 * @typedef {{before: Answer, after: Answer}} Pair
 */

/** @param {Answer[]} before @param {Answer[]} after of the same bookings @param {Texts} texts */
export function changesList(before, after, texts) {
  const pairs = before.map((each, place) => ({ before: each, after: after[place] })).filter((pair) => differs(pair.before, pair.after));
  if (!pairs.length) return h("p", { class: "empty" }, texts.say("DIARY_NO_CHANGE"));
  pairs.sort((one, other) => urgencyOf(one.after) - urgencyOf(other.after) || urgencyOf(one.before) - urgencyOf(other.before));
  const sums = { before: sumWords(before, paysOre, texts), after: sumWords(after, paysOre, texts) };
  return pagedTable(listing(pairs, texts.say("DIARY_CHANGED", { count: pairs.length, all: before.length, ...sums }), texts), texts);
}

/** @param {Pair[]} items @param {string} caption @param {Texts} texts @returns {import("./diary_table.js").Listing<Pair>} */
function listing(items, caption, texts) {
  const columns = { line: "DIARY_ROW", booking: "DIARY_BOOKING", when: "DIARY_WHEN", before: "DIARY_BEFORE", after: "DIARY_AFTER", why: "WHY" };
  return {
    caption,
    heads: Object.entries(columns).map(([name, key]) => [name, texts.say(key)]),
    items,
    cells: ({ before, after }) => [
      String(before.booking.line),
      before.booking.name,
      whenWords(before.decision ? before : after, texts),
      side(before, texts),
      side(after, texts),
      changeWords({ before, after }, texts).map((words) => h("p", {}, words)),
    ],
  };
}

/** @param {Answer} answer @param {Texts} texts */
function side(answer, texts) {
  if (!answer.decision) return verdict(outcomeOf(answer), texts);
  const patient = `${texts.say("DIARY_PATIENT")}: ${paysWords(answer, texts)}`;
  const helfo = helfoPaysOre(answer);
  const paid = helfo === undefined ? null : h("p", {}, `${texts.say("HELFO_PAYS")}: ${texts.sum(helfo)}`);
  return [verdict(outcomeOf(answer), texts), h("p", {}, patient), paid];
}

/** The reasons that went and came; else the other fee codes. @param {Pair} pair @param {Texts} texts @returns {string[]} */
function changeWords({ before, after }, texts) {
  if (!before.decision || !after.decision) return whyWords(before.decision ? after : before, texts);
  const found = differences(before.decision, after.decision);
  const told = found.flatMap((each) => (each.what === "gone" || each.what === "come" ? [`${texts.say(`${each.what}_${each.kind}`.toUpperCase())}: ${texts.readable(each.text)}`] : []));
  if (told.length) return told;
  return found.flatMap((each) => (each.what === "codes" ? [`${texts.say("DIFF_CODES")}: ${texts.say("WAS_BECOMES", { before: each.before, after: each.after })}`] : []));
}
