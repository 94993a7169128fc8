// @ts-check
/** A row of a diary as lines of a claim, and the rows of a booking as its claim. */

import { readCategory, readChoice, readClock, readDay, readDigits, readFees, readKroner, readTruth, readWhole } from "./diary_cells.js";
import { CONTENT } from "./diary_columns.js";
import { Unreadable } from "./diary_problem.js";

/**
 * The cells of a row that hold something, by column, and what they are read with.
 * @typedef {Map<string, string>} Cells
 * @typedef {{words: import("./diary_words.js").Words, contract: import("./diary_contract.js").Contract}} Reading
 */

/** What says nothing unless one of the other columns does. @type {Record<string, string[]>} */
const BELONGS_TO = {
  minutes: ["treatment"],
  setting: ["treatment"],
  group_size: ["treatment"],
  group_place: ["treatment"],
  refund_category: ["examination", "sample"],
};
const NO_REQUISITION = "NONE";
const MUNICIPALITY_DIGITS = 4;

/** The lines that a row tells: one for each fee code, one for each other thing that is done. @param {Cells} cells @param {Reading} reading @returns {any[]} */
export function linesOf(cells, reading) {
  if (!CONTENT.some((column) => cells.has(column))) throw new Unreadable("NOTHING_DONE", { columns: CONTENT });
  for (const [column, others] of Object.entries(BELONGS_TO)) {
    if (cells.has(column) && !others.some((each) => cells.has(each))) throw new Unreadable("BELONGS_TO", { column, columns: others });
  }
  const lines = /** @type {any[]} */ (readFees("fee_codes", cells.get("fee_codes") ?? "").map((fee) => ({ fee })));
  if (cells.has("treatment")) lines.push({ treatment: treatmentOf(cells, reading) });
  if (cells.has("examination")) {
    const modality = choose("examination", cells, "Modality", reading);
    lines.push({ examination: told({ modality, refundCategory: given("refund_category", cells, readCategory) }) });
  }
  if (cells.has("sample")) {
    const kind = choose("sample", cells, "SampleKind", reading);
    lines.push({ sample: told({ kind, refundCategory: given("refund_category", cells, readCategory) }) });
  }
  if (cells.has("asking_price")) {
    if (lines.length > 1) throw new Unreadable("ONE_PRICE", { column: "asking_price" });
    lines[0].askingPriceOre = given("asking_price", cells, readKroner);
  }
  return lines;
}

/** @param {Cells} cells @param {Reading} reading */
function treatmentOf(cells, reading) {
  return told({
    kind: choose("treatment", cells, "TreatmentKind", reading),
    minutes: readWhole("minutes", needed("minutes", cells)),
    setting: choose("setting", cells, "TreatmentSetting", reading),
    groupSize: given("group_size", cells, readWhole),
    groupPlace: given("group_place", cells, readWhole),
  });
}

/** The claim of a booking, from what its rows tell together. @param {Cells} cells @param {any[]} lines @param {Reading} reading */
export function claimOf(cells, lines, reading) {
  return told({
    discipline: choose("discipline", cells, "Discipline", reading) ?? "DISCIPLINE_PHYSIOTHERAPY",
    performer: performerOf(cells),
    treatmentDate: readDay("date", needed("date", cells)),
    startTime: given("start_time", cells, readClock),
    lines,
    patient: patientOf(cells, reading),
    exemptionGrounds: cells.has("exemption_ground") ? [choose("exemption_ground", cells, "ExemptionGround", reading)] : undefined,
    requisition: requisitionOf(cells, reading),
  });
}

/** @param {Cells} cells */
function performerOf(cells) {
  const practiceId = digits("practice_id", cells);
  const numbers = ["hpr_number", "organisation_number"];
  if (numbers.filter((column) => cells.has(column)).length !== 1) throw new Unreadable("ONE_PROVIDER", { columns: numbers });
  return told({ hprNumber: digits("hpr_number", cells), organisationNumber: digits("organisation_number", cells), practiceId });
}

/** @param {Cells} cells @param {Reading} reading */
function patientOf(cells, { words }) {
  const truth = (column) => given(column, cells, (name, text) => readTruth(name, text, words));
  const named = (column, yes, no) => ({ true: yes, false: no })[String(truth(column))];
  if (cells.has("age") && cells.has("birth_date")) throw new Unreadable("ONE_AGE", { columns: ["age", "birth_date"] });
  return told({
    ageYears: given("age", cells, readWhole),
    birthDate: given("birth_date", cells, readDay),
    exemptionCard: named("exemption_card", "EXEMPTION_CARD_HELD", "EXEMPTION_CARD_NOT_HELD"),
    userFeesPaidOre: given("user_fees_paid", cells, readKroner),
    nationalInsuranceMember: named("national_insurance_member", "NATIONAL_INSURANCE_MEMBER_YES", "NATIONAL_INSURANCE_MEMBER_NO"),
    // A spreadsheet takes the code for a number, and drops the zero before it.
    municipalityCode: digits("municipality_code", cells)?.padStart(MUNICIPALITY_DIGITS, "0"),
    wheelchairUser: truth("wheelchair_user"),
  });
}

/** @param {Cells} cells @param {Reading} reading */
function requisitionOf(cells, { words, contract }) {
  const names = [...contract.names("RequisitionerProfession"), NO_REQUISITION];
  const found = given("requisition", cells, (column, text) => readChoice(column, text, names, words));
  return told({
    none: found === NO_REQUISITION || undefined,
    profession: found && found !== NO_REQUISITION ? `REQUISITIONER_PROFESSION_${found}` : undefined,
    date: given("requisition_date", cells, readDay),
    hprNumber: digits("requisition_hpr_number", cells),
  });
}

/** A value of the contract, by its short name or by its word. @param {string} column @param {Cells} cells @param {string} type @param {Reading} reading */
function choose(column, cells, type, { words, contract }) {
  const prefix = contract.schemas[type].enum[0].replace(/UNSPECIFIED$/, "");
  return given(column, cells, (name, text) => prefix + readChoice(name, text, contract.names(type), words));
}

/** What a cell is read as; absent when it is empty. @template T @param {string} column @param {Cells} cells @param {(column: string, text: string) => T} read @returns {T | undefined} */
function given(column, cells, read) {
  const text = cells.get(column);
  return text === undefined ? undefined : read(column, text);
}

/** @param {string} column @param {Cells} cells */
function digits(column, cells) {
  return given(column, cells, (_, text) => readDigits(text));
}

/** @param {string} column @param {Cells} cells */
function needed(column, cells) {
  const text = cells.get(column);
  if (text === undefined) throw new Unreadable("CELL_EMPTY", { column });
  return text;
}

/** The same without what is not told; absent when nothing is left. @param {Record<string, any>} record */
function told(record) {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return entries.length ? Object.fromEntries(entries) : undefined;
}
