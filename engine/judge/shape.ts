/**
 * Where draws may judge a comparison of several uncertain inputs. Confidence distributions of independent inputs
 * combine soundly where the passing side is a half-space of the inputs (Fay, Proschan and Brittain 2015, "melding";
 * for two means this is the Behrens–Fisher test, for two proportions Fisher's exact test). They do not where it has
 * corners: with x and y at their limits, `max(x, y) ≥ limit` would pass falsely four times as often as said.
 */
import { isFixed, type Term } from './term.js';

export type Shape = 'affine' | 'ratio' | 'monomial';

/** A sum of inputs times numbers without chance. */
function isAffine(term: Term): boolean {
  if (isFixed(term) || term.kind !== 'arithmetic') return true;
  switch (term.operator) {
    case '+':
    case '-':
      return term.parts.every(isAffine);
    case '*':
      return term.parts.filter((part) => !isFixed(part)).length === 1 && term.parts.every(isAffine);
    case '/':
      return term.parts.length === 2 && isAffine(term.parts[0]!) && isFixed(term.parts[1]!);
    default:
      return false;
  }
}

const isRatio = (term: Term): boolean =>
  term.kind === 'arithmetic' && term.operator === '/' && term.parts.length === 2 && term.parts.every(isAffine);

/** Products and quotients of inputs and numbers: a half-space of the logarithms, where every factor is positive. */
const isMonomial = (term: Term): boolean =>
  term.kind !== 'arithmetic' || ((term.operator === '*' || term.operator === '/') && term.parts.every(isMonomial));

/** The shape of the passing side of `left` against `right`, or `undefined` where it may have corners. */
export function shapeOf(left: Term, right: Term): Shape | undefined {
  if (isAffine(left) && isAffine(right)) return 'affine';
  const one = isFixed(right) ? left : isFixed(left) ? right : undefined;
  if (one !== undefined && isRatio(one)) return 'ratio';
  return isMonomial(left) && isMonomial(right) ? 'monomial' : undefined;
}

/** Terms whose sign must be definite for the shape to hold. */
export function signedParts(term: Term, shape: Shape): readonly Term[] {
  if (term.kind !== 'arithmetic' || shape === 'affine') return [];
  if (shape === 'ratio') return term.operator === '/' && term.parts[1] ? [term.parts[1]] : [];
  return term.parts.flatMap((part) => (part.kind === 'arithmetic' ? signedParts(part, shape) : [part]));
}
