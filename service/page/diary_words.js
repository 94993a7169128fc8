// @ts-check
/** What people may write in a file, in any of the languages, and what of the contract it stands for. */

const NOT_FOLDED = /[^\p{L}\p{N}]/gu;
const YES = ["yes", "True", "HELD", "x", "1"];
const NO = ["no", "False", "NOT_HELD", "0"];
const LETTERS = { ja: true, j: true, y: true, nei: false, n: false };

/** A word without what people write differently: capitals, spaces, hyphens and underscores. @param {string} text */
export function fold(text) {
  return text.toLowerCase().replace(NOT_FOLDED, "");
}

/** The words of all languages together. */
export class Words {
  /**
   * @param {import("./texts.js").Texts[]} languages
   * @param {readonly string[]} columns by the names of the contract's diary
   */
  constructor(languages, columns) {
    this.languages = languages;
    this.headings = new Map(columns.map((name) => [fold(name), name]));
    for (const texts of languages) for (const name of columns) this.headings.set(fold(texts.of("diary_columns", name)), name);
    this.truths = truthsOf(languages);
    /** @type {Map<string, Map<string, string>>} */
    this.choices = new Map();
  }

  /** The column of a heading; absent when it is none. @param {string} heading */
  column(heading) {
    return this.headings.get(fold(heading));
  }

  /** Yes or no; absent when it is neither. @param {string} text */
  truth(text) {
    return this.truths.get(fold(text));
  }

  /** Which of the names is meant; absent when it is none. @param {string} text @param {readonly string[]} names */
  choice(text, names) {
    const key = names.join();
    const known = this.choices.get(key) ?? this.wordsFor(names);
    this.choices.set(key, known);
    return known.get(fold(text));
  }

  /** @param {readonly string[]} names */
  wordsFor(names) {
    const found = new Map(names.map((name) => [fold(name), name]));
    for (const texts of this.languages) for (const name of names) found.set(fold(texts.word(name)), name);
    return found;
  }
}

/** @param {import("./texts.js").Texts[]} languages @returns {Map<string, boolean>} */
function truthsOf(languages) {
  const words = /** @type {[string, boolean][]} */ ([...YES.map((each) => [fold(each), true]), ...NO.map((each) => [fold(each), false])]);
  const spoken = /** @type {[string, boolean][]} */ (languages.flatMap((texts) => [[fold(texts.word("yes")), true], [fold(texts.word("no")), false]]));
  return new Map([...words, ...spoken, ...Object.entries(LETTERS)]);
}
