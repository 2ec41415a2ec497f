/** The sequences that could have been a canary in place of its secret: the space R of "The secret sharer" (section 4). */
import { sampleWithoutReplacement } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';

export interface Candidates {
  /** |R|, the secret with all others. */
  readonly size: number;
  /** Different ones, none the secret: all others, or a random sample of them. */
  readonly others: readonly string[];
}

/** What one place of a sequence may hold. */
type Place = readonly string[];

const DIGITS: Place = [...'0123456789'];
const SMALL: Place = [...'abcdefghijklmnopqrstuvwxyz'];
const CAPITALS: Place = SMALL.map((letter) => letter.toUpperCase());
const MARKS: ReadonlyMap<string, Place> = new Map([
  ['#', DIGITS],
  ['@', SMALL],
  ['^', CAPITALS],
]);

/**
 * Where no list of them is given, they differ from the secret in its random places: those that `format` marks by `#` (a
 * digit), `@` (a small letter) and `^` (a capital), without it every digit and Latin letter, each replaced by one of its
 * class. At most `most` others. `undefined` where the format does not fit the secret.
 */
export function candidatesOf(
  secret: string,
  { format, listed }: { readonly format?: string; readonly listed?: readonly string[] },
  most: number,
  rng: Rng,
): Candidates | undefined {
  if (listed !== undefined) {
    const all = [...new Set(listed)].filter((other) => other !== secret);
    const others =
      all.length <= most ? all : [...sampleWithoutReplacement(all.length, most, rng)].map((at) => all[at]!);
    return { size: all.length + 1, others };
  }
  const places = placesOf([...secret], format);
  if (places === undefined) return undefined;
  const size = places.reduce((product, { length }) => product * length, 1);
  const all = size - 1 <= most;
  const others = new Set<string>();
  for (let number = 0; others.size < Math.min(most, size - 1); number++) {
    const other = all ? numbered(places, number) : drawn(places, rng);
    if (other !== secret) others.add(other);
  }
  return { size, others: [...others] };
}

function placesOf(secret: readonly string[], format: string | undefined): readonly Place[] | undefined {
  if (format === undefined) {
    return secret.map((character) => [...MARKS.values()].find((known) => known.includes(character)) ?? [character]);
  }
  const places = [...format].map((mark) => MARKS.get(mark) ?? [mark]);
  const fits = places.length === secret.length && places.every((place, at) => place.includes(secret[at]!));
  return fits ? places : undefined;
}

/** The sequence of a number in mixed radix. */
function numbered(places: readonly Place[], number: number): string {
  let rest = number;
  const characters = places.map((place) => {
    const character = place[rest % place.length]!;
    rest = Math.floor(rest / place.length);
    return character;
  });
  return characters.join('');
}

const drawn = (places: readonly Place[], rng: Rng): string =>
  places.map((place) => (place.length === 1 ? place[0]! : place[rng.integer(place.length)]!)).join('');
