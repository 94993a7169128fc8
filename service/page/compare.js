// @ts-check
/** What differs between two answers, as data: the same for one visit side by side and for a whole diary. */

/**
 * @typedef {{what: "outcome", before: string, after: string}
 *   | {what: "sum", name: string, before: number | undefined, after: number | undefined}
 *   | {what: "codes", before: string, after: string}
 *   | {what: "gone" | "come", kind: "reason" | "notice" | "assumption", text: string}} Difference
 */

/** None of them is settled as long as the bill has to be corrected. */
const SUMS = ["patientPaysOre", "lowestPatientPaysOre", "highestPatientPaysOre", "helfoPaysOre", "countsTowardsCeilingOre", "refundedAfterwardsOre"];
/** What of a reason's data makes it another reason; names and days do not. */
const OWN_DATA = ["agreement", "fee_code", "other_fee_code", "fact", "ground", "charge"];

/**
 * @param {any} before a decision
 * @param {any} after a decision
 * @returns {Difference[]} empty when a person at the desk would do the same
 */
export function differences(before, after) {
  /** @type {Difference[]} */
  const found = [];
  if (before.outcome !== after.outcome) found.push({ what: "outcome", before: before.outcome, after: after.outcome });
  for (const name of SUMS) {
    const [old, now] = [sumOf(before, name), sumOf(after, name)];
    if (old !== now) found.push({ what: "sum", name, before: old, after: now });
  }
  const [oldCodes, nowCodes] = [codesOf(before), codesOf(after)];
  if (oldCodes !== nowCodes) found.push({ what: "codes", before: oldCodes, after: nowCodes });
  found.push(...comeAndGone("reason", before.reasons, after.reasons));
  found.push(...comeAndGone("notice", before.notices, after.notices));
  found.push(...comeAndGone("assumption", before.assumptions, after.assumptions));
  return found;
}

/** @param {any} decision @param {string} name @returns {number | undefined} */
function sumOf(decision, name) {
  return decision.outcome === "OUTCOME_REJECTED" ? undefined : decision.totals?.[name];
}

/**
 * Whether a diary has to show a booking again: outcome, sums or codes are others.
 * @param {any} before a result of a batch
 * @param {any} after the same claim's result in another batch
 */
export function differs(before, after) {
  if (!before.decision || !after.decision) return Boolean(before.decision) !== Boolean(after.decision);
  return differences(before.decision, after.decision).some(({ what }) => what === "outcome" || what === "sum" || what === "codes");
}

/**
 * The fee codes of an answer, for example "A3a + 2 × A3b".
 * @param {any} decision
 */
export function codesOf(decision) {
  const fees = (decision.lines ?? []).flatMap((line) => line.fees ?? []);
  return fees.map(({ feeCode, count }) => (count > 1 ? `${count} × ${feeCode}` : feeCode)).join(" + ");
}

/** @param {"reason" | "notice" | "assumption"} kind @param {any[]} [before] @param {any[]} [after] @returns {Difference[]} */
function comeAndGone(kind, before = [], after = []) {
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return [
    ...before.filter((each) => !now.has(keyOf(each))).map(({ text }) => ({ what: /** @type {const} */ ("gone"), kind, text })),
    ...after.filter((each) => !old.has(keyOf(each))).map(({ text }) => ({ what: /** @type {const} */ ("come"), kind, text })),
  ];
}

/** @param {any} said a reason, a notice or an assumption */
function keyOf(said) {
  return [said.code, said.lineNumber ?? 0, ...OWN_DATA.map((name) => said.data?.[name] ?? "")].join("|");
}
