/** `policy`: the effective policy of packs, standards and profiles, with who set what. */
import type { PolicyLayer, PolicyOutcome, PolicyRequest, PolicyRule } from '../api.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Layer, View } from '../pack/layer.js';
import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { describeLogic, outputNames, type DescribeLanguage } from '../rules/describe-logic.js';
import { resolvePolicies } from './policies.js';
import { shown } from './shown-path.js';

export function policy({ paths, language, asOf, supply }: PolicyRequest): PolicyOutcome {
  const named = paths.map((path) => ({ path: shown(path) }));
  const { policy: effective, view, catalogue, diagnostics } = resolvePolicies(fileSource(), named, asOf, supply);
  if (effective === undefined || diagnostics.some(isError)) return { diagnostics };
  const words = language === 'zh' ? 'zh' : 'en';
  const excluded = [...view.excluded].filter(([id]) => !view.rules.has(id));
  return {
    page: {
      digest: effective.digest,
      packs: effective.packs,
      layers: [...view.layers.values()].map((layer) => layerOf(layer, effective, view, catalogue, words)),
      excluded: excluded.map(([id, { rule, origin }]) => ({ rule: id, title: rule.rule.title, origin })),
      waivers: effective.waivers,
    },
    diagnostics,
  };
}

function layerOf(
  { id, file, version, document }: Layer,
  policy: EffectivePolicy,
  view: View,
  catalogue: Catalogue,
  language: DescribeLanguage,
): PolicyLayer {
  const { metadata } = document;
  const rules = policy.rules.filter(({ layer }) => layer === id);
  return {
    kind: document.kind,
    id,
    version,
    file,
    title: metadata.title,
    ...(document.kind === 'Standard' ? aboutStandard(document.metadata) : {}),
    ...(document.kind === 'Profile' && document.metadata.owner !== undefined ? { owner: document.metadata.owner } : {}),
    clauses: policy.clauses.filter(({ layer }) => layer === id),
    rules: rules.map((rule) => ruleOf(rule, policy, view, catalogue, language)),
    parameters: policy.parameters.filter((parameter) => parameter.id.startsWith(`${id}.`)),
  };
}

function aboutStandard(
  metadata: Extract<Layer['document'], { kind: 'Standard' }>['metadata'],
): Pick<PolicyLayer, 'publisher' | 'source' | 'effectiveFrom' | 'effectiveUntil'> {
  const { publisher, source, effectiveFrom, effectiveUntil } = metadata;
  return {
    ...(publisher === undefined ? {} : { publisher }),
    ...(source === undefined ? {} : { source }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
  };
}

function ruleOf(
  rule: EffectiveRule,
  policy: EffectivePolicy,
  view: View,
  catalogue: Catalogue,
  language: DescribeLanguage,
): PolicyRule {
  const plugins = Object.entries(rule.measurements).map(([alias, { plugin }]) => [alias, catalogue[plugin]!] as const);
  const nameOf = outputNames(Object.fromEntries(plugins), language);
  const read = new Set(
    Object.keys(rule.parameters).map((name) => (name.includes('.') ? name : `${rule.layer}.${name}`)),
  );
  const { raised, tightened } = view.rules.get(rule.id) ?? {};
  return {
    rule,
    ...(rule.when === undefined ? {} : { when: describeLogic(rule.when, language, nameOf) }),
    require: describeLogic(rule.require, language, nameOf),
    parameters: policy.parameters.filter(({ id }) => read.has(id)),
    measurements: plugins.map(([alias, { id, title }]) => ({ alias, plugin: id, title })),
    ...(raised === undefined ? {} : { raised }),
    ...(tightened === undefined
      ? {}
      : { tightened: Object.fromEntries(Object.entries(tightened).map(([field, { origin }]) => [field, origin])) }),
  };
}
