// Judging beside evaluators of logic: one rule on definite data, rules over draws, and many rules on many reports.
//
// Ours is handed figures with their unit, basis and uncertainty, and answers in three values; the others are handed bare
// numbers. Every side compiles or parses once, all in one process, rounds alternate, times are processor time.
import { createRequire } from 'node:module';
import { LogicEngine } from 'json-logic-engine';
import jsonLogic from 'json-logic-js';
import { evaluate, parse } from 'cel-js';
import { compileVerdict, judgeRule } from '../dist/engine/judge/judge-rule.js';
import { encodeDraws } from '../dist/engine/numerics/draws.js';
import { createRng } from '../dist/engine/numerics/generator.js';
import { checkRule } from '../dist/engine/rules/check-rule.js';
import { median, spread } from './figures.mjs';

const DRAWS = 4000;
const PEERS = ['json-logic-js', 'json-logic-engine, compiled', 'cel-js, parsed', 'Cedar, WebAssembly'];
export const HEAD = [
  'case',
  'beside',
  'times as fast (least, most)',
  'goal',
  'ours, ns',
  ...PEERS.map((peer) => `${peer}, ns`),
];

const OUTPUTS = ['f1', 'recall', 'ece', 'energy', 'auc'];
const number = { type: 'number', unit: '1', range: [0, 1], title: 'a figure' };
const SCOPE = {
  facts: { task: { values: ['binary-classification', 'multiclass-classification', 'regression'] } },
  parameters: {},
  measurements: {
    m: {
      plugin: 'evaluation/holdout',
      outputs: {
        ...Object.fromEntries(OUTPUTS.map((name) => [name, number])),
        slices: { type: 'list', items: { recall: number } },
      },
    },
  },
};

/** Five thresholds, one `in`, one `all`. */
const RULE = {
  and: [
    { '>=': [{ var: 'm.f1' }, 0.7] },
    { '>=': [{ var: 'm.recall' }, 0.6] },
    { '<=': [{ var: 'm.ece' }, 0.1] },
    { '<=': [{ var: 'm.energy' }, 0.5] },
    { '>=': [{ var: 'm.auc' }, 0.8] },
    { in: [{ var: 'subject.task' }, ['binary-classification', 'multiclass-classification']] },
    { all: [{ var: 'm.slices' }, { '>=': [{ var: 'recall' }, 0.6] }] },
  ],
};
const CEL =
  'm.f1 >= 0.7 && m.recall >= 0.6 && m.ece <= 0.1 && m.energy <= 0.5 && m.auc >= 0.8 && subject.task in ["binary-classification", "multiclass-classification"] && m.slices.all(s, s.recall >= 0.6)';
/** Cedar has decimals of four digits, and nothing that goes through a list of records: without the `all`. */
const CEDAR = `permit(principal, action, resource) when {
  context.f1.greaterThanOrEqual(decimal("0.7")) && context.recall.greaterThanOrEqual(decimal("0.6")) &&
  context.ece.lessThanOrEqual(decimal("0.1")) && context.energy.lessThanOrEqual(decimal("0.5")) &&
  context.auc.greaterThanOrEqual(decimal("0.8")) && ["binary-classification", "multiclass-classification"].contains(context.task)
};`;

export const CASES = [
  { name: 'judging: definite data', logic: RULE, definite: true, beside: 1, goal: 1 },
  { name: 'judging: the rule over 4,000 draws, a draw', logic: RULE, beside: 0, goal: 100 },
  {
    name: 'judging: a − b over 4,000 draws, a draw',
    logic: { '<=': [{ '-': [{ var: 'm.f1' }, { var: 'm.recall' }] }, 0.2] },
    beside: 0,
    goal: 100,
  },
  {
    name: 'judging: a / b over 4,000 draws, a draw',
    logic: { '>=': [{ '/': [{ var: 'm.recall' }, { var: 'm.f1' }] }, 0.8] },
    beside: 0,
    goal: 100,
  },
  {
    name: 'judging: a weighted sum of three over 4,000 draws, a draw',
    logic: {
      '>=': [
        {
          '+': [{ '*': [0.5, { var: 'm.f1' }] }, { '*': [0.3, { var: 'm.recall' }] }, { '*': [0.2, { var: 'm.auc' }] }],
        },
        0.7,
      ],
    },
    beside: 0,
    goal: 100,
  },
];

const MEANS = { f1: 0.8, recall: 0.7, ece: 0.05, energy: 0.3, auc: 0.9 };
const SLICES = [0.7, 0.65, 0.8];

function ruleOf(logic, id = 'BENCH') {
  const { condition, faults } = checkRule(logic, SCOPE, 'require');
  if (condition === undefined) throw new Error(JSON.stringify(faults));
  return {
    id,
    confidence: 0.95,
    basis: ['observed', 'estimated', 'logged', 'declared'],
    requireLogic: logic,
    require: condition,
    measurements: {},
    parameters: {},
  };
}

const sourceOf = (figureOf) => ({
  measurements: {
    m: {
      ...Object.fromEntries(OUTPUTS.map((name) => [name, figureOf(MEANS[name])])),
      slices: { items: SLICES.map((mean) => ({ recall: figureOf(mean) })) },
    },
  },
  facts: { task: 'binary-classification' },
});
const exact = (estimate) => ({ estimate, unit: '1', basis: 'observed', uncertainty: { kind: 'exact' } });
const rng = createRng('bench/judging');
const drawsOf = (mean) => Float32Array.from({ length: DRAWS }, () => mean * (1 + 0.01 * rng.normal()));
const sampled = (estimate, rows = 'rows') => ({
  estimate,
  unit: '1',
  n: 1000,
  basis: 'observed',
  rows,
  uncertainty: { kind: 'empirical', draws: encodeDraws(drawsOf(estimate)) },
});
const bareOf = (valueOf) => ({
  m: {
    ...Object.fromEntries(OUTPUTS.map((name) => [name, valueOf(MEANS[name])])),
    slices: SLICES.map((mean) => ({ recall: valueOf(mean) })),
  },
  subject: { task: 'binary-classification' },
});

/** Evaluators of logic, each with what it makes of bare data beforehand. */
function peersOf(logic) {
  const compiled = new LogicEngine().build(logic);
  const cel = logic === RULE ? parse(CEL) : undefined;
  return [
    (data) => jsonLogic.apply(logic, data),
    compiled,
    cel && ((data) => evaluate(cel.cst, data)),
    logic === RULE ? cedar() : undefined,
  ];
}

function cedar() {
  const wasm = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');
  wasm.preparsePolicySet('bench', { staticPolicies: CEDAR });
  const entity = { type: 'Model', id: 'm' };
  const decimal = (value) => ({ __extn: { fn: 'decimal', arg: value.toFixed(4) } });
  return ({ m, subject }) => {
    const context = { task: subject.task, ...Object.fromEntries(OUTPUTS.map((name) => [name, decimal(m[name])])) };
    const request = { principal: entity, action: { type: 'Action', id: 'use' }, resource: entity, context };
    const { response } = wasm.statefulIsAuthorized({ ...request, preparsedPolicySetId: 'bench', entities: [] });
    return response.decision === 'allow';
  };
}

export function judgeBeside({ name, logic, definite = false, beside, goal }, runs) {
  const verdict = compileVerdict(ruleOf(logic));
  const source = sourceOf(definite ? exact : sampled);
  const data = definite
    ? [bareOf((mean) => mean)]
    : Array.from({ length: DRAWS }, () => bareOf((mean) => mean * (1 + 0.01 * rng.normal())));
  if (verdict(source) !== 'pass') throw new Error(`${name}: ${verdict(source)}`);
  const ours = () => verdict(source);
  const peers = peersOf(logic).map((peer) => {
    if (peer === undefined) return undefined;
    if (peer(data[0]) !== true) throw new Error(`${name}: the sides differ`);
    let at = 0;
    return () => peer(data[(at = (at + 1) % data.length)]);
  });
  const scale = definite ? 1 : DRAWS;
  const sides = [{ work: ours, scale }, ...peers.map((work) => work && { work, scale: 1 })];
  for (const side of sides) if (side) side.count = countFor(side.work);
  const rounds = Array.from({ length: runs + 1 }, () =>
    sides.map((side) => side && nanoseconds(side) / side.scale),
  ).slice(1);
  const of = (side) => (sides[side] ? median(rounds.map((round) => round[side])).toPrecision(3) : '-');
  const times = rounds.map((round) => round[1 + beside] / round[0]);
  return [name, PEERS[beside], spread(times), goal, ...sides.map((_, side) => of(side))];
}

/** So many that a round takes some 0.2 s, found when it is warm. */
function countFor(work) {
  const once = (seconds) => {
    const until = performance.now() + 1000 * seconds;
    let count = 0;
    for (; performance.now() < until; count += 1) for (let i = 0; i < 10; i += 1) work();
    return 10 * count;
  };
  once(0.3);
  return Math.max(10, once(0.2));
}

function nanoseconds({ work, count }) {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (1000 * (user + system)) / count;
}

export const MANY_HEAD = [
  'case',
  'rules',
  'reports',
  's',
  'processor, s',
  'µs of processor time a judgement',
  'peak memory of the process, MiB',
  'pass, fail, undetermined',
];
export const MANY = [
  { name: 'judging: many rules on many reports, with evidence and referee', rules: 10_000, reports: 100 },
];

/** Every rule on every report, as a check judges, verdicts counted and judgements let go. */
export function judgeMany({ name, rules: most, reports: all }, quick) {
  const reports = quick ? 2 : all;
  const rules = Array.from({ length: most }, (_, at) =>
    ruleOf(
      {
        and: [
          { '>=': [{ var: `m.${OUTPUTS[at % 2]}` }, 0.5 + (at % 400) / 1000] },
          { '<=': [{ var: 'm.energy' }, 0.2 + (at % 300) / 1000] },
        ],
      },
      `BENCH-${at}`,
    ),
  );
  const sources = Array.from({ length: reports }, (_, at) =>
    sourceOf((mean) => ({
      ...exact(mean),
      n: 500 + at,
      uncertainty: { kind: 'proportion', k: Math.round(mean * (500 + at)), n: 500 + at },
    })),
  );
  const verdicts = { pass: 0, fail: 0, undetermined: 0 };
  const start = performance.now();
  const before = process.cpuUsage();
  for (const source of sources) for (const rule of rules) verdicts[judgeRule(rule, source).verdict] += 1;
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  const each = (user + system) / (rules.length * reports);
  return [
    name,
    most,
    reports,
    seconds.toFixed(1),
    ((user + system) / 1e6).toFixed(1),
    each.toFixed(1),
    peak.toFixed(0),
    Object.values(verdicts).join(', '),
  ];
}
