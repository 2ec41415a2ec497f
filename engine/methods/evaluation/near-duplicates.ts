/**
 * Texts that repeat an earlier one but for little: resemblance of their sets of character shingles (Broder, "On the
 * resemblance and containment of documents", SEQUENCES 1997), computed exactly. Pairs that cannot reach it are left out by
 * prefix and length filters (Chaudhuri, Ganti & Kaushik, ICDE 2006; Bayardo, Ma & Srikant, "Scaling up all pairs
 * similarity search", WWW 2007), which lose none.
 */
export interface ResemblanceSettings {
  /** Characters of a shingle; a shorter text is one. */
  readonly shingle: number;
  /** |A ∩ B| / |A ∪ B| from which on two texts count as the same; above 0. */
  readonly similarity: number;
  /** Shingles to compare at most, over all pairs. */
  readonly most: number;
}

/** Characters of all texts; a map of shingles holds no more. */
const MOST_CHARACTERS = 10_000_000;

/** Whether each text resembles an earlier one; `undefined` where that takes more than `most`, or the texts are too long. */
export function repeatsNearly(texts: readonly string[], settings: ResemblanceSettings): readonly boolean[] | undefined {
  const { similarity, most } = settings;
  if (texts.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS) return undefined;
  const sets = shingleSets(texts, settings.shingle);
  const order = sets.map((_, at) => at).sort((a, b) => sets[a]!.length - sets[b]!.length || a - b);
  const repeats = texts.map(() => false);
  /** By shingle: the texts that have it in their prefix, in ascending size. */
  const index = new Map<number, number[]>();
  let compared = 0;
  for (const at of order) {
    const set = sets[at]!;
    const least = Math.ceil(similarity * set.length - ROUNDING);
    const prefix = set.subarray(0, set.length - least + 1);
    const candidates = new Set<number>();
    for (const shingle of prefix) {
      const known = index.get(shingle);
      // Sizes ascend: the nearest in size come last.
      for (let i = (known?.length ?? 0) - 1; i >= 0 && sets[known![i]!]!.length >= least; i--)
        candidates.add(known![i]!);
      if (candidates.size + compared > most) return undefined;
    }
    for (const other of candidates) {
      compared += set.length + sets[other]!.length;
      if (compared > most) return undefined;
      const later = Math.max(at, other);
      if (!repeats[later] && resemblance(set, sets[other]!) >= similarity - ROUNDING) repeats[later] = true;
    }
    for (const shingle of prefix) {
      const known = index.get(shingle);
      if (known === undefined) index.set(shingle, [at]);
      else known.push(at);
    }
  }
  return repeats;
}

const ROUNDING = 1e-9;

/** Numbers of each text's shingles, ascending: the rarest of all texts first. */
function shingleSets(texts: readonly string[], length: number): readonly Uint32Array[] {
  const counts = new Map<string, number>();
  const sets = texts.map((text) => {
    const characters = Array.from(text);
    const set = new Set<string>();
    for (let at = 0; at + length <= characters.length; at++) set.add(characters.slice(at, at + length).join(''));
    if (set.size === 0) set.add(text);
    for (const shingle of set) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
    return set;
  });
  const rank = new Map([...counts].sort(([, a], [, b]) => a - b).map(([shingle], at) => [shingle, at]));
  return sets.map((set) => Uint32Array.from(set, (shingle) => rank.get(shingle)!).sort());
}

/** Of two ascending sets. */
function resemblance(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      common++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return common / (a.length + b.length - common);
}
