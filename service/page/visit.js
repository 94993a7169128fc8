// @ts-check
/**
 * What is filled in about one visit: plain data, in memory only, gone when the page is closed.
 *
 * Every change gives a new visit. Values are what stands in the fields, as text.
 */

/**
 * @typedef {{code: string, count: string}} BilledCode
 * @typedef {{kind: string, amount: string}} ChargeEntry
 * @typedef {{practiceId: string, name?: string}} Practice
 * @typedef {{hprNumber?: string, organisationNumber?: string, name: string, source: string,
 *   practices: Practice[]}} ChosenProvider
 * @typedef {ReturnType<typeof newVisit>} Visit
 */

export const PHYSIOTHERAPY = "PHYSIOTHERAPY";
export const RADIOLOGY = "RADIOLOGY";
export const LABORATORY = "LABORATORY";
export const DISCIPLINES = [PHYSIOTHERAPY, RADIOLOGY, LABORATORY];

/** Not told, which is something else than no. */
export const UNTOLD = "";

/** @param {string} today YYYY-MM-DD */
export function newVisit(today) {
  return {
    discipline: PHYSIOTHERAPY,
    provider: /** @type {ChosenProvider | null} */ (null),
    practiceId: UNTOLD,
    date: today,
    time: UNTOLD,
    byCode: false,
    kind: "INDIVIDUAL",
    minutes: "30",
    setting: "CLINIC",
    ultrasound: false,
    senior: false,
    groupSize: UNTOLD,
    groupPlace: UNTOLD,
    codes: /** @type {BilledCode[]} */ ([{ code: "", count: "1" }]),
    modality: "XRAY",
    sampleKind: "BLOOD",
    refundCategory: UNTOLD,
    askingPrice: UNTOLD,
    charges: /** @type {ChargeEntry[]} */ ([]),
    age: UNTOLD,
    birthDate: UNTOLD,
    card: UNTOLD,
    paid: UNTOLD,
    member: UNTOLD,
    grounds: /** @type {string[]} */ ([]),
    wheelchair: UNTOLD,
    region: UNTOLD,
    municipality: UNTOLD,
    requisition: UNTOLD,
    requisitionDate: UNTOLD,
    requisitionHpr: UNTOLD,
    noEarlierUses: false,
    noOtherBookings: false,
    noSameDayLines: false,
    noHolderBookings: false,
  };
}

/** What is told of the patient and nobody else: it goes when a new patient comes to the desk. */
const OF_THE_PATIENT = /** @type {const} */ ([
  "age", "birthDate", "card", "paid", "member", "grounds", "wheelchair", "region", "municipality", "requisition",
  "requisitionDate", "requisitionHpr", "noEarlierUses", "noSameDayLines", "charges", "askingPrice", "senior",
]);

/**
 * The same provider and booking for another patient.
 * @param {Visit} visit
 */
export function withoutPatient(visit) {
  const empty = newVisit(visit.date);
  return { ...visit, ...Object.fromEntries(OF_THE_PATIENT.map((key) => [key, empty[key]])) };
}

/**
 * A change of discipline asks for another provider, and for what belongs to it.
 * @param {Visit} visit
 * @param {string} discipline
 */
export function withDiscipline(visit, discipline) {
  if (visit.discipline === discipline) return visit;
  const empty = newVisit(visit.date);
  const same = { provider: null, practiceId: UNTOLD, codes: empty.codes, charges: [], grounds: [], refundCategory: UNTOLD };
  return { ...visit, ...same, discipline, byCode: false };
}

/**
 * @param {Visit} visit
 * @param {ChosenProvider | null} provider
 * @param {string} practiceId empty when not told
 */
export function withProvider(visit, provider, practiceId = UNTOLD) {
  return { ...visit, provider, practiceId, noHolderBookings: false };
}

/**
 * Put another entry in the place of one in a list of the visit.
 * @template T
 * @param {T[]} list
 * @param {number} place
 * @param {Partial<T>} change
 */
export function changed(list, place, change) {
  return list.map((each, index) => (index === place ? { ...each, ...change } : each));
}

/** The method of an individual treatment is asked for by kinds of their own. */
export const KINDS = [
  "INDIVIDUAL", "EXAMINATION", "GROUP", "SELF_TRAINING", "PHYSIOTHERAPY", "MANUAL_THERAPY", "PSYCHOMOTOR", "CLINICAL_MASTER",
];
export const SETTINGS = ["CLINIC", "HOME", "VIDEO", "POOL"];
export const LENGTHS = ["20", "30", "40", "60"];
export const MODALITIES = ["XRAY", "CT", "MR", "ULTRASOUND", "NUCLEAR"];
export const SAMPLES = ["BLOOD", "RECEIVED"];
export const GROUNDS = [
  "OCCUPATIONAL_INJURY", "CONSCRIPT", "WAR_INJURY", "PREGNANCY_BIRTH", "PRISONER", "CONDITION_PREVENTS_COLLECTION",
  "PSYCHOTHERAPY_CHILD", "COMMUNICABLE_DISEASE", "HIV_INFECTION",
];
export const PROFESSIONS = ["DOCTOR", "DENTIST", "CHIROPRACTOR", "MANUAL_THERAPIST", "MIDWIFE", "PHYSIOTHERAPIST", "OTHER"];
export const CHARGES = [
  "CONSUMABLES", "COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT", "ADDITIONAL_TREATMENT",
  "NO_SHOW", "DISPATCH",
];
/** The regional health authorities, by the organisation numbers that the contract knows them by. */
export const REGIONS = ["991324968", "983658725", "983658776", "883658752"];
/** Where there is no requisition. */
export const NO_REQUISITION = "NONE";
