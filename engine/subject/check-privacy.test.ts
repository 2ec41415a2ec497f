import { expect, test } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { readDocument } from '../document/read-document.js';
import { checkPrivacy } from './check-privacy.js';
import { Findings } from './findings.js';

const HEAD = 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: s, version: "1.0.0"}\ntask: regression\n';
const ROWS = 40;

/** What the document's schema says, else what is said of its meaning. */
function found(privacy: string): readonly (readonly string[])[] {
  const source = memorySource({ 's.yaml': `${HEAD}training:\n  privacy: {${privacy}}\n` });
  const { document, diagnostics } = readDocument(source, 's.yaml', { kinds: ['Subject'] });
  const findings = new Findings(() => ({ file: 's.yaml' }));
  if (document !== undefined) checkPrivacy(document.training?.privacy, ROWS, findings);
  return [...diagnostics, ...findings.diagnostics].map(({ code, severity }) => [code, severity]);
}

const SOUND = 'mechanism: dp-sgd, noiseMultiplier: 1, steps: 10, delta: 1.0e-3, epsilon: 3';

test.each<[string, string, readonly (readonly string[])[]]>([
  ['all of it', `${SOUND}, sampling: poisson, sampleRate: 0.1`, []],
  ['a batch of the training rows', `${SOUND}, sampling: fixed-size, batch: 4`, []],
  ['a batch and its rate', `${SOUND}, sampling: poisson, batch: 13, sampleRate: 0.325`, []],
  ['a bare claim', 'epsilon: 3', []],
  [
    'phases',
    `delta: 1.0e-3, phases: [{mechanism: laplace, noiseMultiplier: 2}, {mechanism: exponential, stepEpsilon: 1}]`,
    [],
  ],
  ['shuffled batches', `${SOUND}, sampling: shuffled, sampleRate: 0.1`, [['ASSAY1470', 'warning']]],
  [
    'shuffled batches of a phase',
    `phases: [{mechanism: dp-sgd, noiseMultiplier: 1, steps: 5, batch: 4, sampling: shuffled}]`,
    [['ASSAY1470', 'warning']],
  ],
  ['a large delta', `${SOUND.replace('1.0e-3', '0.025')}, sampleRate: 0.1`, [['ASSAY1471', 'warning']]],
  ['a large delta of rows stated', `${SOUND}, sampleRate: 0.1, rows: 1000`, [['ASSAY1471', 'warning']]],
  ['another rate', `${SOUND}, sampling: poisson, batch: 13, sampleRate: 0.5`, [['ASSAY1472', 'error']]],
  ['too large a batch', `${SOUND}, sampling: fixed-size, batch: 41`, [['ASSAY1472', 'error']]],
  ['no rate', SOUND, [['ASSAY1473', 'warning']]],
  ['a batch drawn nobody knows how', `${SOUND}, batch: 4`, [['ASSAY1473', 'warning']]],
  ['no noise', 'mechanism: laplace', [['ASSAY1473', 'warning']]],
  ['no flip', 'mechanism: randomised-response', [['ASSAY1473', 'warning']]],
  ['no epsilon of a choice', 'mechanism: exponential', [['ASSAY1473', 'warning']]],
  ['an epsilon without a delta', 'mechanism: gaussian, noiseMultiplier: 2, epsilon: 1', [['ASSAY1474', 'warning']]],
  ['a mechanism beside phases', 'mechanism: gaussian, phases: [{mechanism: gaussian}]', [['ASSAY1114', 'error']]],
  ['nothing', '', [['ASSAY1112', 'error']]],
])('%s', (_, privacy, codes) => {
  expect(found(privacy)).toEqual(codes);
});
