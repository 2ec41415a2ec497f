// Whether each quote that a pack marks `verified` stands in the texts: node scripts/check-quotes.mjs TEXT… [--policies DIR]
// A text is a file (.txt, .md, .yaml) or a folder of them. Exit status: 0, 1 where a quote does not stand, 3 for usage.
import { parseArgs } from 'node:util';
import { quotesOf } from './quotes/quotes-of.mjs';
import { readTexts } from './quotes/read-texts.mjs';
import { nearest, stands } from './quotes/stands.mjs';

const { values, positionals } = parseArgs({
  options: { policies: { type: 'string', default: 'policies' } },
  allowPositionals: true,
});
const texts = readTexts(positionals);
const quotes = quotesOf(values.policies);

if (texts.length === 0 || quotes.length === 0) {
  const what = texts.length === 0 ? 'no texts: name files or folders of .txt, .md or .yaml' : 'no quotes to check';
  console.error(`check-quotes: ${what}`);
  process.exitCode = 3;
} else {
  const missing = quotes.filter(({ parts }) => !texts.some(({ words }) => stands(parts, words)));
  for (const { file, line, column, clause, parts } of missing) {
    const { part, passage, text } = nearest(parts, texts);
    console.log(`${file}:${line}:${column}  ${clause}`);
    console.log(`  does not stand: ${part.join(' ')}`);
    console.log(`  nearest, in ${text}: ${passage.join(' ')}`);
  }
  console.log(`${quotes.length - missing.length} of ${quotes.length} quotes stand in ${texts.length} texts`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
