// @ts-check
/** Choosing the provider in the views about a provider; it is the visit's provider too. */

import { h, replace } from "./dom.js";
import { idOf } from "./fields.js";
import { who } from "./visit_form.js";

/**
 * @param {any} app
 * @param {() => void} onChange told when the visit has another provider, practice or discipline
 * @param {...any} beside what else stands in the part
 */
export function providerPart(app, onChange, ...beside) {
  const place = h("div", { class: "part no-print" });

  function set(change) {
    app.visit = { ...app.visit, ...(typeof change === "function" ? change(app.visit) : change) };
    onChange();
  }

  function become(make, focus = "") {
    app.visit = make(app.visit);
    if (app.visit.provider) app.remember(app.visit.provider);
    draw(focus);
    onChange();
  }

  function draw(focus = "") {
    replace(place, who({ texts: app.texts, visit: app.visit, recent: app.recent, onFailure: app.fail, set, become }), ...beside);
    if (focus) document.getElementById(idOf(focus))?.focus();
  }

  queueMicrotask(() => draw());
  return place;
}
