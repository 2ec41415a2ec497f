/** A subject whose language model is behind a test server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import { openShelf } from '../../engine/measure/answer-shelf.js';
import type { Prompt } from '../../engine/subject/language/language-model.js';
import { openLanguageModel } from '../../engine/subject/language/open-language-model.js';
import type { LanguageOptions, OpenLanguageModel } from '../../engine/subject/language/open-language-model.js';
import type { LoadedSubject } from '../../engine/subject/loaded.js';
import { loadSubject } from '../../engine/subject/load-subject.js';
import { startLanguageServer } from './language-server.js';
import type { Mischief } from './listening.js';
import type { LanguageServer } from './language-server.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export interface ServedLanguage {
  readonly server: LanguageServer;
  readonly folder: string;
  readonly subject: LoadedSubject;
  /** The model as a process of its own has it; faults that may pass are waited for briefly. */
  open(options?: LanguageOptions): OpenLanguageModel;
}

/** `more`: fields of the model in YAML's flow form, with a comma before. */
export async function serve(more = '', mischief?: Mischief): Promise<ServedLanguage> {
  const server = await startLanguageServer(mischief);
  cleanups.push(server.stop);
  const { folder, subject } = await loadLanguage(`url: "${server.url}", name: tiny${more}`);
  const open = (options?: LanguageOptions): OpenLanguageModel => openedIn(folder, subject, options);
  return { server, folder, subject, open };
}

export async function loadLanguage(
  model: string,
): Promise<{ readonly folder: string; readonly subject: LoadedSubject }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-language-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const { subject, diagnostics } = await loadSubject(fileSource(), writeLanguageSubject(folder, model));
  expect(diagnostics).toEqual([]);
  return { folder, subject: subject! };
}

export function writeLanguageSubject(folder: string, model: string): string {
  const path = join(folder, 'subject.yaml');
  const head = 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: tiny, version: "1.0.0"}\ntask: text-generation\n';
  writeFileSync(path, `${head}model: {format: openai, ${model}}\n`);
  return path;
}

export function openedIn(folder: string, { spec }: LoadedSubject, options: LanguageOptions = {}): OpenLanguageModel {
  if (spec.model?.format !== 'openai') throw new Error('no language model');
  const kept = { answers: openShelf(join(folder, '.assay')), backOff: { first: 0.05, most: 0.2 } };
  const model = openLanguageModel(spec.model, { ...kept, ...options });
  cleanups.push(() => model.close());
  return model;
}

export const user = (content: string): Prompt => ({ messages: [{ role: 'user', content }] });
