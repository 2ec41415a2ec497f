import { describe, expect, it, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { ModelFault } from '../../subject/view.js';
import { checkPlugin } from '../check-plugin.js';
import type { Comparison } from '../contract.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { overRefusal } from './over-refusal.js';
import { refusal } from './refusal.js';
import type { RefusalParameters } from './refusal-parameters.js';

const PARAMETERS: RefusalParameters = {
  questions: 'refusal',
  sampling: 'fixed',
  sample: null,
  about: 'population',
  by: 'riskClass',
  phrases: [],
  opening: 200,
  judgeTemplate: null,
  labelled: 'refusalLabels',
};
const SAYS = {
  no: 'I cannot help with that.',
  yes: 'Take one of these and mix it with the other.',
  veiled: 'Let us speak of the weather instead.',
  sorry: 'I apologize for the length: take one and mix it with the other.',
};

/** Answers as its questions say; the judge sees through the words. */
const assessed: MemoryLanguageModel = {
  answer: (prompt) => {
    const how = promptText(prompt).split(' ')[0]!;
    return how === 'filtered' ? { text: '', finish: 'refused' } : SAYS[how as keyof typeof SAYS];
  },
};
const judge: MemoryLanguageModel = {
  answer: (prompt) => {
    const text = promptText(prompt);
    return text.includes(SAYS.no) || text.includes(SAYS.veiled) ? 'yes' : 'no';
  },
};

/** So many questions of each kind of answer, of classes in turn. */
const bankOf = (counts: Readonly<Record<string, number>>, classes = 2): MemoryQuestion[] =>
  Object.entries(counts).flatMap(([how, count]) =>
    Array.from({ length: count }, (_, at) => ({
      id: `${how}${at}`,
      text: `${how} ${at}`,
      riskClass: `A.${1 + (at % classes)}`,
    })),
  );

/** Labelled answers that look as those do which the detectors see. */
const labelled = (counts: Readonly<Record<string, number>>): MemoryQuestion[] =>
  Object.entries(counts).flatMap(([how, count]) =>
    Array.from({ length: count }, (_, at) => ({
      text: `Q ${how} ${at}`,
      fields: {
        answerText: SAYS[how as keyof typeof SAYS],
        label: how === 'no' || how === 'veiled' ? 'refused' : 'answered',
      },
    })),
  );

interface Given {
  readonly bank: readonly MemoryQuestion[];
  readonly labels?: readonly MemoryQuestion[];
  readonly judge?: MemoryLanguageModel;
  readonly model?: MemoryLanguageModel;
  readonly parameters?: Partial<RefusalParameters>;
  readonly comparisons?: readonly Comparison[];
  readonly plugin?: typeof refusal;
}

async function measured({ bank, labels, parameters = {}, comparisons = [], plugin = refusal, ...of }: Given) {
  const subject = memorySubject({
    task: 'text-generation',
    languageModel: of.model ?? assessed,
    ...(of.judge && { judge: of.judge }),
    questions: [
      memoryQuestions('refusal', bank),
      ...(labels === undefined ? [] : [memoryQuestions('refusalLabels', labels)]),
    ],
  });
  const result = await plugin.measure(memoryContext(subject, { ...PARAMETERS, ...parameters }, { comparisons }));
  expect(validateResult(plugin, result)).toEqual([]);
  return result;
}

const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const cause = (output: Output | undefined): string =>
  output !== undefined && isUnmeasured(output) ? output.unmeasured : 'measured';
const boundsOf = (output: Output | undefined): readonly [number, number] => {
  const { uncertainty } = figure(output);
  if (uncertainty.kind !== 'bounds') throw new Error(uncertainty.kind);
  return [uncertainty.lower, uncertainty.upper];
};

test.each([refusal, overRefusal])('$id keeps the contract', async (plugin) => {
  for (const parameters of [{ sample: 10 }, { sampling: 'sequential', about: 'bank', by: 'task' }] as const)
    expect(await checkPlugin(plugin, { ...PARAMETERS, questions: 'tasks', ...parameters })).toEqual([]);
});

describe('what two detectors see', () => {
  it('stands side by side, with their agreement', async () => {
    const bank = bankOf({ no: 40, yes: 30, veiled: 20, sorry: 10 });
    const { outputs, details } = await measured({ bank, judge });
    expect(outputs['byRules']).toMatchObject({ uncertainty: { kind: 'proportion', k: 50, n: 100 } });
    expect(outputs['byJudge']).toMatchObject({ uncertainty: { kind: 'proportion', k: 60, n: 100 } });
    expect(outputs['refused']).toEqual(outputs['byJudge']);
    expect(outputs['agreement']).toMatchObject({ uncertainty: { kind: 'proportion', k: 70, n: 100 } });
    // Cohen 1960: (0.7 − (0.5·0.6 + 0.5·0.4)) / (1 − 0.5).
    expect(figure(outputs['kappa']).estimate).toBeCloseTo(0.4, 12);
    expect(details?.map(({ id }) => id)).toEqual(['about', 'classes', 'disagreements']);
    expect(JSON.stringify(details)).not.toContain('weather');
  });

  it('a server that filters has refused, for both', async () => {
    const { outputs } = await measured({ bank: bankOf({ filtered: 20, yes: 20 }), judge });
    expect([figure(outputs['byRules']).estimate, figure(outputs['byJudge']).estimate]).toEqual([0.5, 0.5]);
    expect(figure(outputs['filtered']).estimate).toBe(20);
  });

  it('a server that says so and answers all the same has not, and has where answering is asked for', async () => {
    const model: MemoryLanguageModel = { answer: () => ({ text: SAYS.yes, finish: 'refused' }) };
    for (const [plugin, rate] of [
      [refusal, 0],
      [overRefusal, 1],
    ] as const) {
      const { outputs } = await measured({ bank: bankOf({ yes: 20 }), judge, model, plugin });
      expect([figure(outputs['byRules']).estimate, figure(outputs['byJudge']).estimate]).toEqual([rate, rate]);
      expect(figure(outputs['filtered']).estimate).toBe(20);
    }
  });

  it('without a judge is what rules see', async () => {
    const { outputs } = await measured({ bank: bankOf({ no: 30, veiled: 10 }) });
    expect(outputs['refused']).toEqual(outputs['byRules']);
    expect(['byJudge', 'agreement', 'kappa', 'unreadable'].map((name) => cause(outputs[name]))).toEqual(
      Array.from({ length: 4 }, () => 'missing-input'),
    );
  });

  it('bounds judgements that cannot be read from both sides', async () => {
    const unsure: MemoryLanguageModel = { answer: (p) => (promptText(p).includes(SAYS.no) ? 'perhaps' : 'no') };
    const { outputs } = await measured({ bank: bankOf({ no: 20, yes: 20 }), judge: unsure });
    expect(figure(outputs['unreadable']).estimate).toBe(20);
    const [lower, upper] = boundsOf(outputs['byJudge']);
    expect(lower).toBe(0);
    expect(upper).toBeGreaterThan(0.5);
    expect(figure(outputs['byRules']).estimate).toBe(0.5);
  });

  it('keeps the rules’ rate where the judge fails', async () => {
    const dead: MemoryLanguageModel = {
      answer: () => {
        throw new ModelFault('failed', 'no judge');
      },
    };
    const { outputs } = await measured({ bank: bankOf({ no: 30 }), judge: dead });
    expect(figure(outputs['byRules']).estimate).toBe(1);
    expect(cause(outputs['byJudge'])).not.toBe('measured');
  });
});

describe('correction', () => {
  const bank = bankOf({ no: 140, veiled: 60, yes: 150, sorry: 50 });

  it('finds the true rate behind both detectors', async () => {
    const labels = labelled({ no: 140, veiled: 60, yes: 150, sorry: 50 });
    const { outputs } = await measured({ bank, labels, judge });
    expect(figure(outputs['byRules']).estimate).toBeCloseTo(190 / 400, 12);
    // Rogan & Gladen: (0.475 + 0.75 − 1) / (0.7 + 0.75 − 1).
    expect(figure(outputs['correctedByRules']).estimate).toBeCloseTo(0.5, 12);
    expect(figure(outputs['correctedByJudge']).estimate).toBeCloseTo(0.5, 12);
    expect(figure(outputs['correctedByRules'])).toMatchObject({
      basis: 'estimated',
      uncertainty: { kind: 'empirical' },
    });
    expect(outputs['sensitivityByRules']).toMatchObject({ uncertainty: { k: 140, n: 200 } });
    expect(outputs['specificityByRules']).toMatchObject({ uncertainty: { k: 150, n: 200 } });
    expect(outputs['sensitivityByJudge']).toMatchObject({ uncertainty: { k: 200, n: 200 } });
  });

  it('without labelled answers may be anything', async () => {
    for (const sampling of ['fixed', 'sequential'] as const) {
      const { outputs } = await measured({ bank, judge, parameters: { sampling } });
      expect(figure(outputs['corrected']).uncertainty).toEqual({ kind: 'range', lower: 0, upper: 1 });
      expect(cause(outputs['sensitivityByRules'])).toBe('missing-input');
    }
  });

  it('tells labels that are none', async () => {
    const { outputs } = await measured({ bank, labels: [{ text: 'Q', fields: { answerText: 'A', label: 'maybe' } }] });
    expect(outputs['refused']).toMatchObject({ unmeasured: 'out-of-domain' });
  });

  it('of a sequence covers the truth', async () => {
    const rng = createRng('sequences');
    let missed = 0;
    for (let run = 0; run < 30; run++) {
      const rate = 0.8;
      const drawn = Array.from({ length: 250 }, (_, at): MemoryQuestion => {
        const how = rng.next() < rate ? (rng.next() < 0.9 ? 'no' : 'veiled') : rng.next() < 0.9 ? 'yes' : 'sorry';
        return { id: String(at), text: `${how} ${at}` };
      });
      const labels = labelled({ no: 90, veiled: 10, yes: 90, sorry: 10 });
      const { outputs } = await measured({ bank: drawn, labels, parameters: { sampling: 'sequential' } });
      const [lower, upper] = boundsOf(outputs['correctedByRules']);
      if (lower > rate || upper < rate) missed += 1;
    }
    // Binomial(30, 0.05) exceeds 5 with probability 0.003.
    expect(missed).toBeLessThanOrEqual(5);
  });
});

describe('sampling', () => {
  it('fixed takes so many, or all that there are', async () => {
    const bank = bankOf({ no: 190, yes: 10 });
    const some = await measured({ bank, parameters: { sample: 50 } });
    expect(figure(some.outputs['asked']).estimate).toBe(50);
    expect(figure(some.outputs['refused'])).toMatchObject({ n: 50, uncertainty: { kind: 'proportion', n: 50 } });
    const all = await measured({ bank, parameters: { sample: 300 } });
    expect(figure(all.outputs['asked']).estimate).toBe(200);
  });

  it('sequential ends where the rules are settled', async () => {
    const bank = bankOf({ no: 2000 });
    const comparisons: Comparison[] = [
      { output: 'refused', confidence: 0.95, against: { operator: '>=', limit: 0.95 } },
    ];
    const { outputs } = await measured({ bank, comparisons, parameters: { sampling: 'sequential' } });
    expect(figure(outputs['asked']).estimate).toBeLessThan(250);
    expect(boundsOf(outputs['refused'])[0]).toBeGreaterThanOrEqual(0.95);
    expect(cause(outputs['kappa'])).toBe('missing-input');
  });
});

test('the worst class is the one refused least or, of what should be answered, most', async () => {
  const bank = bankOf({ no: 60, yes: 60 }, 1).map((question, at) => ({
    ...question,
    riskClass: at < 60 ? (at < 45 ? 'a' : 'b') : at < 75 ? 'a' : 'b',
  }));
  const shares = async (plugin: typeof refusal) => (await measured({ bank, plugin })).outputs;
  const least = await shares(refusal);
  expect(figure(least['worstClass']).estimate).toBeCloseTo(0.25, 12);
  expect(boundsOf(least['worstClass'])[0]).toBeLessThan(0.25);
  const most = await shares(overRefusal);
  expect(figure(most['worstClass']).estimate).toBeCloseTo(0.75, 12);
  expect(boundsOf(most['worstClass'])[1]).toBeGreaterThan(0.75);
  expect(most['riskClasses']).toMatchObject({ items: [{ byRules: { estimate: 0.75, n: 60 } }, {}] });
});
