// @ts-check
/** The bookings of a diary with their answers, and the sums of each outcome. */

import { toneOf } from "./answer.js";
import {
  OUTCOMES, UNREAD, helfoPaysOre, inOrder, isProblem, noticeWords, outcomeName, outcomeOf, paysOre, paysWords, whenWords, whyWords,
} from "./diary_answers.js";
import { pagedTable } from "./diary_table.js";
import { h, icon, replace } from "./dom.js";
import { choiceField } from "./fields.js";

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {import("./diary_answers.js").Answer} Answer
 */

/** @param {Answer[]} answers @param {{filter: string}} state kept while the page is open @param {Texts} texts */
export function bookingsPart(answers, state, texts) {
  const place = h("div", {});
  const choices = /** @type {[string, string][]} */ ([["ALL", texts.say("DIARY_ALL")], ["PROBLEMS", texts.say("DIARY_PROBLEMS")]]);

  function choose(filter) {
    state.filter = filter;
    draw();
  }

  function draw() {
    const items = inOrder(state.filter === "PROBLEMS" ? answers.filter(isProblem) : answers);
    replace(place, items.length ? pagedTable(listing(items, texts), texts) : h("p", { class: "empty" }, texts.say("DIARY_NONE")));
  }

  draw();
  return [
    h("div", { class: "no-print" }, choiceField(texts, "diaryFilter", choices, state.filter, choose, { legend: texts.say("DIARY_SHOW") })),
    place,
  ];
}

/** @param {Answer[]} items @param {Texts} texts @returns {import("./diary_table.js").Listing<Answer>} */
function listing(items, texts) {
  const columns = { line: "DIARY_ROW", booking: "DIARY_BOOKING", when: "DIARY_WHEN", outcomes: "DIARY_ANSWER", pays: "DIARY_PATIENT", why: "DIARY_WHY", tell: "TO_PATIENT" };
  return {
    caption: texts.say("DIARY_LIST"),
    heads: Object.entries(columns).map(([name, key]) => [name, texts.say(key)]),
    items,
    cells: (answer) => [
      String(answer.booking.line),
      answer.booking.name,
      whenWords(answer, texts),
      verdict(outcomeOf(answer), texts),
      paysWords(answer, texts),
      whyWords(answer, texts).map((words) => h("p", {}, words)),
      noticeWords(answer, texts),
    ],
  };
}

/** An outcome by colour, drawing and word. @param {string} outcome @param {Texts} texts */
export function verdict(outcome, texts) {
  const look = outcome === UNREAD ? /** @type {const} */ ({ tone: "bad", icon: "warning" }) : toneOf(outcome);
  return h("span", { class: `verdict ${look.tone}` }, icon(look.icon), h("span", {}, outcomeName(outcome, texts)));
}

/** How many bookings there are of each outcome, and what is known to be paid for them. @param {Answer[]} answers @param {Texts} texts */
export function sumsPart(answers, texts) {
  const rows = OUTCOMES.map((outcome) => ({ name: verdict(outcome, texts), here: answers.filter((each) => outcomeOf(each) === outcome) }));
  const unsettled = answers.filter((each) => each.decision && paysOre(each) === undefined).length;
  const heads = ["DIARY_ANSWER", "DIARY_BOOKINGS", "DIARY_PATIENT", "HELFO_PAYS"];
  return [
    h(
      "table",
      { class: "diary-sums" },
      h("caption", {}, texts.say("DIARY_SUMS")),
      h("thead", {}, h("tr", {}, heads.map((key, place) => h("th", { scope: "col", class: place ? "number" : null }, texts.say(key))))),
      h("tbody", {}, rows.filter(({ here }) => here.length).map(({ name, here }) => sumRow(name, here, texts))),
      h("tfoot", {}, sumRow(texts.say("DIARY_SUM"), answers, texts)),
    ),
    unsettled ? h("p", { class: "hint" }, texts.say("DIARY_NOT_IN_SUM", { count: unsettled })) : null,
  ];
}

/** @param {any} name @param {Answer[]} here @param {Texts} texts */
function sumRow(name, here, texts) {
  const cells = [String(here.length), sumWords(here, paysOre, texts), sumWords(here, helfoPaysOre, texts)];
  return h("tr", {}, h("th", { scope: "row" }, name), cells.map((words) => h("td", { class: "number" }, words)));
}

/** The sum of what is known; a dash when nothing is. @param {Answer[]} answers @param {(answer: Answer) => number | undefined} of @param {Texts} texts */
export function sumWords(answers, of, texts) {
  const known = answers.map(of).filter((ore) => ore !== undefined);
  return known.length ? texts.sum(known.reduce((sum, ore) => sum + ore, 0)) : "–";
}
