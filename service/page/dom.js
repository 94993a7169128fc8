// @ts-check
/** The few helpers that make elements. Text is always set as text, never as markup. */

/** @typedef {Node | string | null | undefined | false | Child[]} Child */

const OWN_PROPERTIES = new Set(["value", "checked", "selected", "disabled", "hidden", "open"]);

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on` holds listeners; absent and false attributes are left out
 * @param {...Child} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (OWN_PROPERTIES.has(name)) {
      element[name] = value ?? "";
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  if (attributes.value !== undefined && tag === "select") element.value = attributes.value;
  return element;
}

/**
 * @param {Element} element
 * @param {Child} child
 */
export function append(element, child) {
  if (Array.isArray(child)) {
    for (const each of child) append(element, each);
  } else if (child !== null && child !== undefined && child !== false) {
    element.append(child);
  }
}

/**
 * Put other children in the place of those there are, and keep the focus where it was.
 * @param {Element} element
 * @param {...Child} children
 */
export function replace(element, ...children) {
  const focused = document.activeElement;
  const id = focused && element.contains(focused) ? focused.id : "";
  element.replaceChildren();
  append(element, children);
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
}

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  check: "M4 12.5l5 5L20 6.5",
  cross: "M6 6l12 12M18 6L6 18",
  question: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.2",
  warning: "M12 5v9M12 18.5v.2",
  minus: "M5 12h14",
  pencil: "M5 19l1-4L16 5l3 3L9 18z",
};

/**
 * A drawing that says nothing by itself: words always stand beside it.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
