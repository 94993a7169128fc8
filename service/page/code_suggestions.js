// @ts-check
/** Fee codes of the day's tariff, suggested while one is typed. */

import { listFees } from "./api.js";
import { h, replace } from "./dom.js";

const LIST = "fee-codes";
let shown = "";

/** @param {import("./visit.js").Visit} visit @param {import("./texts.js").Texts} texts */
export async function suggestCodes(visit, texts) {
  if (!visit.byCode || !visit.date) return;
  const wanted = `${visit.discipline} ${visit.date} ${texts.language}`;
  if (wanted === shown && document.getElementById(LIST)) return;
  shown = wanted;
  // Suggestions are a help only: without them the code is typed, and the answer says whether it is one.
  const fees = await listFees({ discipline: `DISCIPLINE_${visit.discipline}`, treatmentDate: visit.date, languageCode: texts.language }).catch(() => []);
  if (wanted !== shown) return;
  const list = document.getElementById(LIST) ?? h("datalist", { id: LIST });
  document.body.append(list);
  replace(list, fees.map((fee) => h("option", { value: fee.feeCode }, fee.description ?? "")));
}
