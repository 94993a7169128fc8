// @ts-check
/** A visit in words, for those who read an answer without the form beside it. */

import { placeOf } from "./answer.js";
import { NO_REQUISITION, PHYSIOTHERAPY, RADIOLOGY } from "./visit.js";

/**
 * What is told of a visit, as pairs of a name and words; what is not told is left out.
 * @param {import("./visit.js").Visit} visit
 * @param {import("./texts.js").Texts} texts
 * @returns {[string, string][]}
 */
export function visitFacts(visit, texts) {
  const { provider } = visit;
  const number = provider?.hprNumber ? `HPR ${provider.hprNumber}` : (provider?.organisationNumber ?? "");
  /** @type {[string, string][]} */
  const facts = [
    ["provider", [provider?.name, number].filter(Boolean).join(", ")],
    ["practiceId", placeOf(visit)],
    ["date", [texts.day(visit.date), visit.time].filter(Boolean).join(" ")],
    bookedFact(visit, texts),
    ["age", visit.age.trim() && `${visit.age.trim()} ${texts.say("YEARS")}`],
    ["birthDate", visit.age.trim() || !visit.birthDate ? "" : texts.day(visit.birthDate)],
    ["card", visit.card && texts.say(`CARD_${visit.card}`)],
    ["paid", visit.paid.trim() && `${visit.paid.trim()} ${texts.say("KR")}`],
    ["member", visit.member && texts.say(visit.member)],
    ["grounds", visit.grounds.map((each) => texts.say(`GROUND_${each}`)).join(", ")],
    ["requisition", requisitionWords(visit, texts)],
    ["municipality", visit.municipality.trim()],
    ["region", visit.region && !visit.municipality.trim() ? texts.say(`REGION_${visit.region}`) : ""],
  ];
  return facts.filter(([, words]) => words).map(([field, words]) => [texts.label(field), words]);
}

/** @param {import("./visit.js").Visit} visit @param {import("./texts.js").Texts} texts @returns {[string, string]} */
function bookedFact(visit, texts) {
  if (visit.byCode) {
    const codes = visit.codes.filter((each) => each.code.trim());
    return ["code", codes.map(({ code, count }) => (count.trim() === "1" ? code.trim() : `${count.trim()} × ${code.trim()}`)).join(", ")];
  }
  if (visit.discipline === RADIOLOGY) return ["modality", [texts.say(`MODALITY_${visit.modality}`), visit.refundCategory.trim()].filter(Boolean).join(", ")];
  if (visit.discipline !== PHYSIOTHERAPY) return ["sampleKind", texts.say(`SAMPLE_${visit.sampleKind}`)];
  const length = texts.say("MINUTES_LONG", { count: visit.minutes.trim() });
  return ["kind", [texts.say(`KIND_${visit.kind}`), length, texts.say(`SETTING_${visit.setting}`)].join(", ")];
}

/** @param {import("./visit.js").Visit} visit @param {import("./texts.js").Texts} texts */
function requisitionWords(visit, texts) {
  if (visit.discipline === PHYSIOTHERAPY || !visit.requisition) return "";
  if (visit.requisition === NO_REQUISITION) return texts.say("REQUISITION_NONE");
  const day = visit.requisitionDate ? texts.day(visit.requisitionDate) : "";
  return [texts.say(`FROM_${visit.requisition}`), day].filter(Boolean).join(", ");
}
