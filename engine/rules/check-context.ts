/** What the parts of the static check share: the scope, the faults found so far, the names read so far. */
import type { Pointer } from './ast.js';
import type { RuleCode } from './codes.js';
import { Interner } from './interner.js';
import type { Role, RuleFault, Scope } from './scope.js';
import { INVALID, type Invalid, type Site, type Typed } from './typed.js';

const LONGEST = 400;

export interface FaultMore {
  readonly hint?: string | undefined;
  readonly at?: 'key' | 'value';
  readonly severity?: 'error' | 'warning';
}

export class CheckContext {
  readonly faults: RuleFault[] = [];
  readonly reads = new Map<string, { readonly alias: string; readonly output: string }>();
  readonly facts = new Set<string>();
  readonly parameters = new Set<string>();
  readonly interner = new Interner();

  constructor(
    readonly scope: Scope,
    readonly role: Role,
    /** The type of whatever stands at a site. */
    private readonly typeOf: (site: Site, context: CheckContext) => Typed,
  ) {}

  type(site: Site): Typed {
    return this.typeOf(site, this);
  }

  fault(
    code: RuleCode,
    pointer: Pointer,
    message: string,
    { hint, at = 'value', severity = 'error' }: FaultMore = {},
  ): Invalid {
    // Names in messages are the document's, and may be of any length.
    const short = message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
    this.faults.push({ code, severity, message: short, ...(hint === undefined ? {} : { hint }), pointer, at });
    return INVALID;
  }

  get refused(): boolean {
    return this.faults.some(({ severity }) => severity === 'error');
  }
}

/** A node of one known operator and as many parts as it takes. */
export interface OperatorNode {
  readonly operator: string;
  readonly parts: readonly Site[];
  /** Of the node. */
  readonly pointer: Pointer;
  /** Of the operator: where faults of the whole node are told, `at: 'key'`. */
  readonly key: Pointer;
  readonly site: Site;
}
