import type { JudgeGrades } from '../../../document/types.generated.js';

const YES = new Set(['yes', '是', '是的', '对', '正确']);
const NO = new Set(['no', '否', '不是', '不对', '不正确', '错', '错误']);

/** Behind these a word is not said but spoken of: "I cannot say yes", "answer yes or no". */
const SPOKEN_OF = new Set([
  'not',
  'never',
  'cannot',
  't',
  'or',
  'nor',
  'and',
  'say',
  'saying',
  'than',
  'neither',
  'either',
]);

/**
 * A judge's yes (1) or no (0): its first word or, after its reasons, its last one. `undefined` where it says neither, or
 * both, or a last one that may be denied.
 */
export function readVerdict(text: string): number | undefined {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const last = SPOKEN_OF.has(words.at(-2) ?? '') ? undefined : words.at(-1);
  const said = [words[0], last].flatMap((word) => (YES.has(word ?? '') ? [1] : NO.has(word ?? '') ? [0] : []));
  return new Set(said).size === 1 ? said[0] : undefined;
}

/**
 * A judge's grade: the one whole number of the scale that it says, as "4" or "4/5"; `undefined` where there is none, or
 * another one too.
 */
export function readGrade(text: string, { from, to }: JudgeGrades): number | undefined {
  const plain = text.normalize('NFKC').replace(/(\d)\s*(?:\/|out of|of)\s*\d+/gi, '$1');
  const said = new Set(
    (plain.match(/(?<![\d.-])\d+(?!\.?\d)/g) ?? []).map(Number).filter((grade) => grade >= from && grade <= to),
  );
  return said.size === 1 ? [...said][0] : undefined;
}

/** From a grade to a score in [0, 1]: whether it passes, or where it lies on the scale. */
export const scoreOfGrade = (grade: number, { from, to, passes }: JudgeGrades): number =>
  passes === undefined ? (grade - from) / (to - from) : grade >= passes ? 1 : 0;
