// @ts-check
/** Finding a provider by name or number. Results are buttons in a list: every key and every screen reader knows those. */

import { getProvider, listProviders } from "./api.js";
import { h, replace } from "./dom.js";
import { idOf } from "./fields.js";

const WAIT = 200;
const SHORTEST = 2;
const SHORTEST_NUMBER = 5;
const MOST = 20;
const NUMBER = /^\d[\d ]*$/;
const ORGANISATION_DIGITS = 9;

/**
 * @typedef {import("./visit.js").ChosenProvider} ChosenProvider
 * @typedef {{discipline: string, date: string, texts: import("./texts.js").Texts, recent: ChosenProvider[],
 *   onChoose: (provider: ChosenProvider, practiceId: string) => void, onFailure: (problem: unknown) => void,
 *   field?: string}} Picking
 */

/** The provider as the page needs it. @param {any} found a provider of the register @returns {ChosenProvider} */
export function chosen(found) {
  const { hprNumber, organisationNumber, name = "", source = "", practices = [] } = found;
  const kept = practices.map((each) => ({ practiceId: each.practiceId, name: each.name }));
  return { hprNumber, organisationNumber, name, source, practices: kept };
}

/** @param {Picking} picking */
export function providerPicker(picking) {
  const { texts } = picking;
  const id = idOf(picking.field ?? "provider");
  let asking = new AbortController();
  let timer = 0;

  const status = h("p", { class: "hint", role: "status" });
  const list = h("ul", { class: "results", "aria-label": texts.say("FOUND_PROVIDERS"), on: { keydown: move } });
  const input = h("input", {
    type: "search", id, "data-field": picking.field ?? "provider", autocomplete: "off", spellcheck: "false",
    "aria-describedby": `${id}-hint ${id}-error`, on: { input: later, keydown: enter },
  });

  function later() {
    asking.abort();
    clearTimeout(timer);
    timer = window.setTimeout(search, WAIT);
  }

  async function search() {
    const typed = input.value.trim();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const entries = await find(typed, picking, signal);
      if (!signal.aborted) show(entries, typed);
    } catch (problem) {
      if (!signal.aborted) picking.onFailure(problem);
    }
  }

  function show(entries, typed) {
    replace(list, entries.map((each) => h("li", {}, entryButton(each, picking))));
    status.textContent = typed.length < SHORTEST ? "" : texts.say(entries.length ? "PROVIDERS_FOUND" : "NO_PROVIDER_FOUND", { count: entries.length });
  }

  function enter(event) {
    const buttons = list.querySelectorAll("button");
    if (event.key === "ArrowDown" && buttons.length) {
      event.preventDefault();
      buttons[0].focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (buttons.length === 1) buttons[0].click();
      else buttons[0]?.focus();
    }
  }

  function move(event) {
    const buttons = [...list.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: buttons[place + 1], ArrowUp: buttons[place - 1] ?? input, Escape: input }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  return h(
    "div",
    { class: "field picker" },
    h("label", { for: id }, texts.say("FIND_PROVIDER")),
    h("p", { class: "hint", id: `${id}-hint` }, texts.say("FIND_PROVIDER_HINT")),
    input,
    h("p", { class: "field-error", id: `${id}-error`, hidden: true }),
    status,
    list,
    recentOnes(picking),
  );
}

/** @param {Picking} picking */
function recentOnes(picking) {
  if (!picking.recent.length) return null;
  const buttons = picking.recent.map((each) =>
    h("button", { type: "button", class: "small", on: { click: () => picking.onChoose(each, "") } }, each.name),
  );
  return h("div", { class: "recent", role: "group", "aria-label": picking.texts.say("RECENT") }, h("p", { class: "hint" }, picking.texts.say("RECENT")), buttons);
}

/** @param {any} entry @param {Picking} picking */
function entryButton(entry, picking) {
  const number = entry.hprNumber ? `HPR ${entry.hprNumber}` : entry.organisationNumber;
  const choose = async () => {
    try {
      const provider = entry.provider ?? (await getProvider(entry));
      picking.onChoose(chosen(provider), entry.practiceId ?? "");
    } catch (problem) {
      picking.onFailure(problem);
    }
  };
  return h(
    "button",
    { type: "button", class: "result", on: { click: choose } },
    h("span", { class: "result-name" }, entry.name),
    h("span", { class: "result-more" }, [number, entry.practiceName].filter(Boolean).join(" · ")),
  );
}

/** @param {string} typed @param {Picking} picking @param {AbortSignal} signal @returns {Promise<any[]>} */
async function find(typed, picking, signal) {
  const digits = typed.replaceAll(" ", "");
  if (NUMBER.test(typed)) return digits.length < SHORTEST_NUMBER ? [] : byNumber(digits, picking, signal);
  if (typed.length < SHORTEST) return [];
  const found = await listProviders(
    { discipline: `DISCIPLINE_${picking.discipline}`, treatmentDate: picking.date, name: typed, pageSize: MOST, includeUnknown: true },
    signal,
  );
  return found.providers ?? [];
}

/** @param {string} digits @param {Picking} picking @param {AbortSignal} signal */
async function byNumber(digits, picking, signal) {
  const isPerson = picking.discipline === "PHYSIOTHERAPY";
  if (!isPerson && digits.length !== ORGANISATION_DIGITS) return [];
  try {
    const provider = await getProvider(isPerson ? { hprNumber: digits } : { organisationNumber: digits }, signal);
    return [{ ...provider, provider }];
  } catch (problem) {
    if (/** @type {any} */ (problem).status === 404) return [];
    throw problem;
  }
}
