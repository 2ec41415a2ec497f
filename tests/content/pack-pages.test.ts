/** The table of a pack's page, in both languages, has every rule and every limit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Standard {
  readonly parameters?: Readonly<Record<string, { readonly tighten?: string }>>;
  readonly rules: readonly { readonly id: string }[];
}

const PACKS = readdirSync('policies').map((name) => ({
  name,
  ...(parse(readFileSync(join('policies', name, `${name}.yaml`), 'utf8')) as Standard),
}));

describe.each(PACKS)('policies/$name', ({ name, parameters = {}, rules }) => {
  const limits = Object.keys(parameters).filter((id) => parameters[id]!.tighten !== undefined);

  it.each(['README.md', 'README.zh-CN.md'])('%s', (page) => {
    const text = readFileSync(join('policies', name, page), 'utf8');
    const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
    const table = rows.join('\n');
    const absent = [...rules.map(({ id }) => id), ...limits].filter((id) => !table.includes(`\`${id}\``));
    expect(absent).toEqual([]);
  });
});
