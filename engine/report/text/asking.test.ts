import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../../tests/fixtures/sample-report.js';
import type { Language } from '../messages/messages.js';
import type { MeasurementRecord } from '../report.js';
import { plainPage } from '../words.js';
import { askedSentences, detailsOf } from './asking.js';
import { reasonOf } from './reason.js';

const [base] = sampleReport.measurements as readonly [MeasurementRecord];
const pair = (asked: number, spared: number) => ({ asked, spared });
const asking = (more: Partial<NonNullable<MeasurementRecord['asking']>> = {}): MeasurementRecord => ({
  ...base,
  asking: {
    questions: pair(63, 232),
    model: {
      answers: pair(70, 232),
      promptTokens: pair(2505, 8302.3),
      answerTokens: pair(360, 1193.1),
      money: { ...pair(0.002, 0.0066), currency: 'EUR' },
    },
    judge: { answers: pair(170, 232), promptTokens: pair(17_000, 23_200), answerTokens: pair(170, 232) },
    energy: {
      asked: { joules: 4.7, range: [2.1, 11] },
      spared: { joules: 15.6, range: [7.1, 37] },
      basis: 'estimated',
      source: 'meter',
    },
    ...more,
  },
});
const whole = asking({ questions: pair(100, 0), model: { answers: pair(100, 0) } });
const sentences = (measurements: readonly MeasurementRecord[], language: Language = 'en') =>
  askedSentences({ measurements }, plainPage(language)).join('\n');
const tableOf = (measurement: MeasurementRecord, language: Language = 'en') =>
  detailsOf(measurement, plainPage(language)).slice(base.details.length);

describe('what was asked and spared', () => {
  test('stands in a sentence: questions, tokens, money, the judge’s apart, energy with its band and basis', () => {
    expect(sentences([base])).toBe('');
    expect(sentences([asking(), base, whole])).toBe(
      '163 of 395 questions to language models were asked. Not asking the other 232 spared about ' +
        '8,300 prompt tokens, 1,190 answer tokens, 0.0066 EUR, 23,200 prompt tokens of the judge, 232 answer tokens of ' +
        'the judge and 15.6 J (7.1 J to 37 J; estimated from what Assay saw).',
    );
    expect(sentences([whole])).toBe('100 of 100 questions to language models were asked.');
    expect(sentences([asking()], 'zh')).toMatch(/^向语言模型的题目共 295 题，已问 63 题。其余 232 题未问，约节省/);
  });

  test('of several measurements is their sum', () => {
    const { energy } = asking().asking!;
    const unknown = { unmeasured: 'missing-input', detail: 'no size is known' } as const;
    expect(sentences([asking(), asking({ energy: energy! }), asking({ energy: unknown })])).toContain(
      '0.0198 EUR, 69,600 prompt tokens of the judge, 696 answer tokens of the judge and 31.2 J (14.2 J to 74 J;',
    );
  });

  test('stands in a table of each measurement, with what the energy is known by', () => {
    const [table, energy] = tableOf(asking());
    expect(table).toMatchObject({
      rows: [
        ['questions', 63, 232, ''],
        ['answers', 70, 232, ''],
        ['tokens of prompts', 2505, 8302.3, ''],
        ['tokens of answers', 360, 1193.1, ''],
        ['money', 0.002, 0.0066, 'EUR'],
        ['energy of the answers', 4.7, 15.6, 'J'],
        ['energy of the answers, at least', 2.1, 7.1, 'J'],
        ['energy of the answers, at most', 11, 37, 'J'],
        ['answers, of the judge', 170, 232, ''],
        ['tokens of prompts, of the judge', 17_000, 23_200, ''],
        ['tokens of answers, of the judge', 170, 232, ''],
      ],
    });
    expect(energy).toMatchObject({ text: expect.stringMatching(/a meter \(estimated.*\nWhat the judge used/s) });
    const unknown = asking({ energy: { unmeasured: 'missing-input', detail: 'no size is known' } });
    expect(tableOf(unknown)[1]).toMatchObject({ text: 'Not known: no size is known.' });
    expect(tableOf(asking(), 'zh')[0]).toMatchObject({ title: '已问与节省' });
    expect(tableOf(base)).toEqual([]);
  });

  test('stands with the reason of each rule that rests on it', () => {
    const [rule] = sampleReport.rules;
    const page = plainPage('en');
    const judged = { ...rule!, questions: pair(63, 232) };
    expect(reasonOf(judged, page)).toBe(`${reasonOf(rule!, page)} 63 of 295 questions were asked.`);
  });
});
