/**
 * A text as its words: lower case, without punctuation at their ends. What typesetting changes (white space, kinds of
 * quotation marks and dashes, a capital at the start of a quote, a full stop at its end) is no difference.
 *
 * @param {string} text
 * @returns {string[]}
 */
export const wordsOf = (text) =>
  text
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201a\u201b`´]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}%]+|[^\p{L}\p{N}%]+$/gu, ''))
    .filter((word) => word !== '');
