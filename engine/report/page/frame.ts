/** The file around a page: one of HTML, no script, nothing from elsewhere, and a policy that allows neither. */
import { createHash } from 'node:crypto';
import { html, Markup, type Content } from '../html.js';
import type { Language } from '../messages/messages.js';
import { pageMessagesIn } from './messages.js';
import { STYLE } from './style.js';

export interface FrameParts {
  readonly language: Language;
  readonly title: string;
  /** The verdict: it comes first, on a phone too. */
  readonly header: Content;
  readonly nav: Content;
  readonly main: Content;
  readonly footer: Content;
}

const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64');

const MAIN = 'main';

export function frame({ language, title, header, nav, main, footer }: FrameParts): string {
  const p = pageMessagesIn(language);
  const content = html`<body>
    <a class="skip" href="#${MAIN}">${p.skip}</a>
    <div class="layout">
      ${header} ${nav === undefined ? undefined : html`<nav aria-label="${p.contents}">${nav}</nav>`}
      <main id="${MAIN}" tabindex="-1">${main}</main>
      <footer>${footer}</footer>
    </div>
  </body>`;
  return [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">`,
    html`<head>
      <meta charset="utf-8" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; base-uri 'none'; form-action 'none'"
      />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${title}</title>
      ${new Markup(`<style>${STYLE}</style>`)}
    </head>`.text,
    content.text,
    '</html>\n',
  ]
    .join('\n')
    .replace(/\n\s+/g, '\n');
}
