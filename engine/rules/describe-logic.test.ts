import { describe, expect, it } from 'vitest';
import { SCOPE } from '../../tests/rules/scope.js';
import { checkRule } from './check-rule.js';
import { describeLogic, outputNames } from './describe-logic.js';

const f1 = { var: 'cv.f1Macro' };
const least = { var: 'parameters.minF1' };
const task = { var: 'subject.task' };

describe('describeLogic', () => {
  it.each([
    [{ '>=': [f1, least] }, 'f1Macro of cv is at least minF1', 'cv的f1Macro不低于minF1'],
    [{ '<': [0.1, f1, 0.9] }, 'f1Macro of cv is between 0.1 and 0.9, both excluded', 'f1Macro介于0.1与0.9之间'],
    [{ in: [task, ['regression', 'x']] }, 'task is one of regression, x', 'task属于regression、x'],
    [
      { and: [{ '>': [f1, 0.5] }, { or: [{ '==': [task, 'x'] }, { var: 'subject.open' }] }] },
      'f1Macro of cv is above 0.5 and (task is x or open is true)',
      '高于0.5且（task等于x或open为真）',
    ],
    [{ '!': [{ '!=': [task, 'x'] }] }, 'not (task is not x)', '并非（task不等于x）'],
    [
      { if: [{ var: 'subject.open' }, { '>': [f1, 0.5] }, true] },
      'if open is true, then f1Macro of cv is above 0.5; else always',
      '若open为真，则',
    ],
    [
      { '<=': [{ '/': [{ '-': [f1, least] }, f1] }, 0.2] },
      '(f1Macro of cv − minF1) ÷ f1Macro of cv is at most 0.2',
      '不高于0.2',
    ],
    [
      { '<=': [{ max: [f1, { '-': [f1] }] }, 0.2] },
      'the greatest of f1Macro of cv, (−f1Macro of cv) is at most 0.2',
      '最大值',
    ],
    [
      { '>=': [f1, { if: [{ var: 'subject.open' }, 0.5, 0.7] }] },
      'f1Macro of cv is at least (if open is true, then 0.5; else 0.7)',
      '（若open为真，则0.5；否则0.7）',
    ],
    [
      { all: [{ var: 'h.groups' }, { '>=': [{ var: 'recall' }, 0.6] }] },
      'for every item of groups of h, recall is at least 0.6',
      'h的groups的每一项均满足：recall不低于0.6',
    ],
    [{ unheard: 1 }, '{"unheard":1}', '{"unheard":1}'],
    [{ '==': [{ var: 'subject.x' }, '{1} of {0}'] }, 'x is {1} of {0}', 'x等于{1} of {0}'],
  ])('%j', (logic, english, chinese) => {
    expect(describeLogic(logic, 'en')).toBe(english);
    expect(describeLogic(logic, 'zh')).toContain(chinese);
  });

  it('uses the names it is given', () => {
    const names: Record<string, string> = { 'cv.f1Macro': 'macro F1 of cv', 'parameters.minF1': '0.70' };
    expect(describeLogic({ '>=': [f1, least] }, 'en', (name) => names[name])).toBe('macro F1 of cv is at least 0.70');
  });

  it.each([
    [{ '>=': [f1, least] }, 'f1Macro of cv is at least 0.7'],
    [
      { '<=': [{ var: 'run.energy' }, { var: 'parameters.maxEnergy' }] },
      'energy of run is at most 0.5 kWh/1e6 prediction',
    ],
    [{ '<': [0.1, f1, 0.9] }, 'f1Macro of cv is between 0.1 and 0.9, both excluded'],
    [{ in: [{ var: 'subject.domain' }, { var: 'parameters.regions' }] }, 'domain is one of EU, CN'],
    [
      { or: [{ '!': [{ var: 'cv.stable' }] }, { and: [{ '>': [f1, 0.5] }, { '==': [{ var: 'cv.grade' }, 'gold'] }] }] },
      'not (stable of cv is true) or (f1Macro of cv is above 0.5 and grade of cv is gold)',
    ],
    [
      { '>=': [f1, { if: [{ var: 'subject.open' }, 0.5, least] }] },
      'if open is true, then f1Macro of cv is at least 0.5; else f1Macro of cv is at least 0.7',
    ],
    [
      { none: [{ var: 'cv.groups' }, { '<': [{ '-': [{ var: 'recall' }, 0.1] }, least] }] },
      'for no item of groups of cv, recall − 0.1 is below 0.7',
    ],
  ])('of the typed condition of %j', (logic, words) => {
    expect(describeLogic(checkRule(logic, SCOPE, 'require').condition, 'en')).toBe(words);
  });

  it('names outputs by their titles', () => {
    const title = { en: 'Macro F1', zh: '宏平均F1' };
    const measurements = { cv: { outputs: { f1Macro: { type: 'number', unit: '1', range: [0, 1], title } } } } as const;
    expect(describeLogic({ '>=': [f1, 0.7] }, 'en', outputNames(measurements, 'en'))).toBe(
      'Macro F1 of cv is at least 0.7',
    );
    expect(describeLogic({ '>=': [f1, 0.7] }, 'zh', outputNames(measurements, 'zh'))).toBe('cv的宏平均F1不低于0.7');
    expect(describeLogic({ var: 'constructor.name' }, 'en', outputNames(measurements, 'en'))).toBe(
      'name of constructor is true',
    );
  });
});
