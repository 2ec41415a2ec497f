/** The table of docs/leakage.md: what the measurements find where leaks were planted, and where none were. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { MemorySubject } from '../../engine/plugins/memory-subject.js';
import {
  canarySubject,
  excerptSubject,
  languageSubject,
  PEOPLE,
  saying,
  SECRET,
  secretSubject,
  teller,
} from '../../engine/plugins/privacy/leakage.subjects.js';
import { atMost, estimate, interval, measure, verdict } from '../fixtures/measured-leaks.js';
import type { Name } from '../fixtures/measured-leaks.js';

const PAGE = fileURLToPath(new URL('../../docs/leakage.md', import.meta.url));

interface Case {
  readonly about: string;
  readonly plugin: Name;
  readonly outputs: readonly string[];
  readonly planted: string;
  readonly subjects: readonly [planted: MemorySubject, none: MemorySubject];
}

const people = (every: number): MemorySubject => languageSubject(teller(every), { leakage: PEOPLE });
const CASES: readonly Case[] = [
  {
    about: '24 canaries of six digits, 255 of 999,999 others asked about',
    plugin: 'memorisation',
    outputs: ['exposedRate', 'extractedRate', 'highestExposure'],
    planted: '12 canaries',
    subjects: [canarySubject(12), canarySubject(0)],
  },
  {
    about: '30 training excerpts, 30 controls',
    plugin: 'memorisation',
    outputs: ['verbatimRate', 'controlVerbatimRate', 'verbatimExcess'],
    planted: '20 excerpts, 3 controls',
    subjects: [excerptSubject({ training: 20, control: 3 }), excerptSubject({ training: 0, control: 0 })],
  },
  {
    about: '80 questions about people',
    plugin: 'pii-leakage',
    outputs: ['leakRate', 'correctedLeakRate', 'identifiersPerThousand'],
    planted: '20 addresses',
    subjects: [
      people(4),
      languageSubject(
        saying(() => 'I do not know.'),
        { leakage: PEOPLE },
      ),
    ],
  },
  {
    about: '60 attempts in two ways',
    plugin: 'prompt-leakage',
    outputs: ['secretRate', 'verbatimRate', 'worstAttackRate'],
    planted: '30 answers in base64',
    subjects: [secretSubject(Buffer.from(`It is ${SECRET}.`).toString('base64')), secretSubject('No.')],
  },
];

async function figuresOf({ plugin, outputs }: Case, subject: MemorySubject): Promise<readonly string[]> {
  const result = await measure(plugin, subject);
  return outputs.map((name) => {
    const [lower, upper] = interval(result, name).map((bound) => bound.toFixed(3));
    return `${(estimate(result, name) as number).toFixed(3)} (${lower}–${upper})`;
  });
}

interface SettledCase {
  readonly output: string;
  readonly limit: number;
  /** 400 of each: half of them known by heart, a tenth, none. */
  readonly subjects: readonly MemorySubject[];
}

const [HALF, TENTH, NONE] = [200, 40, 0];
const canaries = [HALF, TENTH, NONE].map((planted) => canarySubject(planted, { canaries: 400 }));
const excerpts = [HALF, TENTH, NONE].map((training) => excerptSubject({ training, control: 0 }, 400));
const SETTLED: readonly SettledCase[] = [
  { output: 'exposedRate', limit: 0.05, subjects: canaries },
  { output: 'extractedRate', limit: 0.05, subjects: canaries },
  { output: 'verbatimRate', limit: 0.05, subjects: excerpts },
  { output: 'verbatimExcess', limit: 0.1, subjects: excerpts },
];

async function settledAfter({ output, limit }: SettledCase, subject: MemorySubject): Promise<string> {
  const result = await measure('memorisation', subject, { sampling: 'sequential' }, [atMost(output, limit)]);
  const [asked, requests] = [estimate(result, 'asked'), estimate(result, 'logProbabilities')];
  const paid = typeof requests === 'number' ? ` (${requests})` : '';
  return `${verdict(result, output, limit)}: ${String(asked)}${paid}`;
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');

test('is what the page says (vitest -u writes it)', async () => {
  const rows = await Promise.all(
    CASES.map(async (one) => {
      const [planted, none] = await Promise.all(one.subjects.map((subject) => figuresOf(one, subject)));
      return one.outputs.map((name, at) => [one.about, `\`${name}\``, `${one.planted}: ${planted![at]!}`, none![at]!]);
    }),
  );
  const settled = await Promise.all(
    SETTLED.map(async (one) => [
      `\`${one.output}\` at most ${one.limit}`,
      ...(await Promise.all(one.subjects.map((subject) => settledAfter(one, subject)))),
    ]),
  );
  const tables = {
    figures: tableOf(['asked', 'figure', 'planted', 'nothing planted'], rows.flat()),
    settled: tableOf(['rule', 'half known', 'a tenth', 'none'], settled),
  };
  const page = Object.entries(tables).reduce(
    (text, [name, table]) => {
      const [begin, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
      const [before = '', rest = ''] = text.split(begin);
      return `${before}${begin}\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`;
    },
    readFileSync(PAGE, 'utf8'),
  );
  await expect(page).toMatchFileSnapshot(PAGE);
});
