/** Completions of names that other documents, or other parts of the document, give. */
import { posix } from 'node:path';
import { valueAt } from '../document/shape-at.js';
import type { Pointer } from '../document/words.js';
import { RULE_VERDICTS } from '../judge/verdict.js';
import { TASKS } from '../subject/task.js';
import type { Cards } from './cards.js';
import type { Candidate } from './completion.js';
import type { Cursor } from './cursor.js';
import { entryOf, type NamedRule, shortest, type Names } from './names.js';
import { ruleNamed } from './occurrences.js';
import type { Workspace } from './workspace.js';

/** `undefined` where the place is of no such kind. */
export function completeNames(
  cursor: Cursor,
  pointer: Pointer,
  role: 'key' | 'value',
  names: Names,
  cards: Cards,
  workspace: Workspace,
): readonly Candidate[] | undefined {
  const namer = new Namer(names, cards);
  const last = pointer.at(-1);
  const form = pointer.map((part) => (typeof part === 'number' ? '*' : part));
  const path = form.join('/');
  const of = cursor.document.kind;
  const isLayer = of === 'Standard' || of === 'Profile';
  if (role === 'value' && isPath(of, form)) return paths(cursor, pointer, workspace);
  if (isLayer && role === 'value' && /^(measurements|rules\/\*\/measure)\/[^/]+\/plugin$/.test(path))
    return namer.plugins();
  if (isLayer && role === 'value' && path === 'rules/*/clause') return namer.clauses();
  switch (of) {
    case 'Profile':
      if (role === 'key' && path === `set/${last}`) return namer.parameters('key', (name) => name.includes('.'));
      if (role === 'key' && path === `raise/${last}`)
        return namer.rules('key', ({ level }) => level === 'should', false);
      if (path === 'imports/*/exclude/*') return namer.rules('value', ({ level }) => level === 'should', false);
      return undefined;
    case 'Waiver':
      return path === 'waivers/*/rule' ? namer.waivable(workspace) : undefined;
    case 'Subject':
      if (form[0] === 'facts' && form.length === 2)
        return role === 'key' ? namer.facts('key') : namer.factValues(String(last));
      return undefined;
    case 'PolicyTest':
      return inTest(cursor, pointer, role, namer, names);
    default:
      return undefined;
  }
}

const isPath = (kind: string | undefined, [first, , third]: readonly string[]): boolean =>
  (kind === 'Profile' && ((first === 'imports' && third === 'pack') || first === 'waivers' || third === 'manifest')) ||
  (kind === 'Pack' && first === 'standards') ||
  (kind === 'Subject' && first === 'policies') ||
  (kind === 'PolicyTest' && first === 'policy');

function inTest(
  { document }: Cursor,
  pointer: Pointer,
  role: 'key' | 'value',
  namer: Namer,
  names: Names,
): readonly Candidate[] | undefined {
  const last = String(pointer.at(-1));
  const parent = pointer.at(-2);
  if (parent === 'facts') return role === 'key' ? namer.facts('key') : namer.factValues(last);
  if (parent === 'parameters' && role === 'key') return namer.parameters('key', () => true);
  if (parent === 'measurements' && role === 'key') return namer.aliases('key', '');
  if (pointer.at(-3) === 'measurements' && role === 'key') return namer.outputs(String(parent), 'key', '');
  if (parent === 'expect') return role === 'key' ? namer.rules('key', () => true, true) : VERDICTS;
  if (parent === 'columns') {
    const outputs = [...names.allAliases.keys()].flatMap((alias) => namer.outputs(alias, 'value', `${alias}.`));
    return [
      ...namer.rules('value', () => true, true),
      ...namer.facts('value', 'subject.'),
      ...namer.parameters('value', () => true, 'parameters.'),
      ...outputs,
    ];
  }
  if (pointer[2] === 'rows' && pointer.length >= 5) {
    const column = valueAt(document.value, [pointer[0]!, pointer[1]!, 'columns', pointer[4]!]);
    if (typeof column !== 'string') return undefined;
    if (column.startsWith('subject.')) return namer.factValues(column.slice('subject.'.length));
    return ruleNamed(column, names) === undefined ? undefined : VERDICTS;
  }
  return undefined;
}

const CAUSES = ['uncertain', 'bounded', 'basis', 'missing-input'];
const VERDICTS: readonly Candidate[] = [...RULE_VERDICTS, ...CAUSES.map((cause) => `undetermined (${cause})`)].map(
  (value) => ({ kind: 'value', value, as: 'value' }),
);

function paths({ word, document }: Cursor, pointer: Pointer, { source }: Workspace): readonly Candidate[] {
  const wantsPack = pointer[0] === 'imports' || pointer[0] === 'policies';
  const folder = word.slice(0, word.lastIndexOf('/') + 1);
  const at = posix.resolve(posix.dirname(document.file), folder);
  const found: Candidate[] =
    folder === '' || /^(\.\.\/)+$/.test(folder) ? [{ kind: 'path', value: `${folder}../`, as: 'value' }] : [];
  for (const name of source.list(at).slice(0, 1000)) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const kind = source.kind(posix.join(at, name));
    if (kind === 'folder') {
      const isPack = wantsPack && source.kind(posix.join(at, name, 'pack.yaml')) === 'file';
      found.push({ kind: 'path', value: `${folder}${name}${isPack ? '' : '/'}`, as: 'value' });
    } else if (/\.ya?ml$/.test(name)) found.push({ kind: 'path', value: `${folder}${name}`, as: 'value' });
  }
  return found;
}

/** Names of a document as candidates, each with its card. */
class Namer {
  constructor(
    private readonly names: Names,
    private readonly cards: Cards,
  ) {}

  plugins(): readonly Candidate[] {
    return Object.values(this.names.catalogue).map((entry) => ({
      kind: 'plugin',
      value: entry.id,
      as: 'value',
      about: this.cards.plugin(entry),
    }));
  }

  clauses(): readonly Candidate[] {
    return [...this.names.clauses].map(([id, clause]) => ({
      kind: 'clause',
      value: id,
      as: 'value',
      about: this.cards.clause(id, clause),
    }));
  }

  parameters(as: 'key' | 'value', which: (name: string) => boolean, before = ''): readonly Candidate[] {
    return shortest(this.names).flatMap(([name, parameter]): Candidate[] =>
      which(name) ? [{ kind: 'parameter', value: before + name, as, about: this.cards.parameter(parameter) }] : [],
    );
  }

  facts(as: 'key' | 'value', before = ''): readonly Candidate[] {
    return [...this.names.facts].map(([name, fact]) => ({
      kind: 'fact',
      value: before + name,
      as,
      about: this.cards.fact(name, fact),
    }));
  }

  factValues(name: string): readonly Candidate[] {
    const values = name === 'task' ? TASKS : this.names.facts.get(name)?.values;
    return (Array.isArray(values) ? values : []).map((value: string) => ({ kind: 'value', value, as: 'value' }));
  }

  /** @param isShort Whether a rule of the document's own layer goes by its short name. */
  rules(as: 'key' | 'value', which: (rule: NamedRule) => boolean, isShort: boolean): readonly Candidate[] {
    return [...this.names.rules.values()].filter(which).map((rule) => {
      const short = rule.id.slice(rule.id.indexOf('/') + 1);
      const value = isShort && ruleNamed(short, this.names) === rule.id ? short : rule.id;
      return { kind: 'rule', value, as, about: this.cards.rule(rule, this.names) };
    });
  }

  aliases(as: 'key' | 'value', before: string): readonly Candidate[] {
    return [...this.names.allAliases].map(([alias, [use]]) => {
      const entry = entryOf(this.names, use?.plugin ?? '');
      return { kind: 'alias', value: before + alias, as, ...(entry && { about: this.cards.plugin(entry) }) };
    });
  }

  outputs(alias: string, as: 'key' | 'value', before: string): readonly Candidate[] {
    const entry = entryOf(this.names, this.names.allAliases.get(alias)?.[0]?.plugin ?? '');
    return Object.entries(entry?.outputs ?? {}).map(([name, spec]) => ({
      kind: 'output',
      value: before + name,
      as,
      about: this.cards.output(name, spec, entry!),
    }));
  }

  /** Rules of the layers that a waiver may speak of. */
  waivable(workspace: Workspace): readonly Candidate[] {
    return [...this.names.files].flatMap(([layer, files]) =>
      files.slice(0, 1).flatMap((file) => {
        const rules = workspace.document(file)?.value;
        const list = valueAt(rules, ['rules']);
        return (Array.isArray(list) ? list : []).flatMap((rule: unknown): Candidate[] => {
          const [id, waiver] = [valueAt(rule, ['id']), valueAt(rule, ['waiver'])];
          return typeof id === 'string' && waiver !== 'forbidden'
            ? [{ kind: 'rule', value: `${layer}/${id}`, as: 'value' }]
            : [];
        });
      }),
    );
  }
}
