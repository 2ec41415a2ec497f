/** Rules that always or never pass, never apply, exclude or repeat each other: for all evidence, by the solver. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveRule } from '../pack/policy.js';
import { countsNoLess, encodePolicy, type ComparedPolicy, type PolicyRule } from './encode-policy.js';
import { Encoder } from './encoder.js';
import { and, not } from './formula.js';
import { Occasion } from './occasion.js';
import type { Questions, Solver } from './solver.js';
import { isNoEasierToWaive } from './waiver-kinds.js';

/**
 * @param layers whose own rules are told of; two rules that exclude each other are told of wherever they stand
 */
export async function lintRules(
  compared: ComparedPolicy,
  layers: ReadonlySet<string>,
  asOf: Date,
  solver: Solver,
): Promise<readonly Diagnostic[]> {
  const encoder = new Encoder();
  const { rules } = encodePolicy(encoder, compared, new Occasion(encoder.theory, asOf, [compared.policy]));
  const questions = await encoder.finish(solver);
  try {
    return await findingsOf(rules, layers, questions);
  } finally {
    questions.close();
  }
}

async function findingsOf(
  rules: readonly PolicyRule[],
  layers: ReadonlySet<string>,
  questions: Questions,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  const dead = new Set<PolicyRule>();
  for (const rule of rules) {
    const finding = await onItsOwn(rule, questions);
    if (finding === undefined) continue;
    dead.add(rule);
    if (layers.has(rule.rule.layer)) found.push(finding);
  }
  const living = rules.filter((rule) => !dead.has(rule) && rule.weights.some((weight) => weight !== 'nothing'));
  for (const [index, a] of living.entries()) {
    for (const b of living.slice(index + 1)) {
      // Rules on different figures say nothing of each other.
      if (![...a.reads].some((read) => read.place.kind !== 'fact' && b.reads.has(read))) continue;
      const finding = (await excluding(a, b, questions)) ?? (await repeating(a, b, layers, questions));
      if (finding !== undefined) found.push(finding);
    }
  }
  return found;
}

async function onItsOwn(
  { rule, pass, fail, applies }: PolicyRule,
  questions: Questions,
): Promise<Diagnostic | undefined> {
  const isNever = async (formula: string): Promise<boolean> => (await questions.ask([formula]))[0] === 'unsat';
  if (await isNever(applies)) {
    return finding(
      rule,
      'ASSAY1332',
      'never applies: no facts make its when hold',
      'look at the values that when asks for',
    );
  }
  if (await isNever(pass)) {
    return finding(rule, 'ASSAY1331', 'is passed by no evidence', 'look for a comparison the wrong way round');
  }
  if (await isNever(fail)) {
    return finding(rule, 'ASSAY1330', 'is failed by no evidence', 'ask for something that can be missed');
  }
  return undefined;
}

async function excluding(a: PolicyRule, b: PolicyRule, questions: Questions): Promise<Diagnostic | undefined> {
  const onOneDay = a.weights.some((weight, at) => weight === 'shall' && b.weights[at] === 'shall');
  if (!onOneDay) return undefined;
  const [both] = await questions.ask([and(a.pass, b.pass)]);
  if (both !== 'unsat') return undefined;
  const [apply] = await questions.ask([and(a.applies, b.applies)]);
  if (apply !== 'sat') return undefined;
  return unmeetable(a.rule, b.rule, 'no evidence passes both');
}

export const unmeetable = (a: EffectiveRule, b: EffectiveRule, why: string): Diagnostic =>
  finding(
    b,
    'ASSAY1333',
    `and ${a.id} (${placeOf(a)}) cannot both be met: ${why}`,
    'no subject to which both apply conforms',
  );

async function repeating(
  a: PolicyRule,
  b: PolicyRule,
  layers: ReadonlySet<string>,
  questions: Questions,
): Promise<Diagnostic | undefined> {
  if (a.rule.layer !== b.rule.layer || !layers.has(a.rule.layer)) return undefined;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    if (!countsNoLess(from, to) || !isNoEasierToWaive(from.rule, to.rule)) continue;
    const [answer] = await questions.ask([and(from.lets, not(to.lets))]);
    if (answer === 'unsat') {
      return finding(
        to.rule,
        'ASSAY1334',
        `follows from ${from.rule.id} (${placeOf(from.rule)})`,
        'leave it out, or ask more in it',
      );
    }
  }
  return undefined;
}

const placeOf = ({ origin }: EffectiveRule): string => `${origin.file}:${origin.range.line}`;

export const finding = ({ id, origin }: EffectiveRule, code: string, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'warning',
  message: `${id} ${message}`,
  file: origin.file,
  range: origin.range,
  hint,
});
