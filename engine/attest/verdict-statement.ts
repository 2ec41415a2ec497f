/** What an envelope says, once those who signed it are known to be trusted. */
import { statementOf, STATEMENT_TYPE } from '../trust/statement.js';
import { TrustFault } from '../trust/trust-fault.js';
import type { Envelope } from '../trust/envelope.js';
import type { AttestCode } from './codes.js';
import { MODEL, VERDICT_TYPE, type VerdictPredicate } from './predicate.js';
import { validate } from './validator.generated.js';

export interface VerdictStatement {
  readonly predicate: VerdictPredicate;
  /** Digest of the model's own file, and of those beside it by their paths. */
  readonly main: string;
  readonly beside: ReadonlyMap<string, string>;
}

export interface StatementFault {
  readonly code: AttestCode;
  readonly message: string;
}

/** What an envelope claims to be, before anybody's signature is looked at: only to pass others over. */
export function claimedType({ payloadType, payload }: Envelope): string | StatementFault {
  if (payloadType !== STATEMENT_TYPE) {
    return { code: 'ASSAY1952', message: `the payload is of type ${JSON.stringify(payloadType.slice(0, 80))}` };
  }
  try {
    const { predicateType } = JSON.parse(Buffer.from(payload).toString()) as { readonly predicateType?: unknown };
    if (typeof predicateType === 'string') return predicateType.slice(0, 80);
  } catch {
    // As below.
  }
  return { code: 'ASSAY1953', message: 'the payload is no statement' };
}

export function verdictStatement(envelope: Envelope): VerdictStatement | StatementFault {
  let statement;
  try {
    statement = statementOf(envelope, VERDICT_TYPE);
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    return { code: 'ASSAY1955', message: error.message };
  }
  const { subject, predicate } = statement;
  if (!validate(predicate)) {
    const first = validate.errors?.[0];
    return {
      code: 'ASSAY1955',
      message: `the predicate has another form: ${first?.instancePath || 'it'} ${first?.message ?? 'is invalid'}`,
    };
  }
  const verdict = predicate as VerdictPredicate;
  const main = subject.get(MODEL);
  if (main === undefined || main !== verdict.model.digest) {
    return { code: 'ASSAY1955', message: 'its subject is not the model of its predicate' };
  }
  return { predicate: verdict, main, beside: new Map([...subject].filter(([name]) => name !== MODEL)) };
}
