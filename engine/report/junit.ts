/**
 * JUnit's XML, as test results in pipelines: a suite a subject, a case a rule. What makes a check not conform is a
 * failure, what leaves it undetermined an error; `should` rules that fail, waived ones and those that facts switched
 * off are skipped, with the reason.
 */
import { html as xml, type Markup } from './html.js';
import type { Report, RuleRecord, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived } from './text/header.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInWords } from './words.js';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

export const renderJunit: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const suites = recordsOf(neutraliseAll(raw)).map((record, index) =>
    record.kind === 'Report' ? suiteOf(record, index, page) : unreadSuite(record, index),
  );
  return xml`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites}</testsuites>\n`.text;
};

function outcomeOf(rule: RuleRecord): Outcome {
  if (rule.verdict === 'pass') return 'passed';
  if (rule.verdict === 'not-applicable' || rule.level === 'should' || isWaived(rule)) return 'skipped';
  return rule.verdict === 'fail' ? 'failure' : 'error';
}

function suiteOf(report: Report, index: number, page: Page): Markup {
  const { subject, policy, seed, engine } = report;
  const took = new Map(report.measurements.map(({ key, seconds, cached }) => [key, cached ? 0 : seconds]));
  const timeOf = (keys: Iterable<string>): number => [...keys].reduce((sum, key) => sum + (took.get(key) ?? 0), 0);
  const outcomes = report.rules.map(outcomeOf);
  const count = (outcome: Outcome): number => outcomes.filter((each) => each === outcome).length;
  return suite({
    index,
    name: `${subject.name} ${subject.version}`,
    timestamp: report.asOf.slice(0, 19),
    tests: report.rules.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    seconds: timeOf(took.keys()),
    properties: {
      verdict: report.verdict,
      asOf: report.asOf,
      seed: String(seed),
      engine: `${engine.name} ${engine.version}`,
      'subject.digest': subject.digest,
      'policy.digest': policy.digest,
    },
    cases: report.rules.map((rule, at) => {
      const slash = rule.id.lastIndexOf('/');
      return testCase({
        name: `${rule.id.slice(slash + 1)}: ${page.say(rule.title)}`,
        classname: rule.id.slice(0, slash),
        seconds: timeOf(new Set(Object.values(rule.measurements))),
        body: bodyOf(rule, outcomes[at]!, page),
      });
    }),
  });
}

function bodyOf(rule: RuleRecord, outcome: Outcome, page: Page): Markup {
  const words = ruleInWords(rule, page);
  const verdict = page.m.ruleVerdict[rule.verdict];
  switch (outcome) {
    case 'passed':
      return xml`<system-out>${words.join('\n')}</system-out>`;
    case 'skipped':
      return xml`<skipped>${page.m.level[rule.level]}, ${verdict}: ${words.join('\n')}</skipped>`;
    case 'failure':
      return xml`<failure type="${rule.verdict}" message="${words[0]}">${words.slice(1).join('\n')}</failure>`;
    case 'error': {
      const type = rule.cause ?? rule.verdict;
      return xml`<error type="${type}" message="${verdict}: ${words[0]}">${words.slice(1).join('\n')}</error>`;
    }
  }
}

/** Its time is unknown: nothing was checked. */
const unreadSuite = ({ path, findings }: UnreadSubject, index: number): Markup =>
  suite({
    index,
    name: path,
    timestamp: '1970-01-01T00:00:00',
    tests: findings.length,
    failures: 0,
    errors: findings.length,
    skipped: 0,
    seconds: 0,
    properties: { verdict: 'unread' },
    cases: findings.map(({ code, message, file, hint = '' }) =>
      testCase({
        name: code,
        classname: file,
        seconds: 0,
        body: xml`<error type="${code}" message="${message}">${hint}</error>`,
      }),
    ),
  });

interface Suite {
  readonly index: number;
  readonly name: string;
  readonly timestamp: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly Markup[];
}

/** `hostname`, `properties` and the empty tails are required by the Ant schema; other readers ask for less. */
function suite({ index, seconds, properties, cases, ...attributes }: Suite): Markup {
  const written = Object.entries(attributes).map(([name, value]) => xml` ${name}="${value}"`);
  const lines = Object.entries(properties).map(
    ([name, value]) => xml`      <property name="${name}" value="${value}"/>\n`,
  );
  return xml`  <testsuite id="${index}" package="assay" hostname="localhost"${written} time="${seconds.toFixed(3)}">
    <properties>\n${lines}    </properties>
${cases}    <system-out/>
    <system-err/>
  </testsuite>\n`;
}

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  readonly body: Markup;
}

const testCase = ({ name, classname, seconds, body }: TestCase): Markup =>
  xml`    <testcase name="${name}" classname="${classname}" time="${seconds.toFixed(3)}">\n      ${body}\n    </testcase>\n`;
