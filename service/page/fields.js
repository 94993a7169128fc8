// @ts-check
/** Labelled fields. Each has a place for its error, tied to it, and an id by which it can be found and focused. */

import { h } from "./dom.js";

/** @param {string} field for example `codes.0.code` */
export function idOf(field) {
  return `field-${field.replaceAll(".", "-")}`;
}

/**
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {{type?: string, hint?: string, unit?: string, list?: string, inputmode?: string, size?: number,
 *   autocomplete?: string, label?: string, max?: string, min?: string, capitalize?: string}} Options
 */

/**
 * A field for one line of text, a number or a day.
 * @param {Texts} texts
 * @param {string} field
 * @param {string} value
 * @param {(value: string) => void} onInput
 * @param {Options} [options]
 */
export function textField(texts, field, value, onInput, options = {}) {
  const id = idOf(field);
  const { hint, unit, label, capitalize, ...attributes } = options;
  const input = h("input", {
    type: "text", autocomplete: "off", autocapitalize: capitalize ?? "off", spellcheck: "false", ...attributes, id, value,
    "data-field": field, "aria-describedby": describedBy(id, hint), on: { input: (event) => onInput(event.target.value) },
  });
  const box = unit ? h("span", { class: "with-unit" }, input, h("span", { class: "unit", "aria-hidden": "true" }, unit)) : input;
  const text = label ?? texts.label(field);
  const name = unit ? [text, h("span", { class: "only-heard" }, ` (${unit})`)] : text;
  return h("div", { class: "field" }, h("label", { for: id }, name), hintOf(id, hint), box, errorOf(id));
}

/**
 * A field with a few values to choose from, all in sight.
 * @param {Texts} texts
 * @param {string} field
 * @param {[string, string][]} choices value and words
 * @param {string} value
 * @param {(value: string) => void} onChange
 * @param {{hint?: string, stacked?: boolean, legend?: string}} [options]
 */
export function choiceField(texts, field, choices, value, onChange, options = {}) {
  const id = idOf(field);
  const radios = choices.map(([each, words], index) => {
    const own = index === 0 ? id : `${id}-${index}`;
    const input = h("input", {
      type: "radio", name: id, id: own, value: each, checked: each === value, "data-field": field,
      on: { change: () => onChange(each) },
    });
    return h("label", { class: "choice", for: own }, input, h("span", {}, words));
  });
  return h(
    "fieldset",
    { class: options.stacked ? "choices stacked" : "choices", "aria-describedby": describedBy(id, options.hint) },
    h("legend", {}, options.legend ?? texts.label(field)),
    hintOf(id, options.hint),
    h("div", { class: "row" }, radios),
    errorOf(id),
  );
}

/**
 * A field with many values to choose from.
 * @param {Texts} texts
 * @param {string} field
 * @param {[string, string][]} choices value and words
 * @param {string} value
 * @param {(value: string) => void} onChange
 * @param {{hint?: string, label?: string}} [options]
 */
export function selectField(texts, field, choices, value, onChange, options = {}) {
  const id = idOf(field);
  const select = h(
    "select",
    {
      id, value, "data-field": field, "aria-describedby": describedBy(id, options.hint),
      on: { change: (event) => onChange(event.target.value) },
    },
    choices.map(([each, words]) => h("option", { value: each }, words)),
  );
  return h("div", { class: "field" }, h("label", { for: id }, options.label ?? texts.label(field)), hintOf(id, options.hint), select, errorOf(id));
}

/**
 * Something that is so or is not told to be.
 * @param {string} field
 * @param {string} words
 * @param {boolean} checked
 * @param {(checked: boolean) => void} onChange
 */
export function checkField(field, words, checked, onChange) {
  const id = idOf(field);
  const input = h("input", { type: "checkbox", id, checked, "data-field": field, on: { change: (event) => onChange(event.target.checked) } });
  return h("label", { class: "choice check", for: id }, input, h("span", {}, words));
}

/**
 * Show what is wrong at the fields it is about, and nothing at the others.
 * @param {Element} form
 * @param {Map<string, string>} errors by field
 */
export function showErrors(form, errors) {
  for (const place of form.querySelectorAll(".field-error")) {
    place.textContent = "";
    /** @type {HTMLElement} */ (place).hidden = true;
  }
  for (const control of form.querySelectorAll("[data-field]")) control.removeAttribute("aria-invalid");
  for (const [field, text] of errors) {
    const place = document.getElementById(`${idOf(field)}-error`);
    if (!place) continue;
    place.textContent = text;
    place.hidden = false;
    place.closest("details")?.setAttribute("open", "");
    for (const control of form.querySelectorAll(`[data-field="${field}"]`)) control.setAttribute("aria-invalid", "true");
  }
}

/** Put the cursor where a fact is told, and open what hides it. @param {string} field */
export function focusField(field) {
  const control = document.getElementById(idOf(field));
  if (!control) return;
  control.closest("details")?.setAttribute("open", "");
  control.focus();
  control.scrollIntoView({ block: "center" });
}

/** @param {string} id @param {string} [hint] */
function describedBy(id, hint) {
  return hint ? `${id}-hint ${id}-error` : `${id}-error`;
}

/** @param {string} id @param {string} [hint] */
function hintOf(id, hint) {
  return hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null;
}

/** @param {string} id */
function errorOf(id) {
  return h("p", { class: "field-error", id: `${id}-error`, hidden: true });
}
