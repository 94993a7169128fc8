// @ts-check
/** The diary: a file of bookings answered in one call, problems first, and what would change. */

import { ApiError } from "./api.js";
import { isProblem } from "./diary_answers.js";
import { StoppedError } from "./diary_asking.js";
import { changesList } from "./diary_changes.js";
import { FIELD, choosingPart, takeDrops } from "./diary_choosing.js";
import { Desk } from "./diary_desk.js";
import { bookingsPart, sumsPart } from "./diary_list.js";
import { FIELDS, otherForm } from "./diary_other.js";
import { Unreadable } from "./diary_problem.js";
import { progressPart } from "./diary_progress.js";
import { refusalWords, sentenceWords } from "./diary_sentences.js";
import { h, replace } from "./dom.js";
import { showErrors } from "./fields.js";

/** @typedef {import("./texts.js").Texts} Texts */

/** @param {any} app @returns {Node} */
export function diaryView(app) {
  const { texts } = app;
  const desk = /** @type {Desk} */ (app.kept.diary ??= new Desk());
  const progress = progressPart(texts);
  const choosing = choosingPart(texts, read, app.fail);
  const result = h("div", { class: "diary-result" });
  const changes = h("div", { class: "diary-changes" });

  async function read(file) {
    const signal = desk.begin();
    showErrors(choosing, new Map());
    progress.reading();
    try {
      await desk.read(file, signal);
    } catch (problem) {
      if (!signal.aborted) refuse(problem);
      return;
    }
    if (!signal.aborted) await ask(true);
  }

  /** What is wrong with a file; the answers to another one would only be taken for its. @param {unknown} problem */
  function refuse(problem) {
    desk.forget();
    draw();
    const words = problem instanceof Unreadable ? refusalWords(problem.sentence, texts) : "";
    progress.end(words);
    if (words) showErrors(choosing, new Map([[FIELD, words]]));
    else app.fail(problem);
  }

  /** @param {boolean} isNew whether somebody waits for it to be read out */
  async function ask(isNew) {
    desk.answers = null;
    draw();
    if (!(await put((signal) => desk.ask(texts, signal, progress.answered)))) return;
    const isCompared = Boolean(desk.changed);
    draw();
    progress.end(doneWords(desk, texts));
    if (isNew && hasFocus(choosing)) document.getElementById("diary-done")?.focus();
    if (isCompared) await compare(false);
  }

  /** @param {boolean} isNew whether somebody waits for it to be read out */
  async function compare(isNew) {
    const missing = desk.canCompare ? [] : [/** @type {[string, string]} */ ([FIELDS[desk.other.what].field, texts.say("DIARY_TELL_OTHER")])];
    showErrors(changes, new Map(missing));
    if (missing.length || !(await put((signal) => desk.compare(texts, signal, progress.answered)))) return;
    progress.end("");
    drawChanges();
    if (isNew) document.getElementById("diary-changed")?.focus();
  }

  /** Ask, and tell why when no answer came. @param {(signal: AbortSignal) => Promise<void>} question @returns {Promise<boolean>} */
  async function put(question) {
    const signal = desk.begin();
    try {
      await question(signal);
      if (!signal.aborted) app.reached();
      return !signal.aborted;
    } catch (problem) {
      if (!signal.aborted) stop(problem);
      return false;
    }
  }

  /** @param {unknown} problem */
  function stop(problem) {
    const isStopped = problem instanceof StoppedError;
    const error = errorOfOther(problem, desk, texts);
    const words = error ?? (isStopped ? texts.say("DIARY_STOPPED", { done: problem.done, all: desk.claims.length }) : texts.say("NO_ANSWER"));
    progress.end(words);
    if (error) showErrors(changes, new Map([[FIELDS[desk.other.what].field, error]]));
    else if (isStopped) progress.show(words);
    // What is wrong with the message as a whole is no fault of whoever sits here, and names what they do not see.
    else app.fail(problem instanceof ApiError && problem.reason === "MALFORMED_MESSAGE" ? null : problem);
    if (!desk.answers) replace(result, againButton(() => ask(true), texts));
  }

  function set(change, redraw = false) {
    desk.other = { ...desk.other, ...change };
    if (!redraw) return;
    desk.changed = null;
    drawChanges();
  }

  function draw() {
    replace(result, desk.answers ? answered(desk, texts) : null);
    drawChanges();
  }

  function drawChanges() {
    const { answers, changed, other, basis } = desk;
    if (!answers || !basis) {
      replace(changes);
      return;
    }
    const list = changed ? h("section", { id: "diary-changed", tabindex: "-1", "aria-label": texts.say("THE_DIFFERENCES") }, changesList(answers, changed, texts)) : null;
    replace(changes, otherForm(other, set, () => compare(true), texts), list);
  }

  const intro = h("p", { class: "no-print" }, texts.say("DIARY_INTRO"));
  const view = h("div", { class: "document wide diary" }, h("h1", {}, texts.say("DIARY_TITLE")), intro, choosing, progress.element, result, changes);
  takeDrops(view, read);
  queueMicrotask(() => {
    if (desk.diary && (desk.language !== texts.language || !desk.answers)) ask(false);
    else draw();
  });
  return view;
}

/** @param {Desk} desk @param {Texts} texts */
function answered(desk, texts) {
  const answers = desk.answers ?? [];
  const print = h("button", { type: "button", class: "no-print", on: { click: () => window.print() } }, texts.say("PRINT"));
  return [
    h("header", { class: "document-head" }, h("h2", { id: "diary-done", tabindex: "-1" }, doneWords(desk, texts)), print),
    (desk.diary?.notes ?? []).map((note) => h("p", { class: "banner note" }, sentenceWords(note, texts))),
    sumsPart(answers, texts),
    bookingsPart(answers, desk, texts),
  ];
}

/** @param {Desk} desk @param {Texts} texts */
function doneWords({ answers }, texts) {
  const told = answers ?? [];
  return texts.say("DIARY_DONE", { all: told.length, problems: told.filter(isProblem).length });
}

/** What is wrong with what is different; null when it is something else. @param {unknown} problem @param {Desk} desk @param {Texts} texts */
function errorOfOther(problem, { other }, texts) {
  if (!(problem instanceof ApiError) || !(problem.data.field ?? "").startsWith("read")) return null;
  const data = { ...problem.data, field: texts.say(FIELDS[other.what].label) };
  return sentenceWords({ section: "errors", key: problem.reason, data }, texts);
}

/** @param {() => void} again @param {Texts} texts */
function againButton(again, texts) {
  return h("p", { class: "empty" }, h("button", { type: "button", on: { click: again } }, texts.say("DIARY_AGAIN")));
}

/** @param {Element} element */
function hasFocus(element) {
  return document.activeElement === document.body || element.contains(document.activeElement);
}
