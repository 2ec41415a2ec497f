/** Reporters by name, loaded on use. A new one is a file and a line here. */
import type { Report, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';

export const REPORTERS: Readonly<Record<string, () => Promise<Reporter>>> = {
  json: async () => (await import('./json.js')).renderJson,
  text: async () => (await import('./reporter-text.js')).reportText,
};

export const FORMATS: readonly string[] = Object.keys(REPORTERS);

export const isReport = (record: Report | UnreadSubject): record is Report => record.kind === 'Report';
