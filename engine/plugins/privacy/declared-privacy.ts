import type { DeclaredPrivacy, DeclaredPrivacyPhase } from '../../document/types.generated.js';
import type { Adjacency, Phase, Sampling } from '../../methods/privacy/dp/phase.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export type { DeclaredPrivacy };

/** A training as an accountant takes it. */
export interface Accountable {
  readonly phases: readonly Phase[];
  readonly adjacency: Adjacency;
  /** The noise multiplier that all phases share, where they do. */
  readonly noiseMultiplier?: number;
}

/** What is declared, as phases; `rows` are those that it was trained on, where they are known. */
export function accountableOf(privacy: DeclaredPrivacy, rows: number | undefined): Accountable | Unmeasured {
  const { mechanism, phases: given = [] } = privacy;
  const parts = mechanism === undefined ? given : [{ ...privacy, mechanism }];
  if (parts.length === 0) return unmeasured('missing-input', 'training.privacy states no mechanism');
  const adjacency = privacy.adjacency ?? (parts.some(isOfReplacement) ? 'replace-one' : 'add-or-remove-one');
  const phases: Phase[] = [];
  for (const part of parts) {
    const phase = phaseOf(part, adjacency, rows);
    if ('unmeasured' in phase) return phase;
    phases.push(phase);
  }
  const noises = new Set(parts.map(({ noiseMultiplier }) => noiseMultiplier));
  const [noiseMultiplier] = noises;
  return { phases, adjacency, ...(noises.size === 1 && noiseMultiplier !== undefined && { noiseMultiplier }) };
}

const isOfReplacement = ({ mechanism, sampling }: DeclaredPrivacyPhase): boolean =>
  sampling === 'fixed-size' || mechanism === 'randomised-response';

function phaseOf(part: DeclaredPrivacyPhase, adjacency: Adjacency, rows: number | undefined): Phase | Unmeasured {
  const { mechanism, noiseMultiplier, flip, answers = 2, stepEpsilon } = part;
  const lacks = (name: string): Unmeasured => unmeasured('missing-input', `${mechanism} is stated without ${name}`);
  if (mechanism === 'randomised-response') {
    if (flip === undefined) return lacks('flip');
    if (adjacency === 'replace-one') return { mechanism: { kind: mechanism, flip, answers }, steps: part.steps ?? 1 };
    return unmeasured('unsupported', 'randomised response hides which answer a row gave, not that it is there');
  }
  if (mechanism === 'exponential') {
    if (stepEpsilon === undefined) return lacks('stepEpsilon');
    return { mechanism: { kind: mechanism, epsilon: stepEpsilon }, steps: part.steps ?? 1 };
  }
  if (noiseMultiplier === undefined) return lacks('noiseMultiplier');
  if (mechanism === 'dp-sgd' && part.steps === undefined) return lacks('steps');
  const steps = part.steps ?? 1;
  const sampling = samplingOf(part, rows);
  if ('unmeasured' in sampling) return sampling;
  if (mechanism === 'laplace') {
    if (sampling.kind === 'all') return { mechanism: { kind: mechanism, scale: noiseMultiplier }, steps };
    return unmeasured('unsupported', 'Laplace noise is accounted for on whole data only');
  }
  if (sampling.kind === 'poisson' && adjacency === 'replace-one') {
    const why = 'no dominating pair is known of Poisson samples where a row is replaced';
    return unmeasured('unsupported', `${why}: state adjacency add-or-remove-one`);
  }
  if (sampling.kind === 'fixed-size' && adjacency === 'add-or-remove-one') {
    const why = 'batches of one size are accounted for where a row is replaced';
    return unmeasured('unsupported', `${why}: state adjacency replace-one`);
  }
  // A row that is replaced takes one clipped gradient out of the sum and puts another in.
  const sensitivity = mechanism === 'dp-sgd' && adjacency === 'replace-one' ? 2 : 1;
  return { mechanism: { kind: 'gaussian', deviation: noiseMultiplier / sensitivity, sampling }, steps };
}

function samplingOf(part: DeclaredPrivacyPhase, rows: number | undefined): Sampling | Unmeasured {
  const { mechanism, sampling, sampleRate, batch } = part;
  if (sampling === 'shuffled') {
    const why = 'batches were shuffled, not drawn: no accountant is known to cover it';
    return unmeasured('out-of-domain', `${why}, and accounting for them as Poisson samples understates epsilon`);
  }
  if (sampleRate === undefined && batch === undefined) {
    if (mechanism !== 'dp-sgd' && sampling === undefined) return { kind: 'all' };
    return unmeasured('missing-input', `${mechanism} is stated without sampleRate or batch`);
  }
  if (sampleRate === undefined && sampling === undefined) {
    return unmeasured('missing-input', 'a batch is stated without how it is drawn: `sampling`');
  }
  if (sampleRate === undefined && rows === undefined) {
    return unmeasured('missing-input', 'a batch is stated, and neither `rows` nor training data');
  }
  const rate = sampleRate ?? batch! / rows!;
  if (rate > 1) return unmeasured('out-of-domain', `the batch has more rows than the ${rows} that there are`);
  return rate === 1 ? { kind: 'all' } : { kind: sampling ?? 'poisson', rate };
}
