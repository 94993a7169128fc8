// @ts-check
/** Starts the page: language, views, and the one state that lives only as long as the page is open. */

import { ApiError, UnreachableError } from "./api.js";
import { todayIn } from "./dates.js";
import { h, replace } from "./dom.js";
import { shell } from "./shell.js";
import { showStatus } from "./status.js";
import { chooseLanguage, loadTexts } from "./texts.js";
import { compareView } from "./view_compare.js";
import { diaryView } from "./view_diary.js";
import { explainView } from "./view_explain.js";
import { historyView } from "./view_history.js";
import { priceListView } from "./view_price_list.js";
import { visitView } from "./view_visit.js";
import { newVisit } from "./visit.js";

const VIEWS = {
  visit: visitView,
  explain: explainView,
  compare: compareView,
  diary: diaryView,
  "price-list": priceListView,
  history: historyView,
};
const MOST_RECENT = 5;

/**
 * What the views share. Nothing of it is stored anywhere.
 * @typedef {Awaited<ReturnType<typeof start>>} App
 */

async function start() {
  const now = new Date();
  const asked = new URLSearchParams(location.search).get("lang");
  const app = {
    texts: await loadTexts(chooseLanguage(asked, navigator.languages)),
    today: todayIn(now),
    visit: newVisit(todayIn(now)),
    recent: /** @type {import("./visit.js").ChosenProvider[]} */ ([]),
    synthetic: false,
    /** What the other views keep while the page is open. @type {Record<string, any>} */
    kept: {},
    remember,
    fail,
    reached,
    go,
    draw,
  };
  const frame = shell(app, Object.keys(VIEWS), changeLanguage);
  document.body.append(frame.element);

  /** @param {import("./visit.js").ChosenProvider} provider */
  function remember(provider) {
    const same = (each) => each.hprNumber === provider.hprNumber && each.organisationNumber === provider.organisationNumber;
    app.recent = [provider, ...app.recent.filter((each) => !same(each))].slice(0, MOST_RECENT);
    app.synthetic ||= /synthetic/i.test(provider.source);
    frame.refresh();
  }

  /** What no field is to blame for is said at the top. @param {unknown} problem */
  function fail(problem) {
    const isKnown = problem instanceof ApiError && problem.reason;
    if (problem instanceof UnreachableError) frame.alert(app.texts.say("NOT_REACHED"));
    else frame.alert(isKnown ? app.texts.error(/** @type {ApiError} */ (problem), "") : app.texts.say("WENT_WRONG"));
  }

  function reached() {
    frame.alert("");
  }

  /** @param {string} view */
  function go(view) {
    location.hash = view;
  }

  /** @param {string} language */
  async function changeLanguage(language) {
    try {
      app.texts = await loadTexts(language);
    } catch {
      frame.alert(app.texts.say("NOT_REACHED"));
      return;
    }
    history.replaceState(null, "", `?lang=${language}${location.hash}`);
    draw();
    showStatus(app, frame.footer);
  }

  function draw() {
    const view = viewOf(location.hash);
    document.documentElement.lang = app.texts.language;
    document.body.dataset.view = view;
    document.title = `${app.texts.say(`VIEW_${keyOf(view)}`)} – avtalt`;
    frame.refresh(view);
    replace(frame.main, VIEWS[view](app));
  }

  window.addEventListener("hashchange", () => {
    draw();
    window.scrollTo(0, 0);
    frame.main.focus();
  });
  draw();
  showStatus(app, frame.footer);
  return app;
}

/** @param {string} hash */
function viewOf(hash) {
  const named = hash.replace(/^#/, "");
  return named in VIEWS ? named : "visit";
}

/** @param {string} view */
function keyOf(view) {
  return view.replace("-", "_").toUpperCase();
}

start().catch(() => {
  document.body.append(h("p", { class: "banner alert", role: "alert" }, "avtalt ?"));
});
