/**
 * The normalisation of SQuAD's evaluation script (Rajpurkar, Zhang, Lopyrev & Liang, EMNLP 2016): lower case, no
 * punctuation, no articles, single spaces. As MLQA's (Lewis et al., ACL 2020) it drops the punctuation of all scripts,
 * and full-width forms are taken for the plain ones (NFKC). English articles alone are dropped.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}$+<=>^`|~]/gu, '')
    .replace(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, ' ')
    .trim()
    .split(/\s+/u)
    .join(' ');
}
