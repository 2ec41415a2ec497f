import { describe, expect, test } from 'vitest';
import type { OutputSpec } from './contract.js';
import { encodeDraws } from './figure.js';
import { validateResult } from './validate-result.js';

const share: OutputSpec = { type: 'number', unit: '1', range: [0, 1], title: 'Share' };
const count: OutputSpec = { type: 'integer', unit: '1', range: [0, null], title: 'Count' };
const flag: OutputSpec = { type: 'boolean', title: 'Flag' };
const grade: OutputSpec = { type: 'enum', values: ['a', 'b'], title: 'Grade' };
const list: OutputSpec = { type: 'list', items: { share }, title: 'List' };

const exact = { kind: 'exact' };
const figure = (estimate: unknown, uncertainty: unknown = exact, more: object = {}): unknown => ({
  estimate,
  unit: '1',
  uncertainty,
  basis: 'observed',
  ...more,
});
const draws = (values: readonly number[]): unknown => ({ kind: 'empirical', draws: encodeDraws(values) });

const bounds = { kind: 'bounds', lower: 0.1, upper: 0.9, level: 0.9, anytime: true };

describe('what was asked and spared', () => {
  const pair = { asked: 3, spared: 1.5 };
  const faultsOf = (asking: unknown) =>
    validateResult({ outputs: {} }, { outputs: {}, asking }).map((one) => one.pointer);

  test('is of known quantities, 0 or more', () => {
    const model = { answers: pair, promptTokens: pair, money: { ...pair, currency: 'EUR' } };
    expect(faultsOf({ questions: pair, model, judge: { answers: pair } })).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no object', 3, '/asking'],
    ['no model', { questions: pair }, '/asking/model'],
    ['no answers', { questions: pair, model: {} }, '/asking/model/answers'],
    ['less than nothing', { questions: { asked: -1, spared: 0 }, model: { answers: pair } }, '/asking/questions'],
    ['NaN', { questions: pair, model: { answers: { asked: NaN, spared: 0 } } }, '/asking/model/answers'],
    ['money of no currency', { questions: pair, model: { answers: pair, money: pair } }, '/asking/model/money'],
    ['a stranger', { questions: pair, model: { answers: pair }, energy: 1 }, '/asking/energy'],
  ])('is refused: %s', (_, asking, pointer) => {
    expect(faultsOf(asking)).toEqual([pointer]);
  });
});

describe('outputs', () => {
  test.each<[string, OutputSpec, unknown]>([
    ['exact', share, figure(0.5)],
    ['a proportion', share, figure(0.5, { kind: 'proportion', k: 5, n: 10 })],
    ['a dice proportion', share, figure(2 / 3, { kind: 'proportion', k: 5, n: 10, transform: 'dice' })],
    ['student-t', share, figure(0.5, { kind: 'student-t', scale: 0.1, df: 4, transform: 'logit' })],
    ['draws', share, figure(0.5, draws([0.4, 0.6]))],
    ['bounds', share, figure(0.5, { kind: 'bounds', lower: 0, upper: 1, level: 0.9, anytime: true })],
    ['bounds at several levels', share, figure(0.5, { ...bounds, also: [{ lower: 0.2, upper: 0.9, level: 0.8 }] })],
    ['a range', share, figure(0.5, { kind: 'range', lower: 0.5, upper: 1 })],
    ['n and rows', share, figure(0.5, exact, { n: 3, rows: 'sha256:00' })],
    ['an integer', count, figure(3)],
    ['a boolean', flag, { value: false, basis: 'declared' }],
    ['an enum', grade, { value: 'b', basis: 'logged' }],
    ['a list', list, { items: [{ share: figure(0.5) }, { share: { unmeasured: 'failed', detail: 'why' } }] }],
    ['an empty list', list, { items: [] }],
    ['unmeasured', list, { unmeasured: 'missing-input', detail: 'no test data' }],
  ])('accepts %s', (_, spec, output) => {
    expect(validateResult({ outputs: { x: spec } }, { outputs: { x: output } })).toEqual([]);
  });

  test.each<[string, OutputSpec, unknown, string]>([
    ['NaN', share, figure(Number.NaN), '/outputs/x'],
    ['infinity', share, figure(Number.POSITIVE_INFINITY), '/outputs/x'],
    ['text', share, figure('0.5'), '/outputs/x'],
    ['above its range', share, figure(1.0001), '/outputs/x'],
    ['another unit', share, { ...(figure(0.5) as object), unit: 'percent' }, '/outputs/x'],
    ['a fraction', count, figure(1.5), '/outputs/x'],
    ['no basis', share, { estimate: 0.5, unit: '1', uncertainty: exact }, '/outputs/x'],
    ['a stranger', share, figure(0.5, exact, { p: 1 }), '/outputs/x/p'],
    ['n of 0', share, figure(0.5, exact, { n: 0 }), '/outputs/x'],
    ['no uncertainty', share, figure(0.5, null), '/outputs/x/uncertainty'],
    ...[
      ['no list', 'also', { lower: 0.2, upper: 0.9, level: 0.8 }],
      ['a higher level', 'also/0', [{ lower: 0.2, upper: 0.9, level: 0.95 }]],
      ['wider ones', 'also/0', [{ lower: 0, upper: 0.9, level: 0.8 }]],
      ['an estimate outside', 'also/0', [{ lower: 0.6, upper: 0.9, level: 0.8 }]],
      ['a stranger', 'also/0/n', [{ lower: 0.2, upper: 0.9, level: 0.8, n: 3 }]],
      ['text', 'also/0', ['0.8']],
    ].map(([what, place, also]): [string, OutputSpec, unknown, string] => [
      `further bounds: ${String(what)}`,
      share,
      figure(0.5, { ...bounds, also }),
      `/outputs/x/uncertainty/${String(place)}`,
    ]),
    [
      'a point outside of what lacking answers leave',
      share,
      figure(0.5, { ...bounds, point: { lower: 0.6, upper: 0.9 } }),
      '/outputs/x/uncertainty/point',
    ],
    ['an unknown kind', share, figure(0.5, { kind: 'normal', sd: 1 }), '/outputs/x/uncertainty'],
    ['k above n', share, figure(0.5, { kind: 'proportion', k: 5, n: 4 }), '/outputs/x/uncertainty'],
    ['another proportion', share, figure(0.5, { kind: 'proportion', k: 4, n: 10 }), '/outputs/x/uncertainty'],
    ['a scale of 0', share, figure(0.5, { kind: 'student-t', scale: 0, df: 4 }), '/outputs/x/uncertainty'],
    ['df of 0', share, figure(0.5, { kind: 'student-t', scale: 1, df: 0 }), '/outputs/x/uncertainty'],
    [
      'logit of 1',
      share,
      figure(1, { kind: 'student-t', scale: 1, df: 3, transform: 'logit' }),
      '/outputs/x/uncertainty',
    ],
    ['a draw of NaN', share, figure(0.5, draws([0.5, Number.NaN])), '/outputs/x/uncertainty/draws'],
    ['a draw outside', share, figure(0.5, draws([0.5, 1.1])), '/outputs/x/uncertainty/draws'],
    ['constant draws', share, figure(0.5, draws([0.5, 0.5])), '/outputs/x/uncertainty/draws'],
    [
      'a wrong count',
      share,
      figure(0.5, { kind: 'empirical', draws: { ...encodeDraws([0.1, 0.2]), count: 3 } }),
      '/outputs/x/uncertainty/draws',
    ],
    ['bounds elsewhere', share, figure(0.5, { kind: 'range', lower: 0.6, upper: 1 }), '/outputs/x/uncertainty'],
    ['a boolean as text', flag, { value: 'true', basis: 'observed' }, '/outputs/x'],
    ['an enum of none', grade, { value: 'c', basis: 'observed' }, '/outputs/x'],
    ['an item without', list, { items: [{}] }, '/outputs/x/items/0/share'],
    ['an item too many', list, { items: [{ share: figure(0), y: figure(0) }] }, '/outputs/x/items/0/y'],
    ['a cause of none', share, { unmeasured: 'whim', detail: 'why' }, '/outputs/x'],
    ['no detail', share, { unmeasured: 'failed' }, '/outputs/x'],
    ['a bare number', share, 0.5, '/outputs/x'],
  ])('refuses %s', (_, spec, output, pointer) => {
    const faults = validateResult({ outputs: { x: spec } }, { outputs: { x: output } });
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer]);
  });
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, ''],
  ['a list', [], ''],
  ['no outputs', {}, '/outputs'],
  ['an absent output', { outputs: {} }, '/outputs/x'],
  ['an undeclared output', { outputs: { x: figure(0), y: figure(0) } }, '/outputs/y'],
  ['an output of Object.prototype', { outputs: { x: figure(0), constructor: figure(0) } }, '/outputs/constructor'],
  ['a verdict', { outputs: { x: figure(0) }, verdict: 'pass' }, '/verdict'],
  ['a backend of none', { outputs: { x: figure(0) }, backend: 1 }, '/backend'],
  ['details of none', { outputs: { x: figure(0) }, details: {} }, '/details'],
  ['an unknown detail', { outputs: { x: figure(0) }, details: [{ type: 'pie', id: 'a', title: 'A' }] }, '/details/0'],
])('refuses %s as a result', (_, result, pointer) => {
  expect(validateResult({ outputs: { x: share } }, result).map((fault) => fault.pointer)).toEqual([pointer]);
});

test.each<[string, object, readonly string[]]>([
  ['a day', { dated: { of: 'questions.bank.revised', day: '2026-11-01' } }, []],
  ['a day that is not known', { dated: { of: 'questions.bank.revised' } }, []],
  ['nothing said', {}, ['/dated']],
  ['a day alone', { dated: { day: '2026-11-01' } }, ['/dated/of']],
  ['an instant', { dated: { of: 'a', day: '2026-11-01T00:00:00Z' } }, ['/dated/day']],
  ['no such month', { dated: { of: 'a', day: '2026-13-01' } }, ['/dated/day']],
  ['more', { dated: { of: 'a', until: '2026-11-01' } }, ['/dated/until']],
  ['a text', { dated: '2026-11-01' }, ['/dated']],
])('the day of dated evidence: %s', (_, more, pointers) => {
  const declared = { outputs: { x: share }, dated: true } as const;
  const result = { outputs: { x: figure(0) }, ...more };
  expect(validateResult(declared, result).map((fault) => fault.pointer)).toEqual(pointers);
  expect(validateResult({ outputs: { x: share } }, result)).toHaveLength('dated' in more ? 1 : 0);
  const nothing = { outputs: { x: { unmeasured: 'failed', detail: 'it broke' } } };
  expect(validateResult(declared, nothing)).toEqual([]);
});

const named = { id: 'a', title: { en: 'A' } };
test.each<[string, object, boolean]>([
  ['table', { type: 'table', columns: [{ name: 'x' }], rows: [['a'], [1], [null], [true]] }, true],
  ['ragged table', { type: 'table', columns: [{ name: 'x' }], rows: [['a', 1]] }, false],
  ['table with NaN', { type: 'table', columns: [{ name: 'x' }], rows: [[Number.NaN]] }, false],
  ['matrix', { type: 'matrix', rowNames: ['a'], columnNames: ['b', 'c'], values: [[1, 2]] }, true],
  ['matrix of another size', { type: 'matrix', rowNames: ['a'], columnNames: ['b'], values: [[1], [2]] }, false],
  ['curve', { type: 'curve', x: { name: 'x' }, y: { name: 'y' }, series: [{ name: 's', points: [[0, 1]] }] }, true],
  [
    'curve of triples',
    { type: 'curve', x: { name: 'x' }, y: { name: 'y' }, series: [{ name: 's', points: [[0, 1, 2]] }] },
    false,
  ],
  ['bars', { type: 'bars', bars: [{ name: 'a', value: 1 }] }, true],
  ['endless bars', { type: 'bars', bars: [{ name: 'a', value: Number.POSITIVE_INFINITY }] }, false],
  ['intervals', { type: 'intervals', level: 0.9, items: [{ name: 'a', estimate: 1, lower: 0, upper: 2 }] }, true],
  ['half intervals', { type: 'intervals', level: 0.9, items: [{ name: 'a', estimate: 1 }] }, false],
  ['text', { type: 'text', text: 'x' }, true],
  ['text of none', { type: 'text', text: 3 }, false],
])('detail: %s', (_, detail, sound) => {
  const result = { outputs: {}, details: [{ ...named, ...detail }] };
  expect(validateResult({ outputs: {} }, result).length === 0).toBe(sound);
});
