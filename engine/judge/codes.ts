import type { CodeTable } from '../document/diagnostic.js';

export const JUDGE_CODES = {
  ASSAY1700: {
    title: 'No rule to judge by',
    explanation:
      'The policy that was given holds no rule, so nothing was assessed. That is an error and never a pass: name a ' +
      'policy that has rules, or check what a profile excludes and what `--only` leaves.',
  },
  ASSAY1701: {
    title: 'No rule applies',
    explanation:
      'Every rule was switched off by a fact of the subject, so nothing was assessed. That is an error and never a ' +
      'pass. The report lists the facts; check that they are right and that the policy is meant for such a subject.',
  },
  ASSAY1710: {
    title: 'Waiver not needed',
    explanation:
      'The waiver is in force for this subject, but its rule has no verdict that it covers. A waiver covers `fail`, and ' +
      '`undetermined` only where its `covers` says so. Remove it when it is no longer needed.',
  },
  ASSAY1711: {
    title: 'Waiver expired',
    explanation:
      'From the instant in `expires` on, a waiver is void, and the rule counts as it was judged. Renew it with whoever ' +
      'approved it, or mend what fails.',
  },
  ASSAY1712: {
    title: 'Waiver forbidden',
    explanation: 'The rule says `waiver: forbidden`: nobody can waive it. The waiver is void.',
  },
  ASSAY1713: {
    title: 'Waiver with an unreadable subject',
    explanation:
      '`subject` is the name of a subject (`credit-risk`), a name and a range of versions (`credit-risk@^3.1`, as npm ' +
      'reads ranges), or the digest of a subject (`sha256:` and 64 hexadecimal digits). The waiver is void.',
  },
  ASSAY1714: {
    title: 'Waiver for an unknown rule',
    explanation:
      '`rule` is `<standard-or-profile-id>/<rule-id>`; the policy of this check has no such rule. The waiver is void.',
  },
  ASSAY1715: {
    title: 'Waiver without a readable end',
    explanation:
      '`expires` is an instant with a zone, such as `2027-01-31T00:00:00Z`. A waiver without an end is void: a ' +
      'permission to fail is always dated.',
  },
  ASSAY1716: {
    title: 'Waiver for another kind of version',
    explanation:
      'The waiver names this subject with a range of versions, but the subject has no version that can be compared ' +
      '(such as `3.1.0`). The waiver is void.',
  },
  ASSAY1750: {
    title: 'Waiver without a readable beginning',
    explanation:
      '`issued` is an instant with a zone, such as `2026-11-24T00:00:00Z`, before the one in `expires`. The waiver is void.',
  },
  ASSAY1751: {
    title: 'Waiver of a later day',
    explanation: 'Before the instant in `issued` a waiver does not count: nothing is waived backwards.',
  },
  ASSAY1752: {
    title: 'Waiver for too long',
    explanation:
      'The rule says how long a waiver may last, from `issued` to `expires` (`waiver: {longest: 90d}`). One that lasts longer, or does not say when it was issued, is void.',
  },
  ASSAY1753: {
    title: 'Waiver without enough approvers',
    explanation:
      'A waiver counts once as many different people as the rule asks for (`waiver: {approvers: 2}`, else one) stand under `approvedBy`. A draft of `assay waive` names none.',
  },
} as const satisfies CodeTable;
