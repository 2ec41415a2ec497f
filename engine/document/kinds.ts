import { createRequire } from 'node:module';
import type { Kind } from './types.generated.js';
import type { Shape, Validate } from './validate.js';

interface Compiled {
  readonly validate: Validate;
  readonly shape: Shape;
}

const FILES: Readonly<Record<Kind, string>> = {
  Standard: 'standard',
  Subject: 'subject',
  Profile: 'profile',
  Waiver: 'waiver',
  Pack: 'pack',
  Plugin: 'plugin-manifest',
  PolicyTest: 'policy-test',
  MaskPlan: 'mask-plan',
  TrustRoots: 'trust-roots',
  Lock: 'lock',
};

export const KINDS = Object.keys(FILES) as readonly Kind[];

export const API_VERSION = 'assay/v1';

const require = createRequire(import.meta.url);

/** The compiled validator of a kind. Only those of documents that are read are ever loaded. */
export const compiledFor = (kind: Kind): Compiled => require(`./validators/${FILES[kind]}.generated.cjs`) as Compiled;
