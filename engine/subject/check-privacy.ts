/** What is declared of differential privacy, against itself and the training rows. */
import type { DeclaredPrivacy, DeclaredPrivacyPhase } from '../document/types.generated.js';
import type { Findings, Pointer } from './findings.js';

/** Relative: rates are often stated with few digits. */
const RATE_TOLERANCE = 0.01;

/** `trainingRows` are those of the subject's data, where it has them. */
export function checkPrivacy(
  privacy: DeclaredPrivacy | undefined,
  trainingRows: number | undefined,
  findings: Findings,
): void {
  if (privacy === undefined) return;
  const at: Pointer = ['training', 'privacy'];
  const rows = privacy.rows ?? trainingRows;
  const { mechanism, phases = [] } = privacy;
  const parts: readonly (readonly [Pointer, DeclaredPrivacyPhase])[] =
    mechanism === undefined
      ? phases.map((phase, index) => [[...at, 'phases', index], phase])
      : [[at, { ...privacy, mechanism }]];
  for (const [pointer, part] of parts) checkPart(part, pointer, rows, findings);
  if (privacy.delta !== undefined && rows !== undefined && privacy.delta * rows >= 1) {
    findings.add([...at, 'delta'], {
      code: 'ASSAY1471',
      severity: 'warning',
      message: `delta is ${privacy.delta} of ${rows} rows: publishing a row at random would meet it`,
      hint: `state one well below ${(1 / rows).toPrecision(2)}`,
    });
  }
  const gaussian = parts.some(([, part]) => part.mechanism === 'dp-sgd' || part.mechanism === 'gaussian');
  if (gaussian && privacy.epsilon !== undefined && privacy.delta === undefined) {
    findings.add([...at, 'epsilon'], {
      code: 'ASSAY1474',
      severity: 'warning',
      message: 'the epsilon is stated without its delta',
      hint: 'state `delta` beside it',
    });
  }
}

function checkPart(part: DeclaredPrivacyPhase, pointer: Pointer, rows: number | undefined, findings: Findings): void {
  const { mechanism, sampling, sampleRate, batch } = part;
  if (sampling === 'shuffled') {
    findings.add([...pointer, 'sampling'], {
      code: 'ASSAY1470',
      severity: 'warning',
      message: `batches were shuffled${sampleRate === undefined ? '' : ', and a sampleRate is stated as if they were drawn by coins'}`,
      hint: 'no accountant covers it: the accounting is out of domain',
    });
  }
  if (batch !== undefined && rows !== undefined && (batch > rows || differs(sampleRate, batch / rows))) {
    const rate = sampleRate === undefined ? '' : `, and the sampleRate is ${sampleRate}`;
    findings.add([...pointer, 'batch'], {
      code: 'ASSAY1472',
      message: `the batch is ${batch} of ${rows} rows${rate}`,
      hint: 'state the rows that it was trained on as `rows`, or one of batch and sampleRate alone',
    });
  }
  const lacks = lackedBy(part);
  if (lacks.length > 0) {
    findings.add(pointer, {
      code: 'ASSAY1473',
      severity: 'warning',
      message: `${mechanism} without ${lacks.join(' and ')} cannot be accounted for`,
    });
  }
}

const differs = (stated: number | undefined, rate: number): boolean =>
  stated !== undefined && Math.abs(stated - rate) > RATE_TOLERANCE * rate;

function lackedBy(part: DeclaredPrivacyPhase): readonly string[] {
  const { noiseMultiplier, steps, sampling, sampleRate, batch, flip, stepEpsilon } = part;
  switch (part.mechanism) {
    case 'dp-sgd':
      return [
        ...(noiseMultiplier === undefined ? ['noiseMultiplier'] : []),
        ...(steps === undefined ? ['steps'] : []),
        ...(sampleRate === undefined && batch === undefined ? ['sampleRate'] : []),
        ...(sampleRate === undefined && batch !== undefined && sampling === undefined ? ['sampling'] : []),
      ];
    case 'gaussian':
    case 'laplace':
      return noiseMultiplier === undefined ? ['noiseMultiplier'] : [];
    case 'randomised-response':
      return flip === undefined ? ['flip'] : [];
    case 'exponential':
      return stepEpsilon === undefined ? ['stepEpsilon'] : [];
  }
}
