/** Reports on standard output and in files, each in its format. */
import { Option } from 'commander';
import {
  reporting,
  type Comparison,
  type Language,
  type Report,
  type ReportList,
  type TextOptions,
} from '../engine/index.js';
import { usageFault } from './fault.js';
import { outputFile, refuseUnwritable, writeOutput, type OutputFile } from './output-file.js';
import { print } from './print.js';
import { textOptions } from './terminal.js';

/** Printed from the page by a browser: bytes, so for files only. */
const PDF = 'pdf';

export const outputOption = (formats: readonly string[]): Option =>
  new Option(
    '--output <file>',
    'write the report here too, in the format that the name says (.json .txt .md .html .pdf .csv .sarif .xml) or FORMAT=FILE; others take --format (repeatable)',
  ).argParser((text: string, earlier: readonly OutputFile[] | undefined) => [
    ...(earlier ?? []),
    outputFile(text, [...formats, PDF]),
  ]);

export interface ReportsOptions {
  /** Of standard output. */
  readonly format: string;
  readonly output?: readonly OutputFile[];
  readonly lang: Language;
}

/**
 * Before anything is measured: a folder that is not there, a browser that is missing, and a format that cannot be had
 * are said at once.
 */
export async function refuseOutputs(
  { format, output = [] }: ReportsOptions,
  formats?: readonly string[],
): Promise<void> {
  refuseUnwritable(output.map(({ path }) => path));
  const asked = [format, ...output.map((file) => file.format ?? format)];
  for (const each of formats === undefined ? [] : asked)
    if (each !== PDF && !formats?.includes(each))
      throw usageFault('ASSAY1802', `reports are not compared as “${each}”`, `formats: ${formats?.join(', ')}, pdf`);
  if (asked.includes(PDF)) (await printing()).refuseWithoutBrowser();
}

const printing = () => import('./print-pdf.js');

/** For files: no colours, a width that fits a page. */
const PLAIN = { color: false, width: 100, unicode: true } as const;

/** @param previous Last reports by subject name, that a page compares with. */
export async function writeReports(
  report: Report | ReportList,
  options: ReportsOptions,
  previous: Readonly<Record<string, Report>> = {},
): Promise<void> {
  const { REPORTERS } = await reporting();
  await writeAll(options, async (format, text) => (await REPORTERS[format]!())(report, { ...text, previous }));
}

export async function writeComparison(comparison: Comparison, options: ReportsOptions): Promise<void> {
  const { COMPARERS } = await reporting();
  await writeAll(options, (format, text) => COMPARERS[format]!(comparison, text));
}

async function writeAll(
  { format, output = [], lang }: ReportsOptions,
  render: (format: string, text: TextOptions) => Promise<string>,
): Promise<void> {
  print(await render(format, textOptions(process.stdout, lang)));
  const plain = { ...PLAIN, language: lang };
  for (const { path, format: own = format } of output)
    writeOutput(
      path,
      own === PDF ? await (await printing()).printToPdf(await render('html', plain)) : await render(own, plain),
    );
}
