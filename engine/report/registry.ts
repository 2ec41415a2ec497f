/** Reporters by name, loaded on use. A new one is a file and a line here, `forReaders` where it words figures. */
import type { Report, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';

const forReaders = (load: () => Promise<Reporter>) => async (): Promise<Reporter> => {
  const [render, { withinRanges }] = await Promise.all([load(), import('./within-ranges.js')]);
  return withinRanges(render);
};

export const REPORTERS: Readonly<Record<string, () => Promise<Reporter>>> = {
  csv: async () => (await import('./csv.js')).renderCsv,
  cyclonedx: forReaders(async () => (await import('./cyclonedx.js')).renderCyclonedx),
  'eu-annex-iv': forReaders(async () => (await import('./eu-annex-iv.js')).renderEuAnnexIv),
  'eu-annex-xi': forReaders(async () => (await import('./eu-annex-xi.js')).renderEuAnnexXi),
  github: forReaders(async () => (await import('./github.js')).renderGithub),
  gitlab: forReaders(async () => (await import('./gitlab.js')).renderGitlab),
  html: forReaders(async () => (await import('./page/page.js')).renderHtml),
  json: async () => (await import('./json.js')).renderJson,
  junit: forReaders(async () => (await import('./junit.js')).renderJunit),
  markdown: forReaders(async () => (await import('./markdown.js')).renderMarkdown),
  'model-card': forReaders(async () => (await import('./model-card.js')).renderModelCard),
  openreports: forReaders(async () => (await import('./openreports.js')).renderOpenreports),
  oscal: forReaders(async () => (await import('./oscal.js')).renderOscal),
  sarif: forReaders(async () => (await import('./sarif.js')).renderSarif),
  text: forReaders(async () => (await import('./reporter-text.js')).reportText),
};

export const FORMATS: readonly string[] = Object.keys(REPORTERS);

export const isReport = (record: Report | UnreadSubject): record is Report => record.kind === 'Report';
