// @ts-check
/** A table of thousands of rows: a hundred are shown, more when asked for, and all on paper. */

import { h } from "./dom.js";

const AT_A_TIME = 100;

/**
 * @template T
 * @typedef {{caption: string, heads: [string, string][], items: T[], cells: (item: T) => any[]}} Listing
 *   heads are a class and words, for each cell
 */

/**
 * @template T
 * @param {Listing<T>} listing
 * @param {import("./texts.js").Texts} texts
 */
export function pagedTable({ caption, heads, items, cells }, texts) {
  const body = h("tbody", { role: "rowgroup" });
  const shown = h("p", { class: "hint" });
  const more = h("button", { type: "button", class: "no-print", on: { click: showMore } });
  const columns = heads.map(([name, words]) => h("th", { scope: "col", role: "columnheader", class: name }, words));
  const table = h(
    "table",
    { class: "diary-table", role: "table" },
    h("caption", {}, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns)),
    body,
  );

  /** @param {number} count how many rows are to be there */
  function grow(count) {
    const rows = items.slice(body.children.length, count).map((item) => rowOf(cells(item), heads));
    body.append(...rows);
    const rest = items.length - body.children.length;
    more.hidden = rest === 0;
    more.textContent = texts.say("DIARY_MORE", { count: Math.min(rest, AT_A_TIME) });
    shown.hidden = items.length <= AT_A_TIME;
    shown.textContent = texts.say("DIARY_SHOWN", { shown: body.children.length, all: items.length });
    return rows;
  }

  function showMore() {
    const [first] = grow(body.children.length + AT_A_TIME);
    first.firstElementChild.tabIndex = -1;
    first.firstElementChild.focus();
  }

  function beforePrint() {
    if (table.isConnected) grow(items.length);
    else window.removeEventListener("beforeprint", beforePrint);
  }

  window.addEventListener("beforeprint", beforePrint);
  grow(AT_A_TIME);
  return h("div", { class: "paged" }, table, h("div", { class: "more" }, shown, more));
}

/** The first cell names the row; on a narrow screen each tells its column itself. @param {any[]} cells @param {[string, string][]} heads */
function rowOf(cells, heads) {
  const made = cells.map((cell, place) => {
    const [name, label] = heads[place];
    const isEmpty = Array.isArray(cell) ? cell.length === 0 : cell === "";
    const attributes = { class: isEmpty ? `${name} nothing` : name, "data-label": label };
    return place ? h("td", { role: "cell", ...attributes }, cell) : h("th", { scope: "row", role: "rowheader", ...attributes }, cell);
  });
  return h("tr", { role: "row" }, made);
}
