/** The page in a real browser: phone and desktop, light and dark, both languages, from disk and without a network. */
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, printToPdf } from '../../cli/print-pdf.js';
import { pairReports } from '../../engine/report/comparison.js';
import { LANGUAGES, type Language } from '../../engine/report/messages/messages.js';
import { renderComparisonHtml } from '../../engine/report/page/comparison.js';
import { renderHtml } from '../../engine/report/page/page.js';
import type { Report, ReportList } from '../../engine/report/report.js';
import { sampleReport } from '../fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../hostile-strings.js';
import { largeReport } from './large-report.js';

const program = findBrowser();
if (program === undefined) {
  const missing = 'the page is not tested: no Chromium was found (Debian: apt install chromium)';
  if (process.env['CI'] === 'true') throw new Error(missing);
  console.warn(missing);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [390, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;
const list = (...reports: readonly Report[]): ReportList => ({ apiVersion: 'assay/v1', kind: 'ReportList', reports });
/** By more standards than a phone is wide. */
const BY_MANY: Report = {
  ...sampleReport,
  rules: sampleReport.rules.map((rule, index) => ({ ...rule, id: `a-standard-of-its-own-${index}/${index}` })),
};
const EARLIER = {
  ...sampleReport,
  rules: sampleReport.rules.map((rule) => ({
    ...rule,
    evidence: rule.evidence.map((each) =>
      typeof each.estimate === 'number' ? { ...each, estimate: each.estimate * 0.9 } : each,
    ),
  })),
};

const PAGES = {
  report: (language: Language) => renderHtml(largeReport(14, 1), { language }),
  list: (language: Language) => renderHtml(list(largeReport(4, 1), BY_MANY), { language }),
  comparison: (language: Language) => renderComparisonHtml(pairReports(EARLIER, sampleReport), { language }),
};

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

describe.skipIf(program === undefined)('in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-page-'));
    browser = await chromium.launch({ executablePath: program! });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opened from disk; every complaint and every request for something else is kept. */
  async function open(
    html: string,
    [width, colorScheme]: readonly [number, 'light' | 'dark'] = [1440, 'light'],
  ): Promise<{ readonly page: Page; readonly said: string[] }> {
    const file = join(folder, `page-${Math.random().toString(36).slice(2)}.html`);
    writeFileSync(file, html);
    // The page forbids all script: only the examiner's own, from outside, gets past that.
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      offline: true,
      bypassCSP: false,
    });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => said.push(dialog.message()));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) said.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, said };
  }

  const widest = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

  /** Closed parts and parts below the screen are shown too. */
  const showAll = (page: Page): Promise<void> =>
    page.evaluate(`
      for (const each of document.querySelectorAll('details')) each.open = true;
      for (const each of document.querySelectorAll('.rule, .measurement')) each.style.contentVisibility = 'visible';
    `);

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const found = await page.evaluate<readonly Violation[]>(
      "axe.run({ resultTypes: ['violations'] }).then((all) => all.violations)",
    );
    return found.map(
      ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ''}`,
    );
  }

  const variants = WIDTHS.flatMap((width) =>
    SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ['report', width, scheme, language] as const)),
  );
  test.each([
    ...variants,
    ['list', 390, 'dark', 'zh'],
    ['list', 1440, 'light', 'en'],
    ['comparison', 390, 'light', 'en'],
    ['comparison', 1440, 'dark', 'zh'],
  ] as const)('%s, %d pixels wide, %s, %s', async (name, width, scheme, language) => {
    const { page, said } = await open(PAGES[name](language), [width, scheme]);
    expect(await widest(page)).toBe(width);
    await showAll(page);
    expect(await violations(page)).toEqual([]);
    expect(await widest(page)).toBe(width);
    expect(said).toEqual([]);
    await page.context().close();
  });

  test('hostile texts run nothing, fetch nothing and widen nothing', async () => {
    const reports = Object.values(HOSTILE_STRINGS).map(hostileReport);
    const { page, said } = await open(renderHtml(list(...reports), { language: 'en' }), [390, 'light']);
    await showAll(page);
    expect(await widest(page)).toBe(390);
    expect(said).toEqual([]);
    expect(await page.locator('script, img, iframe, link, object, form').count()).toBe(0);
    await page.context().close();
  });

  test('works by the keyboard: to the rules, through the filter, into a measurement', async () => {
    const { page } = await open(PAGES.report('en'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    await page.locator('input.show-all').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.rule.pass:visible').count()).toBe(0);
    expect(await page.locator('.rule.fail:visible').count()).toBeGreaterThan(0);
    await page.locator('.measurement > summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.measurement .chart:visible').count()).toBe(1);
    await page.context().close();
  });

  test('a link to a measurement opens it', async () => {
    const { page } = await open(PAGES.report('en'));
    await page.locator('.how > summary').first().click();
    await page.locator('.how a').first().click();
    expect(await page.locator('.measurement[open] :target').count()).toBe(1);
    await page.context().close();
  });

  test('500 rules x 50 measurements are there in under a second', async () => {
    const before = performance.now();
    const html = renderHtml(largeReport(500, 50, 50), { language: 'en' });
    const rendered = performance.now() - before;
    const { page } = await open(html);
    const interactive = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].domInteractive");
    const answered = await page.evaluate<number>(`(async () => {
      const start = performance.now();
      document.querySelector('input.show-fail').click();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - start;
    })()`);
    const size = (Buffer.byteLength(html) / 1e6).toFixed(2);
    console.info(
      `500 rules x 50 measurements: ${size} MB, made in ${rendered.toFixed(0)} ms, interactive after ${interactive.toFixed(0)} ms, the filter answers in ${answered.toFixed(0)} ms`,
    );
    // A quiet machine takes a fifth of this.
    expect(interactive).toBeLessThan(3_000);
    expect(answered).toBeLessThan(3_000);
    expect(Buffer.byteLength(html)).toBeLessThan(6_000_000);
    await page.context().close();
  });

  test('prints to PDF with every part open', async () => {
    const pdf = await printToPdf(renderHtml(sampleReport, { language: 'en' }));
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const { page } = await open(renderHtml(sampleReport, { language: 'en' }));
    await page.emulateMedia({ media: 'print' });
    const shown = "document.querySelector('.measurement table').checkVisibility({ contentVisibilityAuto: true })";
    expect(await page.evaluate(shown)).toBe(true);
    expect(await page.locator('nav').isVisible()).toBe(false);
    await page.context().close();
  });
});
