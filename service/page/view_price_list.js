// @ts-check
/** The price list that a provider must display, as one sheet to print. */

import { ApiError, getPriceList } from "./api.js";
import { h, replace } from "./dom.js";
import { showErrors, textField } from "./fields.js";
import { performerOf } from "./claim.js";
import { priceListSheet } from "./price_list.js";
import { providerPart } from "./provider_part.js";

/** @param {any} app @returns {Node} */
export function priceListView(app) {
  const { texts } = app;
  const result = h("div", { class: "sheet-place", "aria-live": "polite" });
  const date = textField(texts, "listDate", app.visit.date, (value) => setDate(value), { type: "date", label: texts.label("date") });
  const print = h("button", { type: "button", class: "main", hidden: true, on: { click: () => window.print() } }, texts.say("PRINT"));
  const part = providerPart(app, show, date, print);
  let newest = 0;

  function setDate(value) {
    app.visit = { ...app.visit, date: value };
    show();
  }

  async function show() {
    const number = ++newest;
    const { provider, date: treatmentDate, discipline } = app.visit;
    if (!provider || !treatmentDate) {
      print.hidden = true;
      replace(result, h("p", { class: "empty" }, texts.say("PRICE_LIST_CHOOSE")));
      return;
    }
    try {
      const practiceId = performerOf(app.visit)?.practiceId;
      const listed = await getPriceList(provider, {
        discipline: `DISCIPLINE_${discipline}`, treatmentDate, languageCode: texts.language, "provider.practiceId": practiceId,
      });
      if (number !== newest) return;
      app.reached();
      showErrors(part, new Map());
      print.hidden = false;
      replace(result, priceListSheet(listed, texts));
    } catch (problem) {
      if (number === newest) refuse(problem);
    }
  }

  function refuse(problem) {
    print.hidden = true;
    replace(result, h("p", { class: "empty" }, texts.say("NO_ANSWER")));
    const isOfDate = problem instanceof ApiError && (problem.data.field ?? "").endsWith("treatment_date");
    if (isOfDate) showErrors(part, new Map([["listDate", texts.error(/** @type {ApiError} */ (problem), "date")]]));
    else app.fail(problem);
  }

  show();
  return h("div", { class: "document wide" }, h("h1", { class: "no-print" }, texts.say("PRICE_LIST_TITLE")), part, result);
}
