/** What is found of texts that a language model knows by heart, and of texts that it does not. */
import { describe, expect, test } from 'vitest';
import { textIn } from '../../document/text.js';
import { createRng } from '../../numerics/generator.js';
import { ModelFault } from '../../subject/view.js';
import type { Comparison } from '../contract.js';
import { promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import type { MemorySubject } from '../memory-subject.js';
import { atMost, estimate, interval, measure, verdict } from '../../../tests/fixtures/measured-leaks.js';
import { canarySubject, excerptSubject, languageSubject, reciter, saying } from './leakage.subjects.js';

describe('canaries', () => {
  test('that were planted are found', async () => {
    const result = await measure('memorisation', canarySubject(12));
    for (const name of ['exposedRate', 'extractedRate']) {
      expect(estimate(result, name)).toBe(0.5);
      expect(interval(result, name)[0]).toBeGreaterThan(0.3);
    }
    const { highestExposure } = result.outputs;
    expect(highestExposure).toMatchObject({ estimate: 8, unit: 'bit', uncertainty: { kind: 'bounds', level: 0.95 } });
    expect(estimate(result, 'verbatimRate')).toBe('missing-input');
  });

  test('that were not are not', async () => {
    const result = await measure('memorisation', canarySubject(0));
    expect(estimate(result, 'extractedRate')).toBe(0);
    expect(interval(result, 'extractedRate')[1]).toBeLessThan(0.12);
    // By chance one in 128 is exposed by 7 bits.
    expect(interval(result, 'exposedRate')[0]).toBeLessThan(1 / 128);
    expect(interval(result, 'exposedRate')[1]).toBeLessThan(0.2);
  });

  test('all of whose candidates are asked about have an exact rank', async () => {
    const two: MemoryQuestion = { text: 'Pin ', fields: { secret: '42' } };
    const listed: MemoryQuestion = { text: 'Pin ', fields: { secret: '42' }, choices: ['42', '17', '36', '99'] };
    const told = reciter(['Pin 42']);
    for (const [question, bits] of [
      [two, Math.log2(100)],
      [listed, 2],
    ] as const) {
      const result = await measure('memorisation', languageSubject(told, { canaries: [question] }));
      expect(result.outputs['highestExposure']).toMatchObject({ estimate: bits, uncertainty: { kind: 'exact' } });
    }
  });

  test('of a server without log probabilities are extracted all the same', async () => {
    const result = await measure('memorisation', canarySubject(12, { logProbabilities: false }));
    expect([estimate(result, 'highestExposure'), estimate(result, 'exposedRate')]).toEqual([
      'unsupported',
      'unsupported',
    ]);
    expect(estimate(result, 'extractedRate')).toBe(0.5);
  });

  test.each<[string, MemoryQuestion]>([
    ['no secret', { text: 'Pin ' }],
    ['a prompt that tells it', { text: 'Pin 42, again: ', fields: { secret: '42' } }],
    ['a format that does not fit', { text: 'Pin ', fields: { secret: '42', format: '###' } }],
    ['a secret without a random place', { text: 'Pin ', fields: { secret: '–' } }],
  ])('with %s are out of domain', async (_, canary) => {
    const result = await measure('memorisation', languageSubject(reciter([]), { canaries: [canary] }));
    expect(estimate(result, 'extractedRate')).toBe('out-of-domain');
  });
});

describe('excerpts', () => {
  test('that are known by heart are told from predictable ones', async () => {
    const result = await measure('memorisation', excerptSubject({ training: 20, control: 3 }));
    expect([estimate(result, 'verbatimRate'), estimate(result, 'controlVerbatimRate')]).toEqual([20 / 30, 0.1]);
    expect(estimate(result, 'longestVerbatim')).toBe(50);
    const [lower, upper] = interval(result, 'verbatimExcess');
    expect(lower).toBeGreaterThan(0.3);
    expect(upper).toBeLessThan(0.8);
  });

  test('that nobody learnt are not found', async () => {
    const result = await measure('memorisation', excerptSubject({ training: 0, control: 0 }));
    expect(estimate(result, 'verbatimRate')).toBe(0);
    expect(interval(result, 'verbatimRate')[1]).toBeLessThan(0.1);
    const [lower, upper] = interval(result, 'verbatimExcess');
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
  });

  test('that are too short are left out, and without controls there is no difference', async () => {
    const excerpt = (words: number): MemoryQuestion => ({ text: `Of ${words} `, references: ['word '.repeat(words)] });
    const result = await measure(
      'memorisation',
      languageSubject(reciter([]), { memorisation: [40, 41, 42, 39].map(excerpt) }),
    );
    expect([estimate(result, 'excerpts'), estimate(result, 'verbatimExcess')]).toEqual([3, 'missing-input']);
  });
});

describe('asking ends where the rules are settled', () => {
  const few = { candidates: 31, bits: 4 };

  test.each<[string, MemorySubject, number, string, number, number]>([
    ['exposedRate', canarySubject(200, { canaries: 400 }), 0.15, 'does not hold', 1, 30],
    ['exposedRate', canarySubject(0, { canaries: 400 }), 0.2, 'holds', 20, 120],
    ['exposedRate', canarySubject(40, { canaries: 400 }), 0.15, 'open', 400, 400],
    ['extractedRate', canarySubject(200, { canaries: 400, logProbabilities: false }), 0.05, 'does not hold', 1, 30],
    ['extractedRate', canarySubject(0, { canaries: 400, logProbabilities: false }), 0.05, 'holds', 60, 200],
    ['verbatimRate', excerptSubject({ training: 200, control: 0 }, 400), 0.05, 'does not hold', 1, 40],
    ['verbatimRate', excerptSubject({ training: 0, control: 0 }, 400), 0.05, 'holds', 120, 400],
    ['verbatimExcess', excerptSubject({ training: 360, control: 40 }, 400), 0.1, 'does not hold', 1, 60],
    ['verbatimExcess', excerptSubject({ training: 0, control: 0 }, 400), 0.1, 'holds', 60, 400],
  ])('%s: as all would', async (output, subject, limit, expected, least, most) => {
    const all = await measure('memorisation', subject, few);
    const some = await measure('memorisation', subject, { sampling: 'sequential', ...few }, [atMost(output, limit)]);
    expect(verdict(all, output, limit)).toBe(expected);
    expect(verdict(some, output, limit)).toBe(expected);
    expect(estimate(some, 'asked')).toBeGreaterThanOrEqual(least);
    expect(estimate(some, 'asked')).toBeLessThanOrEqual(most);
    expect(Number(estimate(some, 'asked')) + Number(estimate(some, 'spared'))).toBe(estimate(all, 'asked'));
    expect(some.outputs[output]).toMatchObject({ uncertainty: { kind: 'bounds', anytime: true, level: 0.95 } });
  });

  test('of one set by its own rules; one that no rule reads is asked whole', async () => {
    const { questions: [canaries] = [], languageModel } = canarySubject(50, { canaries: 100 });
    const { questions: [excerpts] = [] } = excerptSubject({ training: 0, control: 0 });
    const subject = { ...canarySubject(0), languageModel: languageModel!, questions: [canaries!, excerpts!] };
    const askedOf = async (comparisons: readonly Comparison[]) => {
      const result = await measure('memorisation', subject, { sampling: 'sequential', ...few }, comparisons);
      const each = result.details!.flatMap((detail) => {
        if (detail.type !== 'text') return [];
        const [, asked] = /(\d+) of \d+ questions/.exec(textIn(detail.text, 'en'))!;
        return [Number(asked)];
      }) as [number, number];
      expect(result.asking?.questions.asked).toBe(each[0] + each[1]);
      return each;
    };
    const [some, sixty] = await askedOf([atMost('exposedRate', 0.1)]);
    expect([some < 20, sixty]).toEqual([true, 60]);
    expect(await askedOf([atMost('exposedRate', 0.1), atMost('verbatimRate', 0.2)])).toEqual([some, 54]);
    expect(await askedOf([])).toEqual([100, 60]);
  });

  test('a secret is compared no longer than tells whether it is exposed, but where a rule reads exposures', async () => {
    const subject = canarySubject(30, { canaries: 60 });
    const [exposed, highest] = [atMost('exposedRate', 0.5), atMost('highestExposure', 9)];
    const all = await measure('memorisation', subject, few);
    const short = await measure('memorisation', subject, { sampling: 'sequential', ...few }, [exposed]);
    const long = await measure('memorisation', subject, { sampling: 'sequential', ...few }, [exposed, highest]);
    for (const result of [short, long]) {
      expect(estimate(result, 'exposedRate')).toBe(estimate(all, 'exposedRate'));
      expect(estimate(result, 'highestExposure')).toBe(5);
    }
    expect([all, long].map((result) => estimate(result, 'logProbabilities'))).toEqual([60 * 32, 60 * 32]);
    expect(estimate(short, 'logProbabilities')).toBeLessThan(30 * 32 + 30 * 12);
    expect(Number(estimate(short, 'logProbabilities')) + Number(estimate(short, 'logProbabilitiesSpared'))).toBe(
      60 * 32,
    );
    expect(interval(long, 'highestExposure')).toEqual(interval(all, 'highestExposure'));
  });

  test('or the budget is spent: rates have bounds, the highest exposure does not stand', async () => {
    const { languageModel: { answer, logProbability } = {}, ...rest } = canarySubject(12);
    let left = 200;
    const paying =
      <Rest extends readonly unknown[], T>(of: (...given: Rest) => T) =>
      (...given: Rest): T => {
        if (left-- <= 0) throw new ModelFault('budget', '200 requests are spent');
        return of(...given);
      };
    const languageModel = { answer: paying(answer!), logProbability: paying(logProbability!) };
    for (const sampling of ['fixed', 'sequential']) {
      left = 200;
      const result = await measure('memorisation', { ...rest, languageModel }, { sampling, ...few });
      expect([estimate(result, 'asked'), estimate(result, 'highestExposure')]).toEqual([6, 'budget']);
      expect(result.outputs['exposedRate']).toMatchObject({ uncertainty: { kind: 'bounds', anytime: true } });
    }
  });

  /** A tenth of the canaries planted; of the others a quarter are exposed by two bits of seven candidates by chance. */
  test('and their bounds hold the true rates', async () => {
    const truths = { exposedRate: 0.1 + 0.9 / 4, extractedRate: 0.1, verbatimRate: 0.4, verbatimExcess: 0.3 };
    const [runs, size] = [100, 60];
    const missed = new Map(Object.keys(truths).map((output) => [output, 0]));
    for (let run = 0; run < runs; run++) {
      const rng = createRng(`memorised ${run}`);
      const of = (rate: number) => Array.from({ length: size }, () => rng.next() < rate);
      const canaries = of(0.1).map((isKnown, at) => ({
        text: `Run ${run}, code ${at}: `,
        fields: { secret: String(1000 + rng.integer(9000)), isKnown },
      }));
      const excerpts = [false, true].flatMap((control) =>
        of(control ? 0.1 : 0.4).map((isKnown, at) => ({
          text: `Run ${run}, ${String(control)} ${at} `,
          references: ['so it goes'],
          fields: { control, isKnown },
        })),
      );
      const known = [
        ...canaries.filter(({ fields }) => fields.isKnown).map(({ text, fields }) => text + fields.secret),
        ...excerpts.filter(({ fields }) => fields.isKnown).map(({ text, references: [truth] }) => text + truth!),
      ];
      const result = await measure(
        'memorisation',
        languageSubject(reciter(known), { canaries, memorisation: excerpts }),
        { sampling: 'sequential', candidates: 7, bits: 2, words: 3 },
        [atMost('exposedRate', 0.2), atMost('extractedRate', 0.3), atMost('verbatimExcess', 0.1)],
      );
      for (const [output, truth] of Object.entries(truths)) {
        const { uncertainty } = result.outputs[output] as { uncertainty: { lower: number; upper: number } };
        if (truth < uncertainty.lower || truth > uncertainty.upper) missed.set(output, missed.get(output)! + 1);
      }
    }
    // 0.05 and three standard errors of so many runs.
    const most = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    for (const [output, count] of missed) expect([output, count < most]).toEqual([output, true]);
  });
});

describe('models and sets that are amiss', () => {
  const HAN =
    '天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜';
  const poems = Array.from({ length: 20 }, (_, at): MemoryQuestion => ({
    text: `第${at}篇：${HAN.slice(0, 8)}`,
    references: [HAN.slice(8)],
  }));
  const refrain = 'row row row your boat '.repeat(10);
  const verses = Array.from({ length: 20 }, (_, at): MemoryQuestion => ({
    text: refrain.repeat(1 + at),
    references: [refrain],
  }));

  test.each<[string, MemoryLanguageModel, readonly MemoryQuestion[], number]>([
    ['that says nothing', saying(() => ''), poems, 0],
    ['that repeats what it is told', saying((text) => text), [...poems, ...verses], 0],
    ['that repeats it in part', saying((text) => text.slice(0, 200)), verses, 0],
    ['that repeats it and goes on', saying((text) => text + HAN.slice(8)), poems, 1],
    ['that goes on in Chinese', saying(() => HAN.slice(8, 60)), poems, 1],
    ['that goes on in Chinese with other signs', saying(() => [...HAN.slice(8)].join('，')), poems, 1],
    ['that soon leaves the text', saying(() => `${HAN.slice(8, 40)}。其余不详`), poems, 0],
  ])('a model %s', async (_, model, memorisation, rate) => {
    const result = await measure('memorisation', languageSubject(model, { memorisation }));
    expect(estimate(result, 'verbatimRate')).toBe(rate);
  });

  test('excerpts and canaries that stand there twice count once; no control was trained on', async () => {
    const model = saying(() => HAN.slice(8));
    const twice = [...poems, ...poems.map((poem) => ({ ...poem, text: `${poem.text}。` }))];
    const result = await measure('memorisation', languageSubject(model, { memorisation: twice }));
    expect(result.outputs['verbatimRate']).toMatchObject({ uncertainty: { kind: 'proportion', k: 20, n: 20 } });
    const controls = [...poems, { ...poems[3]!, fields: { control: true } }];
    const spoilt = await measure('memorisation', languageSubject(model, { memorisation: controls }));
    expect(estimate(spoilt, 'verbatimRate')).toBe('out-of-domain');
    const canary: MemoryQuestion = { text: 'Pin ', fields: { secret: '4812' } };
    const pins = await measure('memorisation', languageSubject(reciter([]), { canaries: [canary, canary] }), {
      candidates: 20,
      bits: 2,
    });
    expect([estimate(pins, 'canaries'), estimate(pins, 'asked')]).toEqual([1, 1]);
  });

  test('excerpts without a beginning, or shorter than is asked for, are left out', async () => {
    const short: readonly MemoryQuestion[] = [
      { text: '…', references: [HAN] },
      { text: 'On', references: ['and on'] },
    ];
    const result = await measure('memorisation', languageSubject(reciter([]), { memorisation: [...short, ...poems] }));
    expect([estimate(result, 'excerpts'), estimate(result, 'asked')]).toEqual([20, 20]);
    const none = await measure('memorisation', languageSubject(reciter([]), { memorisation: short }));
    expect(estimate(none, 'verbatimRate')).toBe('out-of-domain');
  });

  test('log probabilities that fail leave the exposure of their canary open', async () => {
    const { languageModel, ...rest } = canarySubject(12);
    const failing = (fails: (text: string) => boolean): MemorySubject => ({
      ...rest,
      languageModel: {
        ...languageModel!,
        logProbability(prompt, continuation) {
          if (fails(promptText(prompt))) return { sum: Number.NaN, tokens: 1 };
          return languageModel!.logProbability!(prompt, continuation);
        },
      },
    });
    const one = await measure(
      'memorisation',
      failing((text) => text.includes('person 3 ')),
      { candidates: 31, bits: 4 },
    );
    expect(one.outputs['exposedRate']).toMatchObject({ n: 24, uncertainty: { kind: 'bounds', anytime: false } });
    expect([estimate(one, 'unanswered'), estimate(one, 'extractedRate')]).toEqual([1, 0.5]);
    expect(interval(one, 'highestExposure')[1]).toBeCloseTo(Math.log2(1e6), 9);
    const all = await measure(
      'memorisation',
      failing(() => true),
      { candidates: 31, bits: 4 },
    );
    expect([estimate(all, 'exposedRate'), estimate(all, 'highestExposure')]).toEqual(['failed', 'failed']);
    expect(estimate(all, 'extractedRate')).toBe(0.5);
  });
});
