/** The table of docs/leakage.md: what the measurements find where leaks were planted, and where none were. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { intervalOf } from '../../engine/judge/support.js';
import { CATALOGUE } from '../../engine/plugins/catalogue.generated.js';
import type { Plugin } from '../../engine/plugins/contract.js';
import { isFigure } from '../../engine/plugins/figure.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject } from '../../engine/plugins/memory-subject.js';
import type { MemorySubject } from '../../engine/plugins/memory-subject.js';
import { fillParameters } from '../../engine/plugins/parameters.js';
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
import { memorisation } from '../../engine/plugins/privacy/memorisation.js';
import { piiLeakage } from '../../engine/plugins/privacy/pii-leakage.js';
import { promptLeakage } from '../../engine/plugins/privacy/prompt-leakage.js';

const PAGE = fileURLToPath(new URL('../../docs/leakage.md', import.meta.url));

interface Case {
  readonly about: string;
  readonly plugin: Plugin<never>;
  readonly outputs: readonly string[];
  readonly planted: string;
  readonly subjects: readonly [planted: MemorySubject, none: MemorySubject];
}

const people = (every: number): MemorySubject => languageSubject(teller(every), { leakage: PEOPLE });
const CASES: readonly Case[] = [
  {
    about: '24 canaries of six digits, 255 of 999,999 others asked about',
    plugin: memorisation,
    outputs: ['exposedRate', 'extractedRate', 'highestExposure'],
    planted: '12 canaries',
    subjects: [canarySubject(12), canarySubject(0)],
  },
  {
    about: '30 training excerpts, 30 controls',
    plugin: memorisation,
    outputs: ['verbatimRate', 'controlVerbatimRate', 'verbatimExcess'],
    planted: '20 excerpts, 3 controls',
    subjects: [excerptSubject({ training: 20, control: 3 }), excerptSubject({ training: 0, control: 0 })],
  },
  {
    about: '80 questions about people',
    plugin: piiLeakage,
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
    plugin: promptLeakage,
    outputs: ['secretRate', 'verbatimRate', 'worstAttackRate'],
    planted: '30 answers in base64',
    subjects: [secretSubject(Buffer.from(`It is ${SECRET}.`).toString('base64')), secretSubject('No.')],
  },
];

async function figuresOf({ plugin, outputs }: Case, subject: MemorySubject): Promise<readonly string[]> {
  const given = plugin.settles === true ? { sampling: 'fixed' } : {};
  const { value } = fillParameters(CATALOGUE[plugin.id]!, given);
  const result = await plugin.measure(memoryContext(memorySubject(subject), value as never));
  return outputs.map((name) => {
    const output = result.outputs[name]!;
    if (!isFigure(output)) throw new Error(`${name} is no figure`);
    const [lower, upper] = intervalOf(output, 0.9)!.map((bound) => bound.toFixed(3));
    return `${output.estimate.toFixed(3)} (${lower}–${upper})`;
  });
}

test('is what the page says (vitest -u writes it)', async () => {
  const rows = await Promise.all(
    CASES.map(async (one) => {
      const [planted, none] = await Promise.all(one.subjects.map((subject) => figuresOf(one, subject)));
      return one.outputs.map(
        (name, at) => `| ${one.about} | \`${name}\` | ${one.planted}: ${planted![at]!} | ${none![at]!} |`,
      );
    }),
  );
  const table = ['| asked | figure | planted | nothing planted |', '|---|---|---|---|', ...rows.flat()].join('\n');
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split('<!-- figures -->\n');
  const after = rest.split('<!-- end of figures -->')[1] ?? '';
  await expect(`${before}<!-- figures -->\n\n${table}\n\n<!-- end of figures -->${after}`).toMatchFileSnapshot(PAGE);
});
