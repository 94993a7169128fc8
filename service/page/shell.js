// @ts-check
/** What stands around every view: the head with views and languages, the banners, the foot. */

import { h, replace } from "./dom.js";
import { LANGUAGES } from "./texts.js";

/** Each language is called by its own name, in whatever language the page is. */
const NAMES = { nb: "LANGUAGE_NB", nn: "LANGUAGE_NN", en: "LANGUAGE_EN" };

/**
 * @param {any} app
 * @param {string[]} views
 * @param {(language: string) => void} onLanguage
 */
export function shell(app, views, onLanguage) {
  const head = h("header", { class: "head" });
  const banners = h("div", { class: "banners" });
  const alert = h("div", { role: "alert" });
  const main = h("main", { id: "main", tabindex: "-1" });
  const footer = h("footer", { class: "status" });
  const skip = h("a", { class: "skip", href: "#main", on: { click: skipTo } });
  const element = h("div", { class: "page" }, skip, head, banners, alert, main, footer);
  let current = "";

  function skipTo(event) {
    event.preventDefault();
    main.focus();
  }

  function refresh(view = current) {
    const { texts } = app;
    current = view;
    skip.textContent = texts.say("SKIP");
    replace(head, brand(texts), navigation(texts, views, view), languages(texts, onLanguage));
    showCurrent(head.querySelector("nav"));
    replace(banners, app.synthetic ? h("p", { class: "banner demo" }, texts.say("SYNTHETIC")) : null);
  }

  return {
    element,
    main,
    footer,
    refresh,
    /** @param {string} words empty when all is well */
    alert(words) {
      if (alert.textContent !== words) replace(alert, words ? h("p", { class: "banner alert" }, words) : null);
    },
  };
}

/** On a narrow screen the views are scrolled, so that the one that is open is in sight. @param {any} nav */
function showCurrent(nav) {
  const here = nav.querySelector("[aria-current]");
  if (here) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}

/** @param {import("./texts.js").Texts} texts */
function brand(texts) {
  return h("div", { class: "brand" }, h("p", { class: "name" }, "avtalt"), h("p", { class: "claim" }, texts.say("CLAIM")));
}

/** @param {import("./texts.js").Texts} texts @param {string[]} views @param {string} current */
function navigation(texts, views, current) {
  const link = (view) =>
    h("li", {}, h("a", { href: `#${view}`, id: `to-${view}`, "aria-current": view === current ? "page" : null }, texts.say(`VIEW_${view.replace("-", "_").toUpperCase()}`)));
  return h("nav", { "aria-label": texts.say("VIEWS") }, h("ul", {}, views.map(link)));
}

/** @param {import("./texts.js").Texts} texts @param {(language: string) => void} onLanguage */
function languages(texts, onLanguage) {
  const button = (language) =>
    h("button", { type: "button", id: `language-${language}`, lang: language, "aria-pressed": String(language === texts.language), on: { click: () => onLanguage(language) } }, texts.say(NAMES[language]));
  return h("div", { class: "languages", role: "group", "aria-label": texts.say("LANGUAGE") }, LANGUAGES.map(button));
}
