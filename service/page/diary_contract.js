// @ts-check
/**
 * What of a claim the contract has, by its description that the gateway serves: only that is ever sent.
 *
 * Each claim is held against it here, since one that does not fit would have the whole file refused.
 */

import { camel, placeOf } from "./diary_places.js";
import { FORMS, hidesIdentityNumber } from "./diary_private.js";
import { Unreadable } from "./diary_problem.js";

const MOST = 0x7fffffff;
/** No number of a claim may be larger; so an identity number that has lost its first zero does not pass for one. */
const LARGEST = 100_000_000;
const WHOLE = /^[+-]?\d{1,10}$/;

/** The messages and enums of the contract as JSON has them. */
export class Contract {
  /** @param {any} openapi the description of the API */
  constructor(openapi) {
    this.schemas = openapi.components.schemas;
  }

  /** The names of an enum without what they all begin with; not told is none of them. @param {string} name */
  names(name) {
    const [first, ...others] = this.schemas[name].enum;
    return others.map((each) => each.slice(first.length - "UNSPECIFIED".length));
  }

  /**
   * What of an object the claim of the contract has, and how many fields it has besides. Throws what does not fit.
   * @param {unknown} found
   * @returns {{claim: any, dropped: number}}
   */
  claimOf(found) {
    const counting = { dropped: 0 };
    const claim = this.fitting({ $ref: "#/components/schemas/Claim" }, found, "", counting);
    return { claim, dropped: counting.dropped };
  }

  /** @param {any} schema @param {any} value @param {string} path @param {{dropped: number}} counting @returns {any} */
  fitting(schema, value, path, counting) {
    const known = schema.$ref ? this.schemas[schema.$ref.split("/").pop()] : schema;
    if (known.enum) return named(known.enum, value, path);
    if (known.type === "object") return this.objectOf(known, value, path, counting);
    if (known.type === "array") {
      if (!Array.isArray(value)) throw misfit(path);
      return value.map((each) => this.fitting(known.items, each, path, counting));
    }
    return plain(known.type, value, path);
  }

  /** @param {any} schema @param {any} value @param {string} path @param {{dropped: number}} counting */
  objectOf(schema, value, path, counting) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(path);
    const out = /** @type {Record<string, any>} */ ({});
    for (const [key, each] of Object.entries(value)) {
      const name = Object.hasOwn(schema.properties, key) ? key : camel(key);
      if (!Object.hasOwn(schema.properties, name)) counting.dropped += 1;
      else if (name in out) throw new Unreadable("DIARY_TWICE", {}, "page");
      else if (each !== null) out[name] = this.fitting(schema.properties[name], each, path ? `${path}.${name}` : name, counting);
    }
    refuseBoth(schema, out, path);
    return out;
  }
}

/** Of some fields a message has only one. @param {any} schema @param {Record<string, any>} out @param {string} path */
function refuseBoth(schema, out, path) {
  for (const { not } of schema.allOf ?? []) {
    if (!not.required.every((name) => name in out)) continue;
    const columns = not.required.map((name) => placeOf(path ? `${path}.${name}` : name));
    throw new Unreadable("ONE_AGE", { columns });
  }
}

/** A value of an enum, by name; a number is passed on, since a newer server may know it. @param {string[]} names @param {any} value @param {string} path */
function named(names, value, path) {
  if (names.includes(value) || (Number.isInteger(value) && Math.abs(value) <= MOST)) return value;
  throw new Unreadable("NO_CHOICE", { column: placeOf(path), known: names.slice(1) });
}

/** @param {string} type @param {any} value @param {string} path */
function plain(type, value, path) {
  if (type === "integer") return whole(value, path);
  if (typeof value !== type) throw misfit(path);
  if (type === "string") refuseForm(value, path);
  return value;
}

/** A whole number as JSON of protobuf has it, which may be text. @param {any} value @param {string} path */
function whole(value, path) {
  const number = typeof value === "string" && WHOLE.test(value) ? Number(value) : value;
  if (!Number.isInteger(number)) throw new Unreadable("NO_WHOLE", { column: placeOf(path) });
  if (Math.abs(number) > LARGEST) throw misfit(path);
  return number;
}

/** @param {string} value @param {string} path */
function refuseForm(value, path) {
  if (value === "") return;
  const column = placeOf(path);
  if (hidesIdentityNumber(value)) throw new Unreadable("ELEVEN_DIGITS", { column });
  const form = FORMS[path.split(".").pop() ?? ""];
  if (!form) throw misfit(path);
  if (form.isRight(value)) return;
  throw new Unreadable(form.key, { column, field: column, known: form.known ?? [] }, form.section);
}

/** @param {string} path */
function misfit(path) {
  return path ? new Unreadable("DIARY_NO_FIT", { column: placeOf(path) }, "page") : new Unreadable("DIARY_NO_OBJECT", {}, "page");
}
