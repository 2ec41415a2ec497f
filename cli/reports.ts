/** Reports on standard output and in files, each in its format. */
import { Option } from 'commander';
import { reporting, type Language, type Report, type ReportList } from '../engine/index.js';
import { outputFile, refuseUnwritable, writeOutput, type OutputFile } from './output-file.js';
import { print } from './print.js';
import { textOptions } from './terminal.js';

export const outputOption = (formats: readonly string[]): Option =>
  new Option(
    '--output <file>',
    'write the report here too, in the format that the name says (.json .txt .md .csv .sarif .xml) or FORMAT=FILE; others take --format (repeatable)',
  ).argParser((text: string, earlier: readonly OutputFile[] | undefined) => [
    ...(earlier ?? []),
    outputFile(text, formats),
  ]);

export interface ReportsOptions {
  /** Of standard output. */
  readonly format: string;
  readonly output?: readonly OutputFile[];
  readonly lang: Language;
}

/** Before anything is measured: a folder that is not there is said at once. */
export const refuseOutputs = ({ output = [] }: ReportsOptions): void =>
  refuseUnwritable(output.map(({ path }) => path));

/** For files: no colours, a width that fits a page. */
const PLAIN = { color: false, width: 100, unicode: true } as const;

/** @param previous Last reports by subject name, that a page compares with. */
export async function writeReports(
  report: Report | ReportList,
  options: ReportsOptions,
  previous: Readonly<Record<string, Report>> = {},
): Promise<void> {
  const render = async (format: string, stream?: NodeJS.WriteStream): Promise<string> => {
    const { REPORTERS } = await reporting();
    const reporter = await REPORTERS[format]!();
    const text = stream === undefined ? PLAIN : textOptions(stream, options.lang);
    return reporter(report, { ...text, language: options.lang, previous });
  };
  print(await render(options.format, process.stdout));
  for (const { path, format = options.format } of options.output ?? []) writeOutput(path, await render(format));
}
