// Whether each quote that a pack marks `verified` stands in the texts: node scripts/check-quotes.mjs TEXT… [--policies DIR]
// A text is a file (.txt, .md, .yaml) or a folder of them. A standard of none of these texts is named, not checked.
// Exit status: 0, 1 where a quote does not stand, 3 where nothing was checked.
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
  const found = quotes.map((quote) => ({ ...quote, stands: texts.some(({ words }) => stands(quote.parts, words)) }));
  // A standard of which no quote stands is of another text than those that are here.
  const elsewhere = [...new Set(quotes.map(({ file }) => file))].filter(
    (file) => !found.some((quote) => quote.file === file && quote.stands),
  );
  const checked = found.filter(({ file }) => !elsewhere.includes(file));
  const missing = checked.filter((quote) => !quote.stands);
  for (const { file, line, column, clause, parts } of missing) {
    const { part, passage, text } = nearest(parts, texts);
    console.log(`${file}:${line}:${column}  ${clause}`);
    console.log(`  does not stand: ${part.join(' ')}`);
    console.log(`  nearest, in ${text}: ${passage.join(' ')}`);
  }
  for (const file of elsewhere) console.log(`${file}: not checked, none of its quotes stands in these texts`);
  console.log(`${checked.length - missing.length} of ${checked.length} quotes stand in ${texts.length} texts`);
  process.exitCode = checked.length === 0 ? 3 : missing.length === 0 ? 0 : 1;
}
