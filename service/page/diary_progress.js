// @ts-check
/** How far the answers have come: a bar for those who see, a few words now and then for those who hear. */

import { h } from "./dom.js";

const QUARTERS = 4;

/** @param {import("./texts.js").Texts} texts */
export function progressPart(texts) {
  const bar = h("progress", { "aria-label": texts.say("DIARY_ASKING") });
  const words = h("p", { class: "hint", "aria-hidden": "true" });
  const heard = h("p", { class: "only-heard", role: "status" });
  const seen = h("div", { class: "progress no-print", hidden: true }, bar, words);
  let quarter = 0;

  function say(sentence) {
    heard.textContent = sentence;
  }

  return {
    element: h("div", {}, seen, heard),
    say,
    reading() {
      seen.hidden = false;
      bar.hidden = false;
      bar.removeAttribute("value");
      words.textContent = texts.say("DIARY_READING");
      say(texts.say("DIARY_READING"));
    },
    /** @param {number} done @param {number} all */
    answered(done, all) {
      seen.hidden = false;
      bar.hidden = false;
      bar.max = all;
      bar.value = done;
      words.textContent = texts.say("DIARY_PROGRESS", { done, all });
      const now = Math.floor((done / Math.max(all, 1)) * QUARTERS);
      if (now === quarter) return;
      quarter = now;
      say(words.textContent);
    },
    /** Words that stay in sight. @param {string} sentence */
    show(sentence) {
      seen.hidden = false;
      bar.hidden = true;
      words.textContent = sentence;
    },
    /** @param {string} sentence only for those who hear */
    end(sentence) {
      seen.hidden = true;
      quarter = 0;
      say(sentence);
    },
  };
}
