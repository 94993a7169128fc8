// @ts-check
/** How alike two words are, so that a misspelt heading is told what it may be meant as. */

/**
 * From 0 to 1: how much of both stands in the other, in order, as Python's difflib has it.
 * @param {string} one
 * @param {string} other
 */
export function likeness(one, other) {
  const length = one.length + other.length;
  return length ? (2 * common(one, other)) / length : 1;
}

/** How many letters stand in both: the longest run, and the same on either side of it. @param {string} one @param {string} other @returns {number} */
function common(one, other) {
  const { size, inOne, inOther } = longestRun(one, other);
  if (!size) return 0;
  const before = common(one.slice(0, inOne), other.slice(0, inOther));
  return size + before + common(one.slice(inOne + size), other.slice(inOther + size));
}

/** @param {string} one @param {string} other */
function longestRun(one, other) {
  let best = { size: 0, inOne: 0, inOther: 0 };
  let ending = /** @type {number[]} */ ([]);
  for (let i = 0; i < one.length; i += 1) {
    const now = /** @type {number[]} */ ([]);
    for (let j = 0; j < other.length; j += 1) {
      if (one[i] !== other[j]) continue;
      now[j] = (ending[j - 1] ?? 0) + 1;
      if (now[j] > best.size) best = { size: now[j], inOne: i - now[j] + 1, inOther: j - now[j] + 1 };
    }
    ending = now;
  }
  return best;
}
