import { tokensOf } from './tokens.js';

/**
 * ROUGE-L (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004): F1 of the longest common subsequence of
 * words, without stemming; the best over the references. Words are runs of letters and digits in lower case, as in
 * Google's rouge_score, which knows ASCII alone; here those of all scripts, Chinese and Japanese ones a character each.
 * Cost: words of the answer × words of the reference.
 */
export const rougeL = (answer: string, references: readonly string[]): number =>
  Math.max(0, ...references.map((reference) => pairF1(wordsOf(answer), wordsOf(reference))));

const wordsOf = (text: string): readonly string[] => tokensOf(text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, ' '));

function pairF1(given: readonly string[], wanted: readonly string[]): number {
  const common = commonSubsequence(given, wanted);
  return common === 0 ? 0 : (2 * common) / (given.length + wanted.length);
}

/** Length of the longest common subsequence, a row of the table at a time. */
function commonSubsequence(a: readonly string[], b: readonly string[]): number {
  const numbers = new Map<string, number>();
  const numbered = (tokens: readonly string[]): Int32Array =>
    Int32Array.from(tokens, (token) => {
      const number = numbers.get(token) ?? numbers.size;
      numbers.set(token, number);
      return number;
    });
  const [across, down] = [numbered(a), numbered(b)];
  const row = new Int32Array(across.length + 1);
  for (const token of down) {
    let diagonal = 0;
    for (let i = 1; i <= across.length; i++) {
      const above = row[i]!;
      row[i] = across[i - 1] === token ? diagonal + 1 : Math.max(above, row[i - 1]!);
      diagonal = above;
    }
  }
  return row[across.length]!;
}
