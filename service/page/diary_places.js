// @ts-check
/** What a field of a claim is called for those who wrote the file: by its column, else by its own name, never by a path. */

const COLUMNS = {
  claimId: "booking",
  discipline: "discipline",
  performer: "hpr_number",
  "performer.hprNumber": "hpr_number",
  "performer.organisationNumber": "organisation_number",
  "performer.practiceId": "practice_id",
  treatmentDate: "date",
  startTime: "start_time",
  "patient.age": "age",
  "patient.ageYears": "age",
  "patient.birthDate": "birth_date",
  "patient.exemptionCard": "exemption_card",
  "patient.userFeesPaidOre": "user_fees_paid",
  "patient.nationalInsuranceMember": "national_insurance_member",
  "patient.municipalityCode": "municipality_code",
  "patient.wheelchairUser": "wheelchair_user",
  exemptionGrounds: "exemption_ground",
  requisition: "requisition",
  "requisition.none": "requisition",
  "requisition.profession": "requisition",
  "requisition.hprNumber": "requisition_hpr_number",
  "requisition.date": "requisition_date",
  lines: "fee_codes",
  "lines.fee": "fee_codes",
  "lines.fee.feeCode": "fee_codes",
  "lines.fee.count": "fee_codes",
  "lines.treatment": "treatment",
  "lines.treatment.kind": "treatment",
  "lines.treatment.minutes": "minutes",
  "lines.treatment.setting": "setting",
  "lines.treatment.groupSize": "group_size",
  "lines.treatment.groupPlace": "group_place",
  "lines.examination": "examination",
  "lines.examination.modality": "examination",
  "lines.examination.refundCategory": "refund_category",
  "lines.sample": "sample",
  "lines.sample.kind": "sample",
  "lines.sample.refundCategory": "refund_category",
  "lines.askingPriceOre": "asking_price",
};

/** A name of the protos as JSON has it. @param {string} name */
export function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/**
 * The column of a field, or the field's own name where no column holds it.
 * @param {string} path for example `claim.lines[0].fee.fee_code`
 */
export function placeOf(path) {
  const bare = camel(path.replace(/^claim\b\.?/, "").replace(/\[\d+\]/g, ""));
  return Object.hasOwn(COLUMNS, bare) ? COLUMNS[bare] : (bare.split(".").pop() ?? "");
}
