import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { changeOf } from './actionable.js';
import type { Actionable } from './actionable.js';

/** New values by the place of their feature. */
export type Edits = ReadonlyMap<number, number>;

export interface Counterfactual {
  readonly edits: Edits;
  /** Sum over the edits of `changeOf`. */
  readonly distance: number;
}

/** Of a row so edited: whether the decision is the wanted one, and how near it is (the more, the nearer). */
export interface Reply {
  readonly flips: boolean;
  readonly score: number;
}

export interface SearchPlan {
  /** Features that may change at once. */
  readonly mostChanged: number;
  /** Edited rows that the model is asked for in one step of the search. */
  readonly mostAsked: number;
  readonly rng: Rng;
}

/** States that the next step starts from. */
const BEAM = 5;
/** A donor that differs in more features is not tried: taking its features back one by one would ask too much. */
const DONATED = 60;

/**
 * The nearest edit of a row that the search finds, `undefined` where it finds none; there may be nearer ones, and some
 * where it finds none. All single edits first (all pairs of feature and candidate, or a random `mostAsked` of them), then
 * from the best of them that do not flip one more edit, and so on (a beam search); beside that `donors`, rows that have the
 * wanted decision, are put in its place and taken back feature by feature while the decision stays (as in Guidotti et
 * al., "Counterfactual explanations and how to find them", 2022, of instance-based methods); at last each number of the
 * best is moved as near to the row's as it can be.
 */
export async function nearestCounterfactual(
  own: ArrayLike<number>,
  features: readonly Actionable[],
  donors: readonly ArrayLike<number>[],
  ask: (edits: readonly Edits[]) => Promise<readonly Reply[]>,
  plan: SearchPlan,
): Promise<Counterfactual | undefined> {
  const distanceOf = (edits: Edits): number => {
    let sum = 0;
    for (const [place, value] of edits) sum += changeOf(features[place]!, own[place]!, value);
    return sum;
  };
  let best: Counterfactual | undefined;
  const offer = (edits: Edits): void => {
    const distance = distanceOf(edits);
    if (
      best === undefined ||
      distance < best.distance ||
      (distance === best.distance && edits.size < best.edits.size)
    ) {
      best = { edits, distance };
    }
  };
  const isNearer = (edits: Edits): boolean => best === undefined || distanceOf(edits) < best.distance;

  let beam: readonly Edits[] = [new Map()];
  for (let size = 1; size <= plan.mostChanged && beam.length > 0; size++) {
    const tried = expanded(beam, own, features, plan).filter(isNearer);
    const replies = await ask(tried);
    tried.forEach((edits, at) => {
      if (replies[at]!.flips) offer(edits);
    });
    beam = tried
      .map((edits, at) => ({ edits, ...replies[at]! }))
      .filter(({ flips, score }) => !flips && !Number.isNaN(score))
      .sort((a, b) => b.score - a.score || distanceOf(a.edits) - distanceOf(b.edits))
      .slice(0, BEAM)
      .map(({ edits }) => edits);
  }
  for (const donor of donors) {
    const taken = await donated(own, features, donor, ask);
    if (taken !== undefined && taken.size <= plan.mostChanged) offer(taken);
  }
  if (best !== undefined) await refine(best.edits, own, features, ask, offer);
  return best;
}

/** Each state with one more edit, the same set of edits once; of more than `mostAsked` so many drawn at random. */
function expanded(
  beam: readonly Edits[],
  own: ArrayLike<number>,
  features: readonly Actionable[],
  { mostAsked, rng }: SearchPlan,
): readonly Edits[] {
  const places = features.flatMap(({ candidates }, place) => Array.from(candidates, () => place));
  const values = features.flatMap(({ candidates }) => [...candidates]);
  const all = beam.length * places.length;
  const picked = all <= mostAsked ? identity(all) : sampleWithoutReplacement(all, mostAsked, rng).sort();
  const seen = new Map<string, Edits>();
  for (const at of picked) {
    const state = beam[Math.floor(at / places.length)]!;
    const place = places[at % places.length]!;
    const value = values[at % places.length]!;
    if (value === own[place] || state.has(place)) continue;
    const edits = new Map([...state, [place, value] as const].sort(([a], [b]) => a - b));
    seen.set([...edits].join(), edits);
  }
  return [...seen.values()];
}

/** A donor's features in place of the row's, and as many taken back as the decision allows, the farthest first. */
async function donated(
  own: ArrayLike<number>,
  features: readonly Actionable[],
  donor: ArrayLike<number>,
  ask: (edits: readonly Edits[]) => Promise<readonly Reply[]>,
): Promise<Edits | undefined> {
  const change = (place: number): number => changeOf(features[place]!, own[place]!, donor[place]!);
  const isKnown = (place: number): boolean =>
    features[place]!.kind === 'level' ? donor[place]! >= 0 : Number.isFinite(donor[place]!);
  const places = features.map((_, place) => place).filter((place) => isKnown(place) && change(place) > 0);
  if (places.length === 0 || places.length > DONATED) return undefined;
  let edits: Edits = new Map(places.map((place) => [place, donor[place]!] as const));
  const [whole] = await ask([edits]);
  if (!whole!.flips) return undefined;
  while (edits.size > 1) {
    const fewer = [...edits.keys()].map((gone) => new Map([...edits].filter(([place]) => place !== gone)));
    const gone = [...edits.keys()];
    const replies = await ask(fewer);
    let next = -1;
    replies.forEach(({ flips }, at) => {
      if (flips && (next === -1 || change(gone[at]!) > change(gone[next]!))) next = at;
    });
    if (next === -1) return edits;
    edits = fewer[next]!;
  }
  return edits;
}

/** Each edited number at the nearest candidate between the row's and the edited one that still flips. */
async function refine(
  found: Edits,
  own: ArrayLike<number>,
  features: readonly Actionable[],
  ask: (edits: readonly Edits[]) => Promise<readonly Reply[]>,
  offer: (edits: Edits) => void,
): Promise<void> {
  let edits = found;
  for (const place of found.keys()) {
    const feature = features[place]!;
    if (feature.kind === 'level') continue;
    const reach = changeOf(feature, own[place]!, edits.get(place)!);
    const nearer = [...feature.candidates]
      .filter((value) => value !== own[place] && changeOf(feature, own[place]!, value) < reach)
      .sort((a, b) => changeOf(feature, own[place]!, a) - changeOf(feature, own[place]!, b))
      .map((value) => new Map(edits).set(place, value));
    const replies = await ask(nearer);
    const first = replies.findIndex(({ flips }) => flips);
    if (first >= 0) edits = nearer[first]!;
  }
  offer(edits);
}
