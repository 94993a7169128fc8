// @ts-check
/** What was true of a provider when, what the register believed when, and the way to the answer as known then. */

import { getProviderHistory } from "./api.js";
import { isComplete } from "./claim.js";
import { h, replace } from "./dom.js";
import { providerPart } from "./provider_part.js";
import { newVariant } from "./view_compare.js";
import { scrolling } from "./view_explain.js";

/** @param {any} app @returns {Node} */
export function historyView(app) {
  const { texts } = app;
  const result = h("section", { class: "history", "aria-live": "polite" });
  let newest = 0;

  async function show() {
    const number = ++newest;
    const { provider } = app.visit;
    if (!provider) {
      replace(result, h("p", { class: "empty" }, texts.say("HISTORY_CHOOSE")));
      return;
    }
    try {
      const found = await getProviderHistory(provider);
      if (number !== newest) return;
      app.reached();
      replace(result, table(found.entries ?? [], app));
    } catch (problem) {
      if (number === newest) app.fail(problem);
    }
  }

  show();
  return h("div", { class: "document wide" }, h("h1", {}, texts.say("HISTORY_TITLE")), providerPart(app, show), result);
}

/** @param {any[]} entries @param {any} app */
function table(entries, app) {
  const { texts } = app;
  if (!entries.length) return h("p", { class: "empty" }, texts.say("HISTORY_NONE"));
  const head = ["WHAT", "VALID", "RECORDED", "SUPERSEDED", ...(isComplete(app.visit) ? ["THEN"] : [])];
  return scrolling(
    texts.say("VIEW_HISTORY"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((key) => h("th", { scope: "col" }, texts.say(`HISTORY_${key}`))))),
      h("tbody", {}, entries.map((entry) => row(entry, app))),
    ),
  );
}

/** @param {any} entry @param {any} app */
function row(entry, app) {
  const { texts } = app;
  const { recorded, superseded } = entry;
  return h(
    "tr",
    { class: superseded ? "superseded" : null },
    h("th", { scope: "row" }, recordWords(entry, texts)),
    h("td", {}, validWords(entry, texts)),
    h("td", {}, revisionWords(recorded, texts)),
    h("td", {}, superseded ? revisionWords(superseded, texts) : texts.say("HISTORY_STILL")),
    isComplete(app.visit) ? h("td", {}, thenButton(recorded, app)) : null,
  );
}

/** @param {any} revision @param {any} app */
function thenButton(revision, app) {
  const { texts } = app;
  const compare = () => {
    app.kept.variant = { ...newVariant(), what: "MOMENT", knownAt: revision.recordTime };
    app.go("compare");
  };
  const said = texts.say("HISTORY_THEN_LONG", { moment: texts.moment(revision.recordTime) });
  return h("button", { type: "button", class: "small", "aria-label": said, on: { click: compare } }, texts.say("HISTORY_THEN"));
}

/** @param {any} revision @param {import("./texts.js").Texts} texts */
function revisionWords(revision, texts) {
  return [texts.moment(revision.recordTime), h("span", { class: "hint block" }, [texts.say("HISTORY_REVISION", { revision: revision.revision }), revision.note].filter(Boolean).join(": "))];
}

/** @param {any} entry @param {import("./texts.js").Texts} texts */
export function recordWords({ name, competence, affiliation, practice, agreement }, texts) {
  if (name) return texts.say("HISTORY_NAME", { name: name.name });
  if (competence) return capital(texts.word(competence.kind.replace("COMPETENCE_KIND_", "")));
  if (affiliation) {
    return texts.say("HISTORY_AFFILIATION", { role: texts.say(affiliation.role), practice: affiliation.practiceId });
  }
  if (practice) return texts.say("HISTORY_PRACTICE", { practice: practice.practiceId, name: practice.name ?? "" });
  const kind = texts.word(agreement.kind.replace("AGREEMENT_KIND_", ""));
  const region = `REGION_${agreement.counterparty}`;
  const counterparty = texts.has(region) ? texts.say(region) : agreement.counterparty;
  // With Helfo the name of the agreement says it already.
  return agreement.counterparty === "HELFO" ? capital(kind) : capital(texts.say("HISTORY_AGREEMENT", { agreement: kind, counterparty }));
}

/** @param {any} entry @param {import("./texts.js").Texts} texts */
export function validWords(entry, texts) {
  const { firstDate, lastDate } = entry.competence ?? entry.affiliation ?? entry.agreement ?? {};
  const data = { first: firstDate && texts.day(firstDate), last: lastDate && texts.day(lastDate) };
  if (firstDate && lastDate) return texts.say("HISTORY_FROM_UNTIL", data);
  if (firstDate) return texts.say("HISTORY_FROM", data);
  return lastDate ? texts.say("HISTORY_UNTIL", data) : texts.say("HISTORY_ALWAYS");
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
