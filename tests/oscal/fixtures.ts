import { readFileSync } from 'node:fs';
import type { OscalFile } from '../../engine/oscal/import-oscal.js';

const FOLDER = 'tests/fixtures/oscal';

export const oscalFile = (path: string): OscalFile => ({ path, bytes: readFileSync(`${FOLDER}/${path}`) });
export const oscalValue = (path: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${path}`, 'utf8'));

export const AI_ACT = 'eu-ai-act/catalogs/eu-ai-act/catalog.json';
export const AI_ACT_PROFILES = [
  'gpai-model-provider',
  'high-risk-deployer-annex-iii',
  'high-risk-provider-annex-iii',
  'prohibited-practices-and-ai-literacy',
  'transparency-article-50',
].map((name) => `eu-ai-act/profiles/${name}/profile.json`);
export const NIST_LOW = 'nist/NIST_SP-800-53_rev5_LOW-baseline_profile.json';
export const BASIC = 'nist/basic-catalog.json';
