/** Attestations and gates, for a terminal. */
import type { AttestOutcome, Condition, GateOutcome, WeighedAttestation } from '../attest-api.js';
import { asRuleVerdict, markOf } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { wrap } from './text/width.js';

export function renderAttested(raw: NonNullable<AttestOutcome['attested']>, options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  const { path, signer, reports } = neutraliseAll(raw);
  const lines = reports.flatMap(({ subject, verdict, digests, holdsUntil }) => [
    ` ${markOf(asRuleVerdict(verdict), page)} ${paint.strong(`${subject.name} ${subject.version}`)}  ${m.verdict[verdict]}`,
    ...(['model', 'policy', 'report'] as const).map((of) => `   ${m.attest[of]} ${paint.faint(digests[of])}`),
    ...(holdsUntil === undefined ? [] : [`   ${m.attest.holds(holdsUntil)}`]),
  ]);
  const signatures = Math.max(...reports.map((report) => report.signatures));
  const by =
    'keyId' in signer ? m.attest.signedWith(signer.keyId, signatures) : m.attest.signedAs(signer.identity, signatures);
  return finish([...lines, m.attest.wrote(path), `  ${by}`], page);
}

/** Nothing where it could not be decided. */
export function renderGate(raw: GateOutcome, explain: boolean, options: TextOptions): string {
  const page = pageOf(options);
  const { m, paint } = page;
  const { decision, model, policy, attestations } = neutraliseAll(raw);
  if (decision === undefined || model === undefined || policy === undefined) return '';
  const names = policy.packs.map(({ id, version }) => `${id} ${version}`).join(', ');
  const mark = { admitted: paint.good('✓'), refused: paint.bad('✗'), undetermined: paint.open('?') }[decision];
  const shown = explain ? attestations : attestations.filter(({ accepted }) => accepted).slice(0, 1);
  return finish(
    [
      ...indent(wrap(m.gate.decision[decision](model.path, names), page.width - 3), 3).map((line, index) =>
        index === 0 ? ` ${mark}${line.slice(2)}` : line,
      ),
      ...shown.flatMap((each) => attestationLines(each, explain, page)),
    ],
    page,
  );
}

function attestationLines(attestation: WeighedAttestation, explain: boolean, page: Page): readonly string[] {
  const { m, paint } = page;
  const { file, line, subject, accepted, conditions } = attestation;
  const about = subject === undefined ? '' : `${subject.name} ${subject.version}  `;
  const head = `   ${about}${paint.faint(m.gate.attestation(file, line))}  ${accepted ? m.gate.accepted : m.gate.refused}`;
  return [head, ...(explain ? conditions.flatMap((each) => conditionLines(each, page)) : [])];
}

function conditionLines({ id, met, found, faults }: Condition, page: Page): readonly string[] {
  const { m, paint, width } = page;
  const mark = met ? paint.good('✓') : paint.bad('✗');
  return [
    `     ${mark} ${m.gate.conditions[id]}`,
    ...(found === '' ? [] : indent(wrap(found, width - 7), 7).map(paint.faint)),
    ...faults.flatMap(({ code, message }) => indent(wrap(`${code} ${message}`, width - 7), 7).map(paint.bad)),
  ];
}
