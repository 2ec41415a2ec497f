/** What a bundle holds, for a terminal. */
import type { BundleOutcome } from '../api.js';
import { asRuleVerdict, markOf } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { fixed } from './text/number.js';
import { finish, indent, pageOf, type TextOptions } from './text/page.js';
import { wrap } from './text/width.js';

export function renderBundle(raw: NonNullable<BundleOutcome['bundle']>, options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  const { path, bytes, digest, subject, verdict, documents, attestations } = neutraliseAll(raw);
  return finish(
    [
      ` ${markOf(asRuleVerdict(verdict), page)} ${paint.strong(`${subject.name} ${subject.version}`)}  ${m.verdict[verdict]}`,
      ...indent(wrap(m.bundle.written(path, `${fixed(bytes, 0)} B`), page.width - 3), 3),
      ...indent(wrap(m.bundle.holds(documents, attestations), page.width - 3), 3),
      `   ${paint.faint(digest)}`,
    ],
    page,
  );
}
