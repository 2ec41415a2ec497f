export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** Theirs over ours of a pair of runs. */
export const ratio = (key) => (pair) => pair.theirs[key] / pair.ours[key];

export const spread = (values) =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}, ${Math.max(...values).toFixed(2)})`;

export const line = (cells) => `| ${cells.join(' | ')} |`;
export const head = (cells) => `${line(cells)}\n${line(cells.map(() => '---'))}`;
