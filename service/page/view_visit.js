// @ts-check
/** The main view: a visit is filled in, and the answer stands beside it at once. */

import { assumptions, foot, notices, patientPays, provisional, reasons, spoken, sums, outcome } from "./answer.js";
import { Asker, askAbout } from "./asking.js";
import { suggestCodes } from "./code_suggestions.js";
import { h, replace } from "./dom.js";
import { focusField, idOf, showErrors } from "./fields.js";
import { visitForm } from "./visit_form.js";

/** @param {any} app @returns {Node} */
export function visitView(app) {
  const formPlace = h("div", { class: "form-place" });
  const answerPlace = h("section", { class: "answer", id: "answer", "aria-labelledby": "answer-heading" });
  const heard = h("p", { class: "only-heard", role: "status" });
  const bar = h("div", { class: "bar" });
  const asker = new Asker();

  function drawForm(focus = "") {
    replace(formPlace, visitForm(fillingFor(app, { set, become })));
    if (focus) document.getElementById(idOf(focus))?.focus();
    suggestCodes(app.visit, app.texts);
  }

  function set(change) {
    app.visit = { ...app.visit, ...(typeof change === "function" ? change(app.visit) : change) };
    ask();
  }

  function become(make, focus = "") {
    const before = app.visit.provider;
    app.visit = make(app.visit);
    if (app.visit.provider && app.visit.provider !== before) app.remember(app.visit.provider);
    drawForm(focus);
    ask(true);
  }

  function act(action) {
    if (action.kind === "tell") focusField(action.field);
    else become(() => action.visit);
  }

  function ask(atOnce = false) {
    asker.ask((signal) => askAbout(app.visit, app.texts, {}, signal), show, atOnce);
  }

  function show(now) {
    if (now.state === "failed") {
      app.fail(now.problem);
      replace(answerPlace, heading(app.texts), h("p", { class: "empty" }, app.texts.say("NO_ANSWER")));
      return;
    }
    if (now.state !== "empty") app.reached();
    showErrors(formPlace, now.state === "wrong" ? now.errors : new Map());
    replace(answerPlace, heading(app.texts), answerOf(now, { texts: app.texts, visit: app.visit, act }));
    replace(bar, barOf(now, app.texts));
    const said = now.state === "answered" ? spoken(now.decision, app.texts) : now.state === "wrong" ? app.texts.say("SOMETHING_WRONG") : "";
    if (heard.textContent !== said) heard.textContent = said;
  }

  queueMicrotask(() => drawForm());
  replace(answerPlace, heading(app.texts), h("p", { class: "empty" }, app.texts.say("EMPTY")));
  ask(true);
  return h("div", { class: "desk" }, h("h1", { class: "only-heard" }, app.texts.say("VIEW_VISIT")), formPlace, answerPlace, heard, bar);
}

/** @param {any} app @param {any} ways */
function fillingFor(app, ways) {
  return { texts: app.texts, visit: app.visit, recent: app.recent, onFailure: app.fail, ...ways };
}

/** @param {any} texts */
function heading(texts) {
  return h("h2", { id: "answer-heading", class: "only-heard" }, texts.say("ANSWER"));
}

/** @param {any} now @param {any} showing */
function answerOf(now, showing) {
  const { texts } = showing;
  if (now.state === "empty") return h("p", { class: "empty" }, texts.say(showing.visit.provider ? "EMPTY_BOOKING" : "EMPTY"));
  if (now.state === "wrong") return wrong(now.errors, texts);
  const { decision, places } = now;
  const all = { ...showing, places };
  return [
    outcome(decision, texts),
    sums(decision, texts),
    notices(decision, all, () => window.print()),
    reasons(decision, all),
    provisional(decision, all),
    assumptions(decision, all),
    h("p", { class: "further" }, h("a", { href: "#explain" }, texts.say("SEE_EXPLANATION")), h("a", { href: "#compare" }, texts.say("SEE_COMPARISON"))),
    foot(decision, texts),
  ];
}

/** @param {Map<string, string>} errors @param {any} texts */
function wrong(errors, texts) {
  const item = ([field, text]) =>
    h("li", {}, h("p", {}, text), field && document.getElementById(idOf(field)) ? h("button", { type: "button", class: "small", on: { click: () => focusField(field) } }, texts.say("GO_TO", { field: texts.label(field) })) : null);
  return h("div", { class: "wrong" }, h("h3", {}, texts.say("SOMETHING_WRONG")), h("ul", { class: "plain" }, [...errors].map(item)));
}

/** The answer in one line for small screens, where it stands below the form. @param {any} now @param {any} texts */
function barOf(now, texts) {
  if (now.state !== "answered") return null;
  const outcome = now.decision.outcome.replace(/^OUTCOME_/, "");
  const toAnswer = () => document.getElementById("answer")?.scrollIntoView();
  return h("button", { type: "button", class: "bar-button", on: { click: toAnswer } }, h("span", {}, texts.say(`OUTCOME_${outcome}`)), h("strong", {}, patientPays(now.decision, texts)));
}
