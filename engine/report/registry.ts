/** Reporters by name, loaded on use. A new one is a file and a line here. */
import type { Report, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';

export const REPORTERS: Readonly<Record<string, () => Promise<Reporter>>> = {
  csv: async () => (await import('./csv.js')).renderCsv,
  cyclonedx: async () => (await import('./cyclonedx.js')).renderCyclonedx,
  'eu-annex-iv': async () => (await import('./eu-annex-iv.js')).renderEuAnnexIv,
  'eu-annex-xi': async () => (await import('./eu-annex-xi.js')).renderEuAnnexXi,
  github: async () => (await import('./github.js')).renderGithub,
  gitlab: async () => (await import('./gitlab.js')).renderGitlab,
  html: async () => (await import('./page/page.js')).renderHtml,
  json: async () => (await import('./json.js')).renderJson,
  junit: async () => (await import('./junit.js')).renderJunit,
  markdown: async () => (await import('./markdown.js')).renderMarkdown,
  'model-card': async () => (await import('./model-card.js')).renderModelCard,
  openreports: async () => (await import('./openreports.js')).renderOpenreports,
  oscal: async () => (await import('./oscal.js')).renderOscal,
  sarif: async () => (await import('./sarif.js')).renderSarif,
  text: async () => (await import('./reporter-text.js')).reportText,
};

export const FORMATS: readonly string[] = Object.keys(REPORTERS);

export const isReport = (record: Report | UnreadSubject): record is Report => record.kind === 'Report';
