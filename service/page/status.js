// @ts-check
/** The foot: whether all works that the answers rest on. */

import { UnreachableError, checkSetup } from "./api.js";
import { h, icon, replace } from "./dom.js";

const LOOKS = /** @type {const} */ ({ WORKS: "check", WARNS: "warning", FAILS: "cross", NOT_CHECKED: "minus" });

/** @param {any} app @param {Element} footer */
export async function showStatus(app, footer) {
  const { texts } = app;
  let setup;
  try {
    setup = await checkSetup(texts.language, new Date());
  } catch (problem) {
    if (problem instanceof UnreachableError) app.fail(problem);
    replace(footer, h("p", { class: "hint" }, texts.say("STATUS_NOT_KNOWN")));
    return;
  }
  if (app.texts.language !== texts.language) return;
  const checks = (setup.checks ?? []).filter((each) => each.state !== "SETUP_STATE_NOT_CHECKED");
  const bad = checks.filter((each) => each.state !== "SETUP_STATE_WORKS");
  replace(
    footer,
    h(
      "details",
      { open: bad.length > 0 },
      h("summary", {}, texts.say(bad.length ? "SOME_WARNS" : "ALL_WORKS")),
      h("ul", { class: "plain" }, checks.map((each) => checkRow(each, texts))),
    ),
    h("p", { class: "hint" }, texts.say("STORES_NOTHING")),
  );
}

/** @param {any} check @param {import("./texts.js").Texts} texts */
function checkRow(check, texts) {
  const state = check.state.replace("SETUP_STATE_", "");
  return h("li", { class: `check-${state.toLowerCase()}` }, icon(LOOKS[state] ?? "minus"), h("span", { class: "only-heard" }, texts.say(`STATUS_${state}`), ": "), texts.readable(check.text));
}
