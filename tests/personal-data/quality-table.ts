import { clopperPearson } from '../../engine/numerics/intervals.js';
import { KINDS } from '../../engine/methods/privacy/identifiers/finding.js';
import type { Kind } from '../../engine/methods/privacy/identifiers/finding.js';
import type { Language } from './people.js';
import type { Score } from './measure-detectors.js';

/** A Markdown table: shares with their exact 95 % intervals. */
export function qualityTable(scoreOf: (kind: Kind, language: Language) => Score): string {
  const rows = KINDS.flatMap((kind) =>
    (['en', 'zh'] as const)
      .map((language) => ({ language, score: scoreOf(kind, language) }))
      .filter(({ score }) => score.there > 0)
      .map(({ language, score }) => {
        const { found, foundTrue, there, thereFound, harmless, harmlessLeft } = score;
        const shares = [share(foundTrue, found), share(thereFound, there), share(harmlessLeft, harmless)];
        return `| \`${kind}\` | ${language} | ${shares.join(' | ')} |`;
      }),
  );
  return `
| kind | language | precision (of those found) | recall (of those there) | specificity (of harmless texts) |
|---|---|---|---|---|
${rows.join('\n')}

`;
}

function share(k: number, n: number): string {
  const [low, high] = clopperPearson(k, n, 0.95).map((bound) => bound.toFixed(3));
  return `${(k / n).toFixed(3)} [${low}, ${high}] (${k} of ${n})`;
}
