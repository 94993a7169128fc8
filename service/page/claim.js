// @ts-check
/** From what is filled in to the claim that is asked about, and from a field of the claim back to where it stands. */

import { parseKroner } from "./money.js";
import { LABORATORY, NO_REQUISITION, PHYSIOTHERAPY, RADIOLOGY } from "./visit.js";

/**
 * @typedef {import("./visit.js").Visit} Visit
 * @typedef {{field: string, key: string}} Problem what is wrong with a field before anybody is asked
 * @typedef {{claim: any, problems: Problem[], places: string[]}} Asked `places` names the entry behind each line
 */

const DIGITS = /^\d{1,6}$/;

/**
 * The claim for a visit. Only what is told stands in it.
 * @param {Visit} visit
 * @returns {Asked}
 */
export function toClaim(visit) {
  /** @type {Problem[]} */
  const problems = [];
  const { lines, places } = linesOf(visit, problems);
  const claim = {
    discipline: `DISCIPLINE_${visit.discipline}`,
    performer: performerOf(visit),
    treatmentDate: visit.date,
    startTime: visit.time || undefined,
    patient: patientOf(visit, problems),
    exemptionGrounds: visit.grounds.map((each) => `EXEMPTION_GROUND_${each}`),
    requisition: visit.discipline === PHYSIOTHERAPY ? undefined : requisitionOf(visit),
    lines,
    circumstances: circumstancesOf(visit),
  };
  return { claim: told(claim), problems, places };
}

/**
 * Whether enough is filled in to ask.
 * @param {Visit} visit
 */
export function isComplete(visit) {
  if (!visit.provider || !visit.date) return false;
  if (visit.byCode) return visit.codes.some((each) => each.code.trim());
  return visit.discipline !== PHYSIOTHERAPY || visit.minutes.trim() !== "";
}

/** @param {Visit} visit */
export function performerOf(visit) {
  const { hprNumber, organisationNumber } = visit.provider ?? {};
  return told({ hprNumber, organisationNumber, practiceId: visit.practiceId });
}

/** @param {Visit} visit @param {Problem[]} problems */
function linesOf(visit, problems) {
  const entries = [...(visit.byCode ? codeLines(visit, problems) : [describedLine(visit, problems)])];
  const price = kronerOf(visit.askingPrice, "askingPrice", problems);
  if (price !== undefined && entries.length) entries[0].line.askingPriceOre = price;
  entries.push(...chargeLines(visit, problems));
  return { lines: entries.map((each) => each.line), places: entries.map((each) => each.place) };
}

/** @param {Visit} visit @param {Problem[]} problems */
function codeLines(visit, problems) {
  return visit.codes.flatMap((each, index) => {
    if (!each.code.trim()) return [];
    const place = `codes.${index}`;
    const count = wholeOf(each.count, `${place}.count`, problems);
    return [{ place, line: /** @type {any} */ ({ fee: told({ feeCode: each.code.trim(), count }) }) }];
  });
}

/** @param {Visit} visit @param {Problem[]} problems @returns {{place: string, line: any}} */
function describedLine(visit, problems) {
  const refundCategory = visit.refundCategory.trim();
  if (visit.discipline === RADIOLOGY) {
    const examination = told({ modality: visit.modality && `MODALITY_${visit.modality}`, refundCategory });
    return { place: "described", line: { examination } };
  }
  if (visit.discipline === LABORATORY) {
    const sample = told({ kind: `SAMPLE_KIND_${visit.sampleKind}`, refundCategory });
    return { place: "described", line: { sample } };
  }
  return { place: "described", line: { treatment: treatmentOf(visit, problems) } };
}

/** @param {Visit} visit @param {Problem[]} problems */
function treatmentOf(visit, problems) {
  const isGroup = visit.kind === "GROUP";
  return told({
    kind: `TREATMENT_KIND_${visit.kind}`,
    minutes: wholeOf(visit.minutes, "minutes", problems),
    setting: `TREATMENT_SETTING_${visit.setting}`,
    supplements: [
      ...(visit.ultrasound ? ["TREATMENT_SUPPLEMENT_DIAGNOSTIC_ULTRASOUND"] : []),
      ...(visit.senior ? ["TREATMENT_SUPPLEMENT_SENIOR_OR_WHEELCHAIR"] : []),
    ],
    groupSize: isGroup ? wholeOf(visit.groupSize, "groupSize", problems) : undefined,
    groupPlace: isGroup ? wholeOf(visit.groupPlace, "groupPlace", problems) : undefined,
  });
}

/** @param {Visit} visit @param {Problem[]} problems */
function chargeLines(visit, problems) {
  return visit.charges.map((each, index) => {
    const place = `charges.${index}`;
    const amountOre = kronerOf(each.amount, `${place}.amount`, problems);
    return { place, line: /** @type {any} */ ({ charge: told({ kind: `CHARGE_KIND_${each.kind}`, amountOre }) }) };
  });
}

/** @param {Visit} visit @param {Problem[]} problems */
function patientOf(visit, problems) {
  const isPhysiotherapy = visit.discipline === PHYSIOTHERAPY;
  return told({
    birthDate: visit.age.trim() ? undefined : visit.birthDate,
    ageYears: wholeOf(visit.age, "age", problems),
    exemptionCard: visit.card && `EXEMPTION_CARD_${visit.card}`,
    userFeesPaidOre: kronerOf(visit.paid, "paid", problems),
    nationalInsuranceMember: visit.member && `NATIONAL_INSURANCE_MEMBER_${visit.member}`,
    municipalityCode: visit.municipality.trim(),
    healthRegion: visit.municipality.trim() || isPhysiotherapy ? undefined : visit.region,
    wheelchairUser: isPhysiotherapy && visit.wheelchair ? visit.wheelchair === "YES" : undefined,
  });
}

/** @param {Visit} visit */
function requisitionOf(visit) {
  if (!visit.requisition) return undefined;
  if (visit.requisition === NO_REQUISITION) return { none: true };
  return told({
    profession: `REQUISITIONER_PROFESSION_${visit.requisition}`,
    hprNumber: visit.requisitionHpr.trim(),
    date: visit.requisitionDate,
  });
}

/** @param {Visit} visit */
function circumstancesOf(visit) {
  return told({
    noEarlierUses: visit.noEarlierUses || undefined,
    noOtherBookings: (visit.time && visit.noOtherBookings) || undefined,
    noSameDayLines: visit.noSameDayLines || undefined,
    noHolderBookings: (visit.time && visit.noHolderBookings) || undefined,
  });
}

/** @param {string} typed @param {string} field @param {Problem[]} problems */
function kronerOf(typed, field, problems) {
  if (!typed.trim()) return undefined;
  const ore = parseKroner(typed);
  if (ore !== null) return ore;
  problems.push({ field, key: "NOT_KRONER" });
  return undefined;
}

/** @param {string} typed @param {string} field @param {Problem[]} problems */
function wholeOf(typed, field, problems) {
  const trimmed = typed.trim();
  if (!trimmed) return undefined;
  if (DIGITS.test(trimmed)) return Number(trimmed);
  problems.push({ field, key: "NOT_WHOLE_NUMBER" });
  return undefined;
}

/**
 * The same without what is empty; absent when nothing is left.
 * @param {Record<string, any>} record
 */
function told(record) {
  const entries = Object.entries(record).filter(([, value]) => {
    if (value === undefined || value === null || value === "") return false;
    return !(Array.isArray(value) && value.length === 0);
  });
  return entries.length ? Object.fromEntries(entries) : undefined;
}

/** Where a field of the claim stands in the form, by the end of its path. */
const FIELDS = {
  "performer.hpr_number": "provider",
  "performer.organisation_number": "provider",
  "performer.practice_id": "practiceId",
  performer: "provider",
  treatment_date: "date",
  start_time: "time",
  "patient.birth_date": "birthDate",
  "patient.age_years": "age",
  "patient.age": "age",
  "patient.exemption_card": "card",
  "patient.user_fees_paid_ore": "paid",
  "patient.national_insurance_member": "member",
  "patient.municipality_code": "municipality",
  "patient.health_region": "region",
  "patient.residence": "region",
  "patient.wheelchair_user": "wheelchair",
  exemption_grounds: "grounds",
  requisition: "requisition",
  "requisition.profession": "requisition",
  "requisition.none": "requisition",
  "requisition.hpr_number": "requisitionHpr",
  "requisition.date": "requisitionDate",
};
const LINE_FIELDS = {
  "fee.fee_code": "code",
  "fee.count": "count",
  "treatment.kind": "kind",
  "treatment.minutes": "minutes",
  "treatment.setting": "setting",
  "treatment.group_size": "groupSize",
  "treatment.group_place": "groupPlace",
  "examination.modality": "modality",
  "examination.refund_category": "refundCategory",
  "sample.refund_category": "refundCategory",
  "sample.kind": "sampleKind",
  "charge.amount_ore": "amount",
  asking_price_ore: "askingPrice",
};
const OF_A_LINE = /^lines\[(\d+)\]\.?(.*)$/;

/**
 * The field of the form behind a field of the claim.
 * @param {string} path as an error or a remedy names it, for example `claim.lines[0].fee.fee_code`
 * @param {string[]} places the entry behind each line
 * @returns {string} for example `codes.0.code`; empty when the form has no such field
 */
export function fieldOf(path, places) {
  const bare = path.replace(/^claim\./, "").replace(/\[\d+\]$/, (all) => (path.includes("lines") ? all : ""));
  const line = OF_A_LINE.exec(bare);
  if (!line) return FIELDS[bare] ?? "";
  const field = LINE_FIELDS[line[2]] ?? "";
  const place = places[Number(line[1])] ?? "";
  if (!field || place === "described" || field === "askingPrice") return field;
  return place ? `${place}.${field}` : "";
}
