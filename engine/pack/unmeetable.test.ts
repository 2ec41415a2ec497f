import { describe, expect, it } from 'vitest';
import { standardPolicy } from '../../tests/fixtures/compared-policy.js';
import { unmeetableRules } from './unmeetable.js';

const PARTS = `
facts: {riskClass: {values: [low, high], title: R}, open: {type: boolean, title: O}}
parameters:
  most: {value: 10, unit: MiB, title: Most}
  least: {value: 20000, unit: kB, title: Least}
measurements: {profile: {plugin: energy/model-profile}, holdout: {plugin: evaluation/holdout}}
rules:
  - {id: SMALL, title: S, level: shall, require: {and: [{"<=": [{var: profile.bytes}, {var: parameters.most}]}, {">=": [{var: holdout.f1Macro}, 0.7]}]}}
  - {id: LARGE, title: L, level: shall, require: {"<=": [{var: parameters.least}, {var: profile.bytes}]}}
`;
const found = (change: (text: string) => string = (text) => text): string[] =>
  unmeetableRules(standardPolicy(change(PARTS)).policy.rules).map(({ code, message }) => `${code} ${message}`);

describe('rules that cannot both be met', () => {
  it('are told with both places and limits in one unit', () => {
    expect(found()).toEqual([
      'ASSAY1333 base/SMALL and base/LARGE (standard.yaml:12) cannot both be met: profile.bytes would have to be >= 20000000 B and <= 10485760 B',
    ]);
  });

  it.each([
    ['a value lies between', (text: string) => text.replace('value: 20000,', 'value: 1000,')],
    ['the limit itself meets both', (text: string) => text.replace('value: 20000, unit: kB', 'value: 10, unit: MiB')],
    [
      'one only should hold',
      (text: string) => text.replace('LARGE, title: L, level: shall', 'LARGE, title: L, level: should'),
    ],
    [
      'one is of another setting',
      (text: string) =>
        text
          .replace('profile.bytes}]}}\n', 'profile.parameters}]}}\n')
          .replace('unit: kB', 'unit: "1"')
          .replace('value: 20000', 'value: 20'),
    ],
    ['one judges estimates', (text: string) => text.replace('id: LARGE,', 'id: LARGE, confidence: point,')],
  ])('are not where %s', (_, change) => {
    expect(found(change)).toEqual([]);
  });

  it.each([
    [0, 'effectiveUntil: 2027-01-01', 'effectiveFrom: 2027-01-01'],
    [1, 'effectiveUntil: 2027-01-02', 'effectiveFrom: 2027-01-01'],
    [0, 'effectiveUntil: 2027-01-01', 'transition: {until: 2027-01-01}'],
    [1, 'effectiveFrom: 2027-01-01', 'transition: {until: 2028-01-01}'],
  ])('%i where one has %s and the other %s', (count, small, large) => {
    const dated = (text: string): string =>
      text.replace('id: SMALL,', `id: SMALL, ${small},`).replace('id: LARGE,', `id: LARGE, ${large},`);
    expect(found(dated)).toHaveLength(count);
  });

  const when = (small: string, large: string) => (text: string) =>
    text.replace('id: SMALL,', `id: SMALL, when: ${small},`).replace('id: LARGE,', `id: LARGE, when: ${large},`);
  it.each([
    [0, '{"==": [{var: subject.riskClass}, low]}', '{in: [{var: subject.riskClass}, [high]]}'],
    [1, '{"==": [{var: subject.riskClass}, low]}', '{in: [{var: subject.riskClass}, [high, low]]}'],
    [0, '{var: subject.open}', '{"!": [{var: subject.open}]}'],
    [1, '{var: subject.open}', '{and: [{"==": [{var: subject.open}, true]}, {"==": [{var: subject.riskClass}, low]}]}'],
  ])('%i where the facts are %s and %s', (count, small, large) => {
    expect(found(when(small, large))).toHaveLength(count);
  });
});
