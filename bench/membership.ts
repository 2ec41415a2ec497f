/**
 * Attacks a network that learns much by heart, and the same trained with noise, and keeps the table in
 * docs/membership-inference.md. Deterministic; some minutes.
 *
 *     node dist/bench/membership.js
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { spreadOf, supportOf } from '../engine/judge/support.js';
import { isFigure } from '../engine/plugins/figure.js';
import type { Output } from '../engine/plugins/figure.js';
import { memoryContext } from '../engine/plugins/memory-context.js';
import { memorySubject } from '../engine/plugins/memory-subject.js';
import { membershipInference } from '../engine/plugins/privacy/membership-inference.js';
import type { MembershipInferenceParameters } from '../engine/plugins/privacy/membership-inference.js';
import { networkSubject, noisyLabels } from '../engine/plugins/privacy/membership-inference.subjects.js';

const PAGE = 'docs/membership-inference.md';
const MEMBERS = 1250;
const data = noisyLabels(MEMBERS + 12_500, 60);

const learning = { hidden: [100], learningRate: 0.005 };
const NETWORKS = [
  { name: 'overfitted: 40 epochs', settings: { ...learning, epochs: 40, batch: 50 } },
  ...[1, 4].map((noiseMultiplier) => ({
    name: `private: noise ${noiseMultiplier}, 10 epochs`,
    settings: { ...learning, epochs: 10, privacy: { clip: 1, noiseMultiplier, sampleRate: 0.04 } },
  })),
];

const PARAMETERS: MembershipInferenceParameters = {
  attack: 'lira',
  online: true,
  variance: 'fixed',
  shadows: 32,
  share: null,
  falseShare: 0.1,
  gamma: 1,
  offlineA: 0.33,
  population: 2500,
  rows: 12_500,
  draws: 2000,
};
const ATTACKS: readonly (readonly [string, Partial<MembershipInferenceParameters>])[] = [
  ['loss threshold', { attack: 'loss-threshold' }],
  ['LiRA', {}],
  ['LiRA, offline', { online: false }],
  ['RMIA', { attack: 'rmia' }],
];

const lines: string[] = [];
for (const { name, settings } of NETWORKS) {
  const subject = await networkSubject(data, MEMBERS, settings);
  for (const [attack, chosen] of ATTACKS) {
    const context = memoryContext(memorySubject(subject), { ...PARAMETERS, ...chosen });
    const { outputs } = await membershipInference.measure(context);
    const shown = ['tprAtOnePerMilleFpr', 'tprAtOnePercentFpr', 'rocAuc', 'balancedAccuracy'].map((output) =>
      withInterval(outputs[output]),
    );
    const exposed = outputs['exposedRows'];
    lines.push(`| ${[name, attack, ...shown, exposed && isFigure(exposed) ? exposed.estimate : ''].join(' | ')} |`);
    process.stderr.write(`${name}, ${attack}\n`);
  }
}

/** The estimate and the central 90 %: a rule at a confidence of 0.95 passes where its limit lies outside. */
function withInterval(output: Output | undefined): string {
  if (output === undefined || !isFigure(output)) return 'out of domain';
  const spread = spreadOf(output)!;
  const end = (operator: '>=' | '<='): number => {
    // The limit at which support is 0.95, by halving.
    let [low, high] = [0, 1];
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      const supported = supportOf(spread, operator, middle)[0] >= 0.95;
      if (supported === (operator === '>=')) low = middle;
      else high = middle;
    }
    return low;
  };
  return `${output.estimate.toFixed(4)} (${end('>=').toFixed(4)}–${end('<=').toFixed(4)})`;
}

const page = readFileSync(PAGE, 'utf8');
const [before] = page.split('<!-- figures -->');
const [, after] = page.split('<!-- end of figures -->');
const table = [
  '| network | attack | TPR at 0.1 % FPR | TPR at 1 % FPR | area | balanced accuracy | exposed rows |',
  '|---|---|---|---|---|---|---|',
  ...lines,
].join('\n');
writeFileSync(PAGE, `${before}<!-- figures -->\n\n${table}\n\n<!-- end of figures -->${after}`);
