import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html, link } from './html.js';

it('escapes text and attributes, and nothing twice', () => {
  const inner = html`<b>${'a < b & "c"'}</b>`;
  expect(html`<p title="${"it's"}">${inner}${[1, undefined, 'x']}</p>`.text).toBe(
    '<p title="it&#39;s"><b>a &lt; b &amp; &quot;c&quot;</b>1x</p>',
  );
});

it('no text becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '/', '=') }), (text) => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/);
    }),
  );
});

it('links lead to the web only', () => {
  expect(link('https://a.example/"x', 'y').text).toBe('<a href="https://a.example/&quot;x">y</a>');
  expect(link('javascript:alert(1)', 'y').text).toBe('y');
});
