/** What this machine offers, for a terminal. */
import type { DoctorReport } from '../doctor/doctor.js';
import { markOf } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, pageOf, type TextOptions } from './text/page.js';
import { padEnd, textWidth, wrap } from './text/width.js';

export function renderDoctor(raw: DoctorReport, options: TextOptions): string {
  const page = pageOf(options);
  const report = neutraliseAll(raw);
  const groups = Object.entries(report) as [keyof DoctorReport, DoctorReport[keyof DoctorReport]][];
  const nameWidth = Math.max(...groups.flatMap(([, findings]) => findings.map(({ name }) => textWidth(name))));
  const lines = groups.flatMap(([group, findings]) => [
    '',
    page.paint.title(page.m.doctor.group[group]),
    ...findings.flatMap(({ name, present, detail }) =>
      wrap(detail, page.width - nameWidth - 5).map((line, index) =>
        index === 0
          ? ` ${markOf(present ? 'pass' : 'not-applicable', page)} ${padEnd(name, nameWidth)}  ${present ? line : page.paint.faint(line)}`
          : `${' '.repeat(nameWidth + 5)}${present ? line : page.paint.faint(line)}`,
      ),
    ),
  ]);
  return finish(lines.slice(1), page);
}
