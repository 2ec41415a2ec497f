/** What a gate asks of a verdict that it trusts, each condition by itself. Pure. */
import type { Condition, ConditionId, Refusal } from '../attest-api.js';
import type { TrustCode } from '../trust/codes.js';
import type { AttestCode } from './codes.js';
import type { VerdictPredicate } from './predicate.js';

export interface ConditionFault {
  readonly code: AttestCode | TrustCode;
  readonly message: string;
  readonly hint?: string;
}

/** A condition with its faults at the attestation's file. */
export const conditionAt =
  (file: string) =>
  (id: ConditionId, found: string, faults: readonly ConditionFault[]): Condition => ({
    id,
    met: faults.length === 0,
    found,
    faults: faults.map((fault) => ({ ...fault, severity: 'error', file })),
  });

export type Told = readonly [id: ConditionId, found: string, faults: readonly ConditionFault[]];

const unless = (met: boolean, fault: ConditionFault): readonly ConditionFault[] => (met ? [] : [fault]);

export function verdictConditions({ verdict, policy, asOf }: VerdictPredicate): readonly Told[] {
  const undetermined = verdict === 'undetermined';
  return [
    [
      'verdict',
      verdict,
      unless(verdict === 'conforms', {
        code: undetermined ? 'ASSAY1958' : 'ASSAY1957',
        message: `on ${asOf.slice(0, 10)} the verdict was ${undetermined ? 'undetermined' : 'that it does not conform'}`,
      }),
    ],
    [
      'whole',
      policy.only?.join(', ') ?? '',
      unless(policy.only === undefined, {
        code: 'ASSAY1959',
        message: `only a part of the policy was judged: ${policy.only?.join(', ')}`,
      }),
    ],
  ];
}

export function timeConditions(
  { asOf, holdsUntil }: VerdictPredicate,
  now: Date,
  maxAge: number | undefined,
): readonly Told[] {
  const age = now.getTime() - Date.parse(asOf);
  const old = maxAge !== undefined && age > maxAge;
  const ageFaults =
    age < 0
      ? [{ code: 'ASSAY1964', message: `the check is of ${asOf}, after ${now.toISOString()}` } as const]
      : unless(!old, {
          code: 'ASSAY1963',
          message: `the check is of ${asOf}, ${days(age)} days old; ${days(maxAge ?? 0)} are allowed`,
        });
  return [
    ['age', asOf, ageFaults],
    [
      'holds',
      holdsUntil ?? '',
      unless(holdsUntil === undefined || now.getTime() < Date.parse(holdsUntil), {
        code: 'ASSAY1965',
        message: `the verdict held until ${holdsUntil}`,
      }),
    ],
  ];
}

const days = (ms: number): string => String(Math.round((ms / 86_400_000) * 10) / 10);

/** Those that were asked for. */
export const refusalConditions = (predicate: VerdictPredicate, refuse: readonly Refusal[]): readonly Told[] =>
  refuse.map((id) => REFUSED[id](predicate));

const REFUSED: Readonly<Record<Refusal, (predicate: VerdictPredicate) => Told>> = {
  'chosen-seed': ({ seed }) => [
    'chosen-seed',
    String(seed.value),
    unless(!seed.chosen, { code: 'ASSAY1966', message: `the seed ${seed.value} was chosen` }),
  ],
  cached: ({ measurements: { count, cached } }) => [
    'cached',
    `${cached} / ${count}`,
    unless(cached === 0, { code: 'ASSAY1967', message: `${cached} of ${count} measurements came from a cache` }),
  ],
  waivers: ({ waivers }) => [
    'waivers',
    waivers.map(({ rule }) => rule).join(', '),
    unless(waivers.length === 0, {
      code: 'ASSAY1968',
      message: `waived: ${waivers.map(({ rule, expires }) => `${rule} (until ${expires})`).join(', ')}`,
    }),
  ],
  declared: (predicate) => basisCondition('declared', predicate),
  logged: (predicate) => basisCondition('logged', predicate),
  estimated: (predicate) => basisCondition('estimated', predicate),
};

const basisCondition = (id: 'declared' | 'logged' | 'estimated', { bases }: VerdictPredicate): Told => [
  id,
  bases.join(', '),
  unless(!bases.includes(id), { code: 'ASSAY1969', message: `some of the evidence is ${id}` }),
];
