// @ts-check
/** Choosing the file: by button, by keyboard, or dropped; and what the columns of a table are called. */

import { exampleDiary } from "./api.js";
import { COLUMNS, NEEDED } from "./diary_columns.js";
import { columnWords } from "./diary_sentences.js";
import { h } from "./dom.js";
import { idOf } from "./fields.js";

export const FIELD = "diaryFile";
const ACCEPTED = ".csv,.txt,.tsv,.jsonl,.ndjson,.json,text/csv";

/** @param {import("./texts.js").Texts} texts @param {(file: File) => void} onFile @param {(problem: unknown) => void} onFailure */
export function choosingPart(texts, onFile, onFailure) {
  const id = idOf(FIELD);
  const input = h("input", {
    type: "file", id, accept: ACCEPTED, "data-field": FIELD, "aria-describedby": `${id}-hint ${id}-error`, on: { change: chosen },
  });

  function chosen() {
    const [file] = input.files;
    if (!file) return;
    onFile(file);
    // The same file can be chosen again, when it was mended.
    input.value = "";
  }

  async function example() {
    try {
      onFile(new File([await exampleDiary()], "example.csv"));
    } catch (problem) {
      onFailure(problem);
    }
  }

  return h(
    "section",
    { class: "part drop no-print" },
    h("label", { for: id }, texts.say("DIARY_FILE")),
    h("p", { class: "hint", id: `${id}-hint` }, texts.say("DIARY_DROP")),
    input,
    h("p", { class: "field-error", id: `${id}-error`, hidden: true }),
    h("details", {}, h("summary", {}, texts.say("DIARY_COLUMNS")), columnsTold(texts)),
    h("div", { class: "actions" }, h("button", { type: "button", class: "small", id: "diary-example", on: { click: example } }, texts.say("DIARY_EXAMPLE"))),
  );
}

/** @param {import("./texts.js").Texts} texts */
function columnsTold(texts) {
  const names = (columns) => columns.map((each) => columnWords(each, texts));
  const needed = NEEDED.map((choice) => h("li", {}, names(choice).join(" / ")));
  const others = COLUMNS.filter((each) => !NEEDED.flat().includes(each));
  return h(
    "div",
    { class: "columns" },
    h("p", {}, texts.say("DIARY_COLUMNS_NEEDED")),
    h("ul", {}, needed),
    h("p", {}, texts.say("DIARY_COLUMNS_MORE", { columns: names(others).join(", ") })),
    h("p", { class: "hint" }, texts.say("DIARY_COLUMNS_HINT")),
  );
}

/** A file may be dropped anywhere on the view. @param {any} view @param {(file: File) => void} onFile */
export function takeDrops(view, onFile) {
  const zone = (isOver) => view.querySelector(".drop")?.classList.toggle("over", isOver);
  view.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone(true);
  });
  view.addEventListener("dragleave", () => zone(false));
  view.addEventListener("drop", (event) => {
    event.preventDefault();
    zone(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
  });
}
