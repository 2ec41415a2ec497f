/** A draft of a waiver as the YAML document that people review. */
import type { WaiverDraft } from '../api.js';
import { operatorSign } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { plain, withUnit } from './text/number.js';
import { pageOf, type Page, type TextOptions } from './text/page.js';
import { wrap } from './text/width.js';

export function renderWaiver(raw: WaiverDraft, options: TextOptions): string {
  // Symbols of a page, but no colours: it is a file.
  const page = pageOf({ ...options, color: false });
  const draft = neutraliseAll(raw);
  const { m } = page;
  const { rule, subject, reason, ticket, issued, expires, covers, approvers } = draft;
  const lines = [
    ...comments(draft, page).flatMap((text) => wrap(text.replaceAll(/\s+/g, ' '), 98).map((line) => `# ${line}`)),
    'apiVersion: assay/v1',
    'kind: Waiver',
    'waivers:',
    `  - rule: ${rule}`,
    `    subject: ${scalar(subject)}`,
    `    reason: ${scalar(reason ?? '')}${reason === undefined ? `  # ${m.waive.reason}` : ''}`,
    `    approvedBy: []  # ${m.waive.approvers(approvers)}`,
    ticket === undefined ? `    # ticket: ${m.waive.ticket}` : `    ticket: ${scalar(ticket)}`,
    `    issued: ${scalar(issued)}`,
    `    expires: ${scalar(expires)}`,
    `    covers: [${covers.join(', ')}]`,
  ];
  return `${lines.join('\n')}\n`;
}

/** JSON is YAML. */
const scalar = (text: string): string => JSON.stringify(text);

function comments({ rule, title, level, longest, last }: WaiverDraft, page: Page): readonly string[] {
  const { m } = page;
  return [
    m.waive.draft,
    `${rule} (${m.level[level]}): ${page.say(title)}`,
    ...(longest === undefined ? [] : [m.waive.longest(longest)]),
    ...(last === undefined ? [] : [m.waive.last(last.asOf.slice(0, 10), m.ruleVerdict[last.verdict])]),
    ...(last?.evidence ?? [])
      .filter(({ deciding }) => deciding)
      .map(({ output, estimate, unit, operator, limit, detail }) => {
        const figure =
          estimate === null
            ? (detail ?? m.notMeasured)
            : typeof estimate === 'number'
              ? withUnit(plain(estimate), unit)
              : String(estimate);
        const bound =
          typeof limit === 'number'
            ? plain(limit)
            : Array.isArray(limit)
              ? limit.join(m.listSeparator)
              : String(limit ?? '');
        return `  ${output} ${figure}; ${m.needs(operatorSign(operator, page), bound)}`;
      }),
  ];
}
