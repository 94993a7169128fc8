// @ts-check
/** The form about a visit: who treats, what is booked, what is known of the patient. */

import { checkField, choiceField, selectField, textField } from "./fields.js";
import { h } from "./dom.js";
import { providerPicker } from "./provider_picker.js";
import {
  CHARGES, DISCIPLINES, GROUNDS, KINDS, LENGTHS, MODALITIES, NO_REQUISITION, PHYSIOTHERAPY, PROFESSIONS, RADIOLOGY, REGIONS, SAMPLES, SETTINGS,
  changed, withDiscipline, withProvider, withoutPatient,
} from "./visit.js";

/**
 * @typedef {import("./visit.js").Visit} Visit
 * @typedef {import("./texts.js").Texts} Texts
 * @typedef {Partial<Visit> | ((now: Visit) => Partial<Visit>)} Change
 * @typedef {{texts: Texts, visit: Visit, recent: import("./visit.js").ChosenProvider[],
 *   set: (change: Change) => void, become: (make: (now: Visit) => Visit, focus?: string) => void,
 *   onFailure: (problem: unknown) => void}} Filling `set` keeps the form as it stands, `become` draws it anew
 */

/** @param {Filling} filling */
export function visitForm(filling) {
  const { texts } = filling;
  return h(
    "form",
    { class: "visit-form", novalidate: true, autocomplete: "off", "aria-label": texts.say("VISIT_FORM"), on: { submit: (event) => event.preventDefault() } },
    part(texts.say("WHO_TREATS"), who(filling)),
    part(texts.say("WHAT_IS_BOOKED"), booked(filling)),
    part(texts.say("THE_PATIENT"), patient(filling)),
  );
}

/** @param {string} heading @param {...any} children */
function part(heading, ...children) {
  return h("section", { class: "part" }, h("h2", {}, heading), ...children);
}

/** Field and provider: what the visit, the price list and the history all begin with. @param {Filling} filling */
export function who(filling) {
  const { texts, visit } = filling;
  const disciplines = /** @type {[string, string][]} */ (DISCIPLINES.map((each) => [each, texts.say(`DISCIPLINE_${each}`)]));
  return [
    choiceField(texts, "discipline", disciplines, visit.discipline, (value) => filling.become((now) => withDiscipline(now, value), `discipline-${DISCIPLINES.indexOf(value)}`)),
    visit.provider ? chosenProvider(filling) : picker(filling),
  ];
}

/** @param {Filling} filling */
function picker(filling) {
  const { texts, visit, recent, onFailure } = filling;
  return providerPicker({
    texts, discipline: visit.discipline, date: visit.date, onFailure,
    recent: recent.filter((each) => Boolean(each.hprNumber) === (visit.discipline === PHYSIOTHERAPY)),
    onChoose: (provider, practiceId) => filling.become((now) => withProvider(now, provider, practiceId), "change-provider"),
  });
}

/** @param {Filling} filling */
function chosenProvider(filling) {
  const { texts, visit } = filling;
  const provider = /** @type {import("./visit.js").ChosenProvider} */ (visit.provider);
  const number = provider.hprNumber ? `HPR ${provider.hprNumber}` : provider.organisationNumber;
  const only = provider.practices.length === 1 ? provider.practices[0].name : "";
  const practices = /** @type {[string, string][]} */ ([["", texts.say("NOT_TOLD")], ...provider.practices.map((each) => [each.practiceId, each.name || each.practiceId])]);
  return [
    h(
      "div",
      { class: "chosen" },
      h("div", {}, h("p", { class: "chosen-name" }, provider.name), h("p", { class: "hint" }, [number, only].filter(Boolean).join(" · "))),
      h("button", { type: "button", id: "field-change-provider", class: "small", on: { click: () => filling.become((now) => withProvider(now, null), "provider") } }, texts.say("CHANGE_PROVIDER")),
    ),
    provider.practices.length > 1
      ? choiceField(texts, "practiceId", practices, visit.practiceId, (practiceId) => filling.set({ practiceId }), { stacked: true })
      : null,
    h("p", { class: "field-error", id: "field-provider-error", hidden: true }),
  ];
}

/** @param {Filling} filling */
function booked(filling) {
  const { texts, visit, set } = filling;
  return [
    h(
      "div",
      { class: "pair" },
      textField(texts, "date", visit.date, (date) => set({ date }), { type: "date" }),
      textField(texts, "time", visit.time, (time) => set({ time }), { type: "time" }),
    ),
    choiceField(texts, "byCode", [["", texts.say("BOOKED_DESCRIBED")], ["YES", texts.say("BOOKED_BY_CODE")]], visit.byCode ? "YES" : "", (value) => filling.become((now) => ({ ...now, byCode: value === "YES" }), value ? "byCode-1" : "byCode")),
    visit.byCode ? codes(filling) : described(filling),
    h("details", {}, h("summary", {}, texts.say("MORE_BOOKED")), moreBooked(filling)),
  ];
}

/** @param {Filling} filling */
function described(filling) {
  const { texts, visit, set } = filling;
  if (visit.discipline !== PHYSIOTHERAPY) return examined(filling);
  const kinds = /** @type {[string, string][]} */ (KINDS.map((each) => [each, texts.say(`KIND_${each}`)]));
  const settings = /** @type {[string, string][]} */ (SETTINGS.map((each) => [each, texts.say(`SETTING_${each}`)]));
  return [
    selectField(texts, "kind", kinds, visit.kind, (kind) => filling.become((now) => ({ ...now, kind }), "kind")),
    minutes(filling),
    visit.kind === "GROUP"
      ? h(
          "div",
          { class: "pair" },
          textField(texts, "groupSize", visit.groupSize, (groupSize) => set({ groupSize }), { inputmode: "numeric" }),
          textField(texts, "groupPlace", visit.groupPlace, (groupPlace) => set({ groupPlace }), { inputmode: "numeric" }),
        )
      : null,
    choiceField(texts, "setting", settings, visit.setting, (setting) => set({ setting })),
  ];
}

/** @param {Filling} filling */
function minutes(filling) {
  const { texts, visit, set } = filling;
  const field = textField(texts, "minutes", visit.minutes, (value) => set({ minutes: value }), { inputmode: "numeric", unit: texts.say("MINUTES") });
  const input = field.querySelector("input");
  const choose = (length) => {
    input.value = length;
    set({ minutes: length });
  };
  const buttons = LENGTHS.map((each) =>
    h("button", { type: "button", class: "small", "aria-label": texts.say("MINUTES_LONG", { count: each }), on: { click: () => choose(each) } }, each),
  );
  return h("div", { class: "with-quick" }, field, h("div", { class: "quick", role: "group", "aria-label": texts.say("USUAL_LENGTHS") }, buttons));
}

/** @param {Filling} filling */
function examined(filling) {
  const { texts, visit, set } = filling;
  const isRadiology = visit.discipline === RADIOLOGY;
  const choices = /** @type {[string, string][]} */ (
    isRadiology ? MODALITIES.map((each) => [each, texts.say(`MODALITY_${each}`)]) : SAMPLES.map((each) => [each, texts.say(`SAMPLE_${each}`)])
  );
  return isRadiology
    ? choiceField(texts, "modality", choices, visit.modality, (modality) => set({ modality }))
    : choiceField(texts, "sampleKind", choices, visit.sampleKind, (sampleKind) => set({ sampleKind }));
}

/** @param {Filling} filling */
function codes(filling) {
  const { texts, visit, set, become } = filling;
  const rows = visit.codes.map((each, index) =>
    h(
      "div",
      { class: "code-row" },
      textField(texts, `codes.${index}.code`, each.code, (code) => set((now) => ({ codes: changed(now.codes, index, { code }) })), { list: "fee-codes", label: texts.say("CODE_NUMBER", { number: index + 1 }) }),
      textField(texts, `codes.${index}.count`, each.count, (count) => set((now) => ({ codes: changed(now.codes, index, { count }) })), { inputmode: "numeric", label: texts.say("FIELD_COUNT") }),
      visit.codes.length > 1
        ? h("button", { type: "button", class: "small remove", "aria-label": texts.say("REMOVE_CODE", { number: index + 1 }), on: { click: () => become((now) => ({ ...now, codes: now.codes.filter((_, place) => place !== index) }), "codes.0.code") } }, texts.say("REMOVE"))
        : null,
    ),
  );
  const add = () => become((now) => ({ ...now, codes: [...now.codes, { code: "", count: "1" }] }), `codes.${visit.codes.length}.code`);
  return h("div", { class: "codes" }, rows, h("button", { type: "button", class: "small", on: { click: add } }, texts.say("ADD_CODE")));
}

/** @param {Filling} filling */
function moreBooked(filling) {
  const { texts, visit, set } = filling;
  const isPhysiotherapy = visit.discipline === PHYSIOTHERAPY;
  return [
    isPhysiotherapy && !visit.byCode ? h("div", { class: "checks" }, checkField("ultrasound", texts.say("WITH_ULTRASOUND"), visit.ultrasound, (ultrasound) => set({ ultrasound })), checkField("senior", texts.say("WITH_SENIOR"), visit.senior, (senior) => set({ senior }))) : null,
    !isPhysiotherapy && !visit.byCode ? textField(texts, "refundCategory", visit.refundCategory, (refundCategory) => set({ refundCategory }), { hint: texts.say("REFUND_CATEGORY_HINT") }) : null,
    textField(texts, "askingPrice", visit.askingPrice, (askingPrice) => set({ askingPrice }), { inputmode: "decimal", unit: texts.say("KR"), hint: texts.say("ASKING_PRICE_HINT") }),
    charges(filling),
  ];
}

/** @param {Filling} filling */
function charges(filling) {
  const { texts, visit, set, become } = filling;
  const kinds = /** @type {[string, string][]} */ (CHARGES.map((each) => [each, texts.say(`CHARGE_${each}`)]));
  const rows = visit.charges.map((each, index) =>
    h(
      "div",
      { class: "code-row" },
      selectField(texts, `charges.${index}.kind`, kinds, each.kind, (kind) => set((now) => ({ charges: changed(now.charges, index, { kind }) })), { label: texts.say("FIELD_CHARGE") }),
      textField(texts, `charges.${index}.amount`, each.amount, (amount) => set((now) => ({ charges: changed(now.charges, index, { amount }) })), { inputmode: "decimal", unit: texts.say("KR") }),
      h("button", { type: "button", class: "small remove", "aria-label": texts.say("REMOVE_CHARGE", { number: index + 1 }), on: { click: () => become((now) => ({ ...now, charges: now.charges.filter((_, place) => place !== index) }), "add-charge") } }, texts.say("REMOVE")),
    ),
  );
  const add = () => become((now) => ({ ...now, charges: [...now.charges, { kind: CHARGES[0], amount: "" }] }), `charges.${visit.charges.length}.kind`);
  return h("div", { class: "codes" }, rows, h("button", { type: "button", id: "field-add-charge", class: "small", on: { click: add } }, texts.say("ADD_CHARGE")));
}

/** @param {Filling} filling */
function patient(filling) {
  const { texts, visit, set, become } = filling;
  return [
    choiceField(texts, "card", [["", texts.say("NOT_KNOWN")], ["HELD", texts.say("CARD_HELD")], ["NOT_HELD", texts.say("CARD_NOT_HELD")]], visit.card, (card) => set({ card })),
    h(
      "div",
      { class: "pair" },
      textField(texts, "age", visit.age, (age) => set({ age }), { inputmode: "numeric", unit: texts.say("YEARS") }),
      textField(texts, "paid", visit.paid, (paid) => set({ paid }), { inputmode: "decimal", unit: texts.say("KR") }),
    ),
    visit.discipline === PHYSIOTHERAPY ? null : requisition(filling),
    h("details", {}, h("summary", {}, texts.say("MORE_PATIENT")), morePatient(filling)),
    h("button", { type: "button", class: "quiet", on: { click: () => become(withoutPatient, "card") } }, texts.say("NEXT_PATIENT")),
  ];
}

/** @param {Filling} filling */
function requisition(filling) {
  const { texts, visit, set, become } = filling;
  const professions = PROFESSIONS.map((each) => [each, texts.say(`FROM_${each}`)]);
  const choices = /** @type {[string, string][]} */ ([["", texts.say("NOT_TOLD")], [NO_REQUISITION, texts.say("REQUISITION_NONE")], ...professions]);
  const isThere = visit.requisition && visit.requisition !== NO_REQUISITION;
  return [
    selectField(texts, "requisition", choices, visit.requisition, (value) => become((now) => ({ ...now, requisition: value }), "requisition")),
    isThere
      ? h(
          "div",
          { class: "pair" },
          textField(texts, "requisitionDate", visit.requisitionDate, (requisitionDate) => set({ requisitionDate }), { type: "date" }),
          visit.requisition === "MANUAL_THERAPIST" ? textField(texts, "requisitionHpr", visit.requisitionHpr, (requisitionHpr) => set({ requisitionHpr }), { inputmode: "numeric" }) : null,
        )
      : null,
  ];
}

/** @param {Filling} filling */
function morePatient(filling) {
  const { texts, visit, set } = filling;
  const isPhysiotherapy = visit.discipline === PHYSIOTHERAPY;
  const yesNo = /** @type {[string, string][]} */ ([["", texts.say("NOT_KNOWN")], ["YES", texts.say("YES")], ["NO", texts.say("NO")]]);
  const regions = /** @type {[string, string][]} */ ([["", texts.say("NOT_KNOWN")], ...REGIONS.map((each) => [each, texts.say(`REGION_${each}`)])]);
  return [
    textField(texts, "birthDate", visit.birthDate, (birthDate) => set({ birthDate }), { type: "date", hint: texts.say("BIRTH_DATE_HINT") }),
    choiceField(texts, "member", yesNo, visit.member, (member) => set({ member })),
    isPhysiotherapy ? choiceField(texts, "wheelchair", yesNo, visit.wheelchair, (wheelchair) => set({ wheelchair })) : null,
    isPhysiotherapy
      ? null
      : h("div", { class: "pair" }, selectField(texts, "region", regions, visit.region, (region) => set({ region })), textField(texts, "municipality", visit.municipality, (municipality) => set({ municipality }), { inputmode: "numeric", hint: texts.say("MUNICIPALITY_HINT") })),
    grounds(filling),
  ];
}

/** @param {Filling} filling */
function grounds(filling) {
  const { texts, visit, set } = filling;
  const toggle = (ground, on) => set((now) => ({ grounds: on ? [...now.grounds, ground] : now.grounds.filter((each) => each !== ground) }));
  return h(
    "fieldset",
    { class: "choices", "aria-describedby": "field-grounds-error" },
    h("legend", {}, texts.label("grounds")),
    h("div", { class: "checks" }, GROUNDS.map((each) => checkField(`grounds-${each}`, texts.say(`GROUND_${each}`), visit.grounds.includes(each), (on) => toggle(each, on)))),
    h("p", { class: "field-error", id: "field-grounds-error", hidden: true }),
  );
}
