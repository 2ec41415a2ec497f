/** Whether a scorer can be used at all, and on which questions. */
import type { JudgeScorerUse } from '../../document/types.generated.js';
import { compilePattern } from '../../methods/evaluation/scoring/pattern.js';
import type { Findings, Pointer } from '../findings.js';
import type { Question, ScorerSpec } from './question.js';
import { TemplateFault, namesIn } from './template.js';

export async function checkScorer(scorer: ScorerSpec, pointer: Pointer, findings: Findings): Promise<void> {
  if ('extract' in scorer) checkPattern(scorer.extract, [...pointer, 'extract'], findings);
  if (scorer.type === 'pattern') checkPattern(scorer.pattern, [...pointer, 'pattern'], findings);
  if (scorer.type === 'json-schema') await checkSchema(scorer.schema, [...pointer, 'schema'], findings);
  if (scorer.type === 'judge') checkJudge(scorer, pointer, findings);
}

async function checkSchema(
  schema: Readonly<Record<string, unknown>>,
  pointer: Pointer,
  findings: Findings,
): Promise<void> {
  const { jsonScorer } = await import('../../methods/evaluation/scoring/json-schema.js');
  try {
    jsonScorer(schema);
  } catch (cause) {
    findings.add(pointer, { code: 'ASSAY1585', message: `no JSON Schema: ${reasonOf(cause)}` });
  }
}

function checkJudge({ grades, template }: JudgeScorerUse, pointer: Pointer, findings: Findings): void {
  const names = template === undefined ? ['answer'] : checkedNames(template, [...pointer, 'template'], findings);
  if (names !== undefined && !names.includes('answer')) {
    const message = 'the judge’s template has no place {{answer}} for the answer that it is to judge';
    findings.add([...pointer, 'template'], { code: 'ASSAY1577', message });
  }
  if (grades === undefined) return;
  const { from, to, passes = to } = grades;
  if (from < passes && passes <= to) return;
  findings.add([...pointer, 'grades'], {
    code: 'ASSAY1585',
    message: `grades from ${from} to ${to}, passing from ${passes} on, are no scale`,
    hint: 'The worst is less than the passing grade, which is at most the best.',
  });
}

/** The names in a template; `undefined` where it is none, which is told. */
export function checkedNames(template: string, pointer: Pointer, findings: Findings): readonly string[] | undefined {
  try {
    return namesIn(template);
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    findings.add(pointer, {
      code: 'ASSAY1577',
      message: fault.message,
      hint: 'Write {{text}} where the question stands.',
    });
    return undefined;
  }
}

function checkPattern(pattern: string | undefined, pointer: Pointer, findings: Findings): void {
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  if (fault !== undefined) findings.add(pointer, { code: 'ASSAY1585', message: fault });
}

function patternFault(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (cause) {
    return `no pattern of RE2: ${reasonOf(cause)}`;
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** What a question lacks that the scorer needs. */
export function scorerLack({ references, choices, answer }: Question, scorer: ScorerSpec): string | undefined {
  switch (scorer.type) {
    case 'judge':
    case 'json-schema':
      return undefined;
    case 'choice':
      return choices === undefined || answer === undefined ? 'needs choices and the answer among them' : undefined;
    case 'pattern':
      if (scorer.pattern !== undefined) return undefined;
      if (references.length === 0) return 'needs a reference';
      return (
        references.map(patternFault).find((fault) => fault !== undefined) && 'needs references that are patterns of RE2'
      );
    default:
      return references.length === 0 ? 'needs a reference' : undefined;
  }
}
