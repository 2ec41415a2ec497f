import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule.js';
import type { Pointer } from './ast.js';
import { SCOPE } from '../../tests/rules/scope.js';
import type { Role } from './scope.js';

const v = (name: string): object => ({ var: name });
const f1 = v('cv.f1Macro');
const energy = v('run.energy');
const task = v('subject.task');
const holds = { '>=': [f1, 0.7] };
const other = { '>=': [v('cv.accuracy'), 0.7] };
const groups = v('cv.groups');

const deep = (depth: number): unknown => (depth === 0 ? holds : { '!': [deep(depth - 1)] });
const wide = (parts: number): unknown => ({ and: Array.from({ length: parts }, () => holds) });

describe('admits', () => {
  it.each<[what: string, logic: unknown, role?: Role]>([
    ['a comparison with a bare ratio', holds],
    ['a comparison with a parameter', { '>=': [f1, v('parameters.minF1')] }],
    ['a parameter of an imported standard', { '>=': [f1, v('parameters.acme-ai.minF1')] }],
    ['var with its name in a list', { '>=': [{ var: ['cv.f1Macro'] }, 0.7] }],
    ['percent against a ratio, by units', { '>=': [f1, v('parameters.percent')] }],
    ['a ratio with a unit against percent', { '>=': [v('cv.share'), v('parameters.minF1')] }],
    ['a unitless parameter against a ratio', { '>=': [f1, v('parameters.bare')] }],
    ['one dimension in two units', { '<=': [energy, v('parameters.maxEnergy')] }],
    ['two outputs of one dimension', { '<=': [v('run.idle'), energy] }],
    ['a bare number against a count', { '>=': [v('cv.rows'), 100] }],
    ['a plain parameter against a count', { '>=': [v('cv.rows'), v('parameters.minRows')] }],
    ['a band', { '<=': [0.1, f1, 0.9] }],
    ['and, or, !, !!', { and: [holds, { or: [other, { '!': [v('cv.stable')] }] }, { '!!': [v('subject.open')] }] }],
    ['! without a list', { '!': v('cv.stable') }],
    ['a boolean compared', { '==': [v('cv.stable'), true] }],
    ['a boolean fact', v('subject.automated')],
    ['a fact whose values are booleans', v('subject.open')],
    ['an enum and one of its values', { '==': [v('cv.grade'), 'gold'] }],
    ['an enum in a list', { in: [v('cv.grade'), ['gold', 'silver']] }],
    ['a text in a list fact', { in: ['EU', v('subject.jurisdictions')] }],
    ['a fact in a list parameter', { in: [v('subject.domain'), v('parameters.regions')] }],
    ['a list with a parameter in it', { in: [v('subject.domain'), ['finance', v('parameters.mode')]] }],
    ['if with a constant branch', { if: [{ '==': [v('subject.riskClass'), 'high'] }, holds, true] }],
    ['if with a parameter as its test', { '?:': [v('parameters.strict'), holds, other] }],
    ['if, else if, else', { if: [v('subject.open'), holds, v('subject.automated'), other, false] }],
    ['if as a limit', { '>=': [f1, { if: [v('subject.open'), 0.7, v('parameters.minF1')] }] }],
    ['if as a text', { '==': [v('cv.grade'), { if: [v('subject.open'), 'gold', 'silver'] }] }],
    ['equality of integers', { '==': [v('cv.k'), 5] }],
    ['inequality of integers in arithmetic', { '!==': [{ '%': [v('cv.k'), 2] }, 0] }],
    ['equality of a number fact', { '===': [v('subject.stars'), 3] }],
    ['a difference', { '<=': [{ '-': [f1, v('cv.accuracy')] }, 0.05] }],
    ['a negation', { '<=': [{ '-': [v('cv.gain')] }, 0.05] }],
    ['a sum with a bare number', { '<=': [{ '+': [f1, 0.05] }, v('cv.accuracy')] }],
    [
      'power times time against energy',
      { '<=': [{ '*': [v('run.power'), v('run.time')] }, { '*': [energy, v('run.predictions')] }] },
    ],
    ['a ratio of energies', { '<=': [{ '/': [v('run.idle'), energy] }, 0.2] }],
    ['min and max', { '>=': [{ min: [f1, v('cv.accuracy')] }, { max: [0.5, v('parameters.minF1')] }] }],
    [
      'all, some, none',
      { and: ['all', 'some', 'none'].map((operator) => ({ [operator]: [groups, { '>=': [v('recall'), 0.5] }] })) },
    ],
    [
      'parameters and facts inside a list',
      { all: [groups, { or: [v('subject.open'), { '>=': [v('recall'), v('parameters.minF1')] }] }] },
    ],
    [
      'an item of every type',
      { some: [groups, { and: [v('fair'), { '==': [v('name'), 'a'] }, { '>': [v('size'), 10] }] }] },
    ],
    [
      'a comparison of parameters in when',
      { and: [{ '==': [v('parameters.mode'), 'high'] }, { '==': [task, 'regression'] }] },
      'when',
    ],
    ['a boolean parameter as when', v('parameters.strict'), 'when'],
    ['limits that meet', { and: [{ '>=': [f1, 0.5] }, { '<=': [f1, 0.5] }, { '<': [f1, 0.9] }] }],
    ['limits with a gap', { or: [{ '>': [f1, 0.5] }, { '<': [f1, 0.5] }] }],
    ['a choice of texts', { or: [{ '==': [task, 'regression'] }, { '==': [task, 'text-generation'] }] }],
    ['64 deep', deep(62)],
  ])('%s', (_, logic, role = 'require') => {
    const { condition, faults } = checkRule(logic, SCOPE, role);
    expect(faults).toEqual([]);
    expect(condition).toBeDefined();
  });
});

describe('refuses', () => {
  it.each<[code: string, pointer: Pointer, at: 'key' | 'value', logic: unknown, role?: Role]>([
    ['ASSAY1201', ['=>'], 'key', { '=>': [f1, 0.7] }],
    ['ASSAY1201', ['and', 0, 'gte'], 'key', { and: [{ gte: [f1, 0.7] }] }],
    ['ASSAY1201', ['constructor'], 'key', { constructor: [f1, 0.7] }],
    ['ASSAY1201', ['__proto__'], 'key', JSON.parse('{"__proto__": [1, 2]}')],
    ['ASSAY1202', [], 'value', {}],
    ['ASSAY1202', ['<='], 'key', { '>=': [f1, 0.7], '<=': [f1, 0.9] }],
    ['ASSAY1203', ['>=', 0, 'var'], 'value', { '>=': [v('cb.f1Macro'), 0.7] }],
    ['ASSAY1203', ['>=', 0, 'var'], 'value', { '>=': [v('minF1'), 0.7] }],
    ['ASSAY1203', ['>=', 0, 'var'], 'value', { '>=': [v('constructor.name'), 0.7] }],
    ['ASSAY1204', ['>=', 0, 'var'], 'value', { '>=': [v('cv.f1macro'), 0.7] }],
    ['ASSAY1204', ['>=', 0, 'var'], 'value', { '>=': [v('cv.f1Macro.estimate'), 0.7] }],
    ['ASSAY1204', ['>=', 0, 'var'], 'value', { '>=': [v('cv'), 0.7] }],
    ['ASSAY1204', ['>=', 0, 'var'], 'value', { '>=': [v('cv.toString'), 0.7] }],
    ['ASSAY1205', ['==', 0, 'var'], 'value', { '==': [v('subject.risk'), 'low'] }],
    ['ASSAY1205', ['var'], 'value', v('subject')],
    ['ASSAY1206', ['>=', 1, 'var'], 'value', { '>=': [f1, v('parameters.minF2')] }],
    ['ASSAY1206', ['>=', 1, 'var'], 'value', { '>=': [f1, v('parameters.acme.minF1')] }],
    ['ASSAY1207', ['>=', 0, 'var', 1], 'value', { '>=': [{ var: ['cv.f1Macro', 1] }, 0.7] }],
    ['ASSAY1207', ['>=', 0, 'var'], 'value', { '>=': [v(''), 0.7] }],
    ['ASSAY1207', ['>=', 0, 'var'], 'value', { '>=': [{ var: 1 }, 0.7] }],
    ['ASSAY1207', ['>=', 0, 'var'], 'value', { '>=': [{ var: v('subject.task') }, 0.7] }],
    ['ASSAY1207', ['>=', 0, 'var'], 'value', { '>=': [{ var: [] }, 0.7] }],
    ['ASSAY1208', ['>='], 'key', { '>=': [f1] }],
    ['ASSAY1208', ['>'], 'key', { '>': [0.1, f1, 0.9] }],
    ['ASSAY1208', ['<='], 'key', { '<=': [0, f1, 0.5, 1] }],
    ['ASSAY1208', ['if'], 'key', { if: [v('subject.open'), holds] }],
    ['ASSAY1208', ['if'], 'key', { if: [v('subject.open'), holds, v('subject.open'), other] }],
    ['ASSAY1208', ['and'], 'key', { and: [] }],
    ['ASSAY1208', ['!'], 'key', { '!': [holds, holds] }],
    ['ASSAY1208', ['>=', 0, '+'], 'key', { '>=': [{ '+': [f1] }, 0.7] }],
    ['ASSAY1209', ['missing'], 'key', { missing: ['cv.f1Macro'] }],
    ['ASSAY1209', ['>=', 0, 'reduce'], 'key', { '>=': [{ reduce: [groups, v('current'), 0] }, 0.7] }],
    ['ASSAY1209', ['log'], 'key', { log: holds }],
    ['ASSAY1210', ['>=', 1], 'value', { '>=': [f1, '0.7'] }],
    ['ASSAY1210', ['>=', 0], 'value', { '>=': ['cv.f1Macro', 0.7] }],
    ['ASSAY1210', ['==', 1], 'value', { '==': [v('cv.stable'), 'true'] }],
    ['ASSAY1210', ['==', 1], 'value', { '==': [v('cv.grade'), ['gold']] }],
    ['ASSAY1210', ['if', 1], 'value', { if: [v('subject.open'), holds, 1] }],
    ['ASSAY1211', ['<'], 'key', { '<': [v('cv.grade'), 'gold'] }],
    ['ASSAY1211', ['>=', 0, '+', 1], 'value', { '>=': [{ '+': [f1, v('cv.stable')] }, 0.7] }],
    ['ASSAY1211', ['>=', 0, '+', 1], 'value', { '>=': [{ '+': [f1, '0.1'] }, 0.7] }],
    ['ASSAY1211', ['in', 0], 'value', { in: [f1, ['a']] }],
    ['ASSAY1211', ['in', 1], 'value', { in: [task, 'regression'] }],
    ['ASSAY1211', ['in', 1, 1], 'value', { in: [task, ['regression', 1]] }],
    ['ASSAY1211', ['all', 0], 'value', { all: [f1, holds] }],
    ['ASSAY1211', ['all', 0], 'value', { all: [v('subject.jurisdictions'), holds] }],
    ['ASSAY1211', ['==', 0], 'value', { '==': [holds, true] }],
    ['ASSAY1211', ['=='], 'key', { '==': [v('subject.jurisdictions'), v('parameters.regions')] }],
    ['ASSAY1212', [], 'value', f1],
    ['ASSAY1212', [], 'value', 'cv.stable'],
    ['ASSAY1212', [], 'value', []],
    ['ASSAY1212', [], 'value', { if: [v('subject.open'), 1, 2] }],
    ['ASSAY1212', ['and', 1], 'value', { and: [holds, f1] }],
    ['ASSAY1212', ['!', 0], 'value', { '!': [1] }],
    ['ASSAY1212', ['!!'], 'value', { '!!': f1 }],
    ['ASSAY1212', ['if', 0], 'value', { if: [f1, holds, other] }],
    ['ASSAY1212', ['all', 1], 'value', { all: [groups, v('recall')] }],
    ['ASSAY1213', ['<='], 'key', { '<=': [energy, v('parameters.maxTime')] }],
    ['ASSAY1213', ['<='], 'key', { '<=': [energy, v('parameters.minF1')] }],
    ['ASSAY1213', ['<='], 'key', { '<=': [energy, v('run.perRequest')] }],
    ['ASSAY1213', ['<='], 'key', { '<=': [f1, v('cv.rows')] }],
    ['ASSAY1213', ['<=', 0, '+'], 'key', { '<=': [{ '+': [energy, v('run.time')] }, v('parameters.maxEnergy')] }],
    ['ASSAY1213', ['<=', 0, 'max'], 'key', { '<=': [{ max: [energy, f1] }, v('parameters.maxEnergy')] }],
    ['ASSAY1213', ['<='], 'key', { '<=': [{ '*': [v('run.power'), v('run.time')] }, energy] }],
    ['ASSAY1214', ['<=', 1], 'value', { '<=': [energy, 0.5] }],
    ['ASSAY1214', ['<=', 1], 'value', { '<=': [energy, 0] }],
    ['ASSAY1214', ['<=', 0], 'value', { '<=': [1, v('run.time'), v('parameters.maxTime')] }],
    ['ASSAY1214', ['>=', 1], 'value', { '>=': [v('cv.share'), 70] }],
    ['ASSAY1214', ['>=', 1], 'value', { '>=': [v('cv.share'), v('parameters.bare')] }],
    ['ASSAY1214', ['<=', 1], 'value', { '<=': [energy, v('parameters.bare')] }],
    ['ASSAY1214', ['<=', 0, '+', 1], 'value', { '<=': [{ '+': [energy, 1] }, v('parameters.maxEnergy')] }],
    ['ASSAY1215', ['<=', 0, 'var'], 'value', { '<=': [v('run.odd'), f1] }],
    ['ASSAY1215', ['<=', 1, 'var'], 'value', { '<=': [f1, v('parameters.wrongUnit')] }],
    ['ASSAY1216', ['=='], 'key', { '==': [f1, 0.7] }],
    ['ASSAY1216', ['!=='], 'key', { '!==': [f1, v('parameters.minF1')] }],
    ['ASSAY1216', ['=='], 'key', { '==': [{ '/': [v('cv.k'), 2] }, 1] }],
    ['ASSAY1217', ['==', 1], 'value', { '==': [v('cv.grade'), 'golden'] }],
    ['ASSAY1217', ['!=', 0], 'value', { '!=': ['medium', v('subject.riskClass')] }],
    ['ASSAY1217', ['==', 1], 'value', { '==': [task, 'classification'] }],
    ['ASSAY1217', ['in', 1, 1], 'value', { in: [v('cv.grade'), ['gold', 'bronze']] }],
    ['ASSAY1217', ['in', 1], 'value', { in: [v('cv.grade'), v('parameters.places')] }],
    ['ASSAY1217', ['in', 0], 'value', { in: ['UK', v('subject.jurisdictions')] }],
    ['ASSAY1217', ['==', 1], 'value', { '==': [v('cv.grade'), v('subject.riskClass')] }],
    ['ASSAY1217', ['==', 1], 'value', { '==': [v('cv.grade'), v('parameters.mode')] }],
    ['ASSAY1218', [], 'value', true],
    ['ASSAY1218', [], 'value', true, 'when'],
    ['ASSAY1218', ['and', 1], 'value', { and: [holds, true] }],
    ['ASSAY1218', ['>='], 'key', { '>=': [1, 0.7] }],
    ['ASSAY1218', ['=='], 'key', { '==': ['a', 'a'] }],
    ['ASSAY1218', ['in'], 'key', { in: ['a', ['a']] }],
    ['ASSAY1218', [], 'value', { '>=': [v('parameters.minF1'), v('parameters.bare')] }],
    ['ASSAY1218', ['or', 0], 'value', { or: [v('parameters.strict'), holds] }],
    ['ASSAY1218', ['if', 1], 'value', { if: [v('subject.open'), holds, holds] }],
    ['ASSAY1218', ['if', 1], 'value', { if: [v('subject.open'), true, true] }],
    ['ASSAY1218', ['if', 0], 'value', { if: [true, holds, other] }],
    ['ASSAY1218', [], 'value', { if: [v('parameters.strict'), true, false] }],
    ['ASSAY1218', ['all', 1], 'value', { all: [groups, true] }],
    ['ASSAY1219', ['>='], 'key', { '>=': [f1, f1] }],
    ['ASSAY1219', ['>='], 'key', { '>=': [f1, 0] }],
    ['ASSAY1219', ['<='], 'key', { '<=': [{ '+': [f1, v('cv.accuracy')] }, 2] }],
    ['ASSAY1219', ['or', 1], 'value', { or: [holds, { '!': [holds] }] }],
    ['ASSAY1219', ['or', 1], 'value', { or: [{ '!=': [task, 'regression'] }, { '!=': ['text-generation', task] }] }],
    ['ASSAY1219', ['or', 1], 'value', { or: [{ '>=': [f1, 0.1] }, { '<': [f1, 0.1] }] }],
    ['ASSAY1219', ['or', 2], 'value', { or: [{ '>=': [f1, 0.1] }, other, { '>=': [0.9, f1] }] }],
    ['ASSAY1219', ['in'], 'key', { in: [v('cv.grade'), ['gold', 'silver', 'none']] }],
    ['ASSAY1220', ['and', 1], 'value', { and: [{ '==': [task, 'regression'] }, { '==': [task, 'text-generation'] }] }],
    ['ASSAY1220', ['and', 1], 'value', { and: [{ '>=': [f1, 0.9] }, { '<': [f1, 0.9] }] }],
    ['ASSAY1220', ['and', 1], 'value', { and: [{ '==': [v('cv.k'), 3] }, { '==': [v('cv.k'), 4] }] }],
    ['ASSAY1220', ['and', 1], 'value', { and: [holds, { '!': [holds] }] }],
    ['ASSAY1220', ['<'], 'key', { '<': [f1, f1] }],
    ['ASSAY1220', ['in', 1], 'value', { in: [task, []] }],
    ['ASSAY1221', ['>=', 0, '/', 1], 'value', { '>=': [{ '/': [f1, 0] }, 0.7] }],
    ['ASSAY1221', ['>=', 0, '%', 1], 'value', { '>=': [{ '%': [v('cv.k'), v('parameters.zero')] }, 0.7] }],
    ['ASSAY1222', ['>=', 0, 'var'], 'value', holds, 'when'],
    ['ASSAY1222', ['all', 0, 'var'], 'value', { all: [groups, v('fair')] }, 'when'],
    ['ASSAY1223', ['>=', 1], 'value', { '>=': [f1, null] }],
    ['ASSAY1223', ['>=', 1], 'value', { '>=': [f1, NaN] }],
    ['ASSAY1223', ['>=', 1], 'value', { '>=': [f1, Infinity] }],
    ['ASSAY1223', [], 'value', undefined],
    ['ASSAY1223', ['>=', 1, 'var'], 'value', { '>=': [f1, v('parameters.odd')] }],
    ['ASSAY1224', ['all', 1, '>=', 0, 'var'], 'value', { all: [groups, { '>=': [f1, 0.7] }] }],
    ['ASSAY1204', ['all', 1, '>=', 0, 'var'], 'value', { all: [groups, { '>=': [v('recal'), 0.7] }] }],
    ['ASSAY1214', ['all', 1, '<=', 1], 'value', { all: [groups, { '<=': [v('time'), 0.7] }] }],
    ['ASSAY1226', ['<=', 2, 'var'], 'value', { '<=': [v('parameters.acme-ai.minF1'), f1, v('parameters.acme-ai')] }],
    ['ASSAY1200', [], 'value', wide(5000)],
  ])('%s at %j (%s): %j', (code, pointer, at, logic, role = 'require') => {
    const { condition, faults } = checkRule(logic, SCOPE, role);
    expect(faults.map((fault) => [fault.code, fault.pointer, fault.at, fault.severity])).toEqual([
      [code, pointer, at, 'error'],
    ]);
    expect(condition).toBeUndefined();
  });

  it('nesting beyond 64', () => {
    const unary = (depth: number): unknown => (depth === 0 ? v('cv.stable') : { '!': unary(depth - 1) });
    expect(checkRule(unary(63), SCOPE, 'require').faults).toEqual([]);
    expect(checkRule(unary(64), SCOPE, 'require').faults.map(({ code }) => code)).toEqual(['ASSAY1200']);
    expect(checkRule(deep(63), SCOPE, 'require').faults.map(({ code }) => code)).toEqual(['ASSAY1200']);
    expect(checkRule(deep(3000), SCOPE, 'require').faults.map(({ code }) => code)).toEqual(['ASSAY1200']);
  });

  it('nothing of a large rule that is in order', () => {
    const branches = Array.from({ length: 1000 }, (_, index) => [v('subject.open'), (index + 1) / 2000]).flat();
    const sum = { '+': Array.from({ length: 2000 }, () => f1) };
    const { condition, faults } = checkRule({ '>=': [sum, { if: [...branches, 0.9] }] }, SCOPE, 'require');
    expect(faults).toEqual([]);
    expect(condition?.kind).toBe('if');
  });

  it('all at once', () => {
    const { faults } = checkRule(
      { and: [{ '>=': [v('cv.f1macro'), '0.7'] }, { '<=': [energy, 1] }, true] },
      SCOPE,
      'require',
    );
    expect(faults.map(({ code }) => code)).toEqual(['ASSAY1204', 'ASSAY1214', 'ASSAY1218']);
  });
});

describe('warns of', () => {
  it.each<[code: string, pointer: Pointer, logic: unknown]>([
    ['ASSAY1220', ['>='], { '>=': [f1, 70] }],
    ['ASSAY1220', ['>='], { '>=': [v('cv.accuracy'), { '*': [v('parameters.minF1'), 2] }] }],
    ['ASSAY1220', ['<='], { '<=': [0.9, f1, 0.1] }],
    ['ASSAY1219', ['>='], { '>=': [f1, v('parameters.zero')] }],
    ['ASSAY1219', ['in'], { in: [v('subject.riskClass'), ['low', 'high']] }],
    ['ASSAY1225', ['and', 1], { and: [holds, holds] }],
  ])('%s at %j: %j', (code, pointer, logic) => {
    const { condition, faults } = checkRule(logic, SCOPE, 'require');
    expect(faults.map((fault) => [fault.code, fault.pointer, fault.severity])).toEqual([[code, pointer, 'warning']]);
    expect(condition).toBeDefined();
  });
});

describe('hints', () => {
  it.each<[logic: unknown, hint: string]>([
    [{ '=>': [f1, 0.7] }, 'did you mean >=?'],
    [{ nand: [f1, 0.7] }, 'did you mean and?'],
    [{ '>=': [v('cv.f1Micro'), 0.7] }, 'did you mean cv.f1Macro?'],
    [{ '>=': [v('vc.f1Macro'), 0.7] }, 'did you mean cv?'],
    [{ '>=': [v('minF1'), 0.7] }, 'did you mean parameters.minF1?'],
    [v('open'), 'did you mean subject.open?'],
    [{ '>=': ['cv.f1Macro', 0.7] }, 'write {var: cv.f1Macro}'],
    [{ '>=': [f1, '0.7'] }, 'write the number without quotation marks'],
    [{ '==': [v('cv.grade'), 'golt'] }, 'did you mean "gold"?'],
    [{ '<=': [energy, 0.5] }, 'make it a parameter, with its unit'],
  ])('%j: %s', (logic, hint) => {
    expect(checkRule(logic, SCOPE, 'require').faults[0]?.hint).toBe(hint);
  });
});

describe('tells what a rule reads', () => {
  it('outputs, facts and parameters, each once', () => {
    const logic = {
      if: [
        { '==': [v('subject.riskClass'), 'high'] },
        { and: [{ '>=': [f1, v('parameters.minF1')] }, { '<=': [f1, v('cv.accuracy')] }] },
        { all: [groups, { '>=': [v('recall'), v('parameters.acme-ai.minF1')] }] },
      ],
    };
    expect(checkRule(logic, SCOPE, 'require')).toMatchObject({
      reads: [
        { alias: 'cv', output: 'f1Macro' },
        { alias: 'cv', output: 'accuracy' },
        { alias: 'cv', output: 'groups' },
      ],
      facts: ['riskClass'],
      parameters: ['minF1', 'acme-ai.minF1'],
    });
  });
});

describe('gives conditions in base units', () => {
  it('a factor at each leaf', () => {
    const { condition } = checkRule({ '<=': [v('run.idle'), v('parameters.maxEnergy')] }, SCOPE, 'require');
    expect(condition).toMatchObject({
      kind: 'compare',
      operator: '<=',
      left: { factor: 0.001 },
      right: { factor: 3.6 },
    });
  });

  it('a band as two comparisons', () => {
    const { condition } = checkRule({ '<': [0.1, f1, 0.9] }, SCOPE, 'require');
    expect(condition).toMatchObject({
      kind: 'and',
      parts: [
        { kind: 'compare', operator: '<', left: { value: 0.1 }, right: { kind: 'reference' } },
        { kind: 'compare', operator: '<', left: { kind: 'reference' }, right: { value: 0.9 } },
      ],
    });
  });

  it('a limit that depends as an if of comparisons', () => {
    const { condition } = checkRule(
      { '>=': [f1, { if: [v('subject.open'), 0.6, v('subject.automated'), 0.7, 0.8] }] },
      SCOPE,
      'require',
    );
    expect(condition).toMatchObject({
      kind: 'if',
      test: { kind: 'holds' },
      then: { kind: 'compare', right: { value: 0.6 } },
      otherwise: { kind: 'if', then: { right: { value: 0.7 } }, otherwise: { right: { value: 0.8 } } },
    });
  });
});
