/** A composite action's steps as GitHub's runner takes them: expressions, environment files, one shell a step. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '@marcbachmann/cel-js';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const readAction = (file: string): Action => parse(readFileSync(file, 'utf8')) as Action;

export interface ActionRun {
  /** Of the first step that failed; 0 where none did. Later steps run then where they say so. */
  readonly code: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Steps that use other actions, with what they would be given. */
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
}

const cel = new Environment({ unlistedVariablesAreDyn: true }).registerFunction('cancelled(): bool', () => false);

/** Functions of status: a step with one of them does not ask that those before it went well. */
const OF_STATUS = /\b(always|cancelled|failure)\(\)/;

export async function runAction(
  action: Action,
  options: {
    readonly actionPath: string;
    readonly workspace: string;
    /** A folder for the runner’s own files. */
    readonly temp: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<ActionRun> {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value }]) => [name, options.inputs[name] ?? value ?? '']),
  );
  const context = {
    inputs,
    steps: {} as Record<string, { outputs: Record<string, string> }>,
    github: { action_path: options.actionPath, token: 'token-of-the-job' },
  };
  const say = (text: string): string =>
    text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => String(evaluate(inner, context)));
  for (const [name, value] of Object.entries(inputs)) inputs[name] = say(value);
  const files = { GITHUB_OUTPUT: join(options.temp, 'output'), GITHUB_STEP_SUMMARY: join(options.temp, 'summary') };
  writeFileSync(files.GITHUB_STEP_SUMMARY, '');
  const used: { uses: string; with: Record<string, string> }[] = [];
  let log = '';
  let code = 0;
  for (const step of action.runs.steps) {
    if (code !== 0 && !OF_STATUS.test(step.if ?? '')) continue;
    if (step.if !== undefined && say(step.if) !== 'true') continue;
    if (step.uses !== undefined) {
      used.push({ uses: step.uses, with: mapValues(step.with ?? {}, say) });
      continue;
    }
    writeFileSync(files.GITHUB_OUTPUT, '');
    const env = {
      ...process.env,
      ...options.env,
      ...files,
      RUNNER_TEMP: options.temp,
      ...mapValues(step.env ?? {}, say),
    };
    // As the runner runs `shell: bash`.
    const ran = await shell(
      step.run!,
      env,
      step['working-directory'] === undefined ? options.workspace : say(step['working-directory']),
    );
    log += ran.log;
    if (step.id !== undefined)
      context.steps[step.id] = { outputs: outputsIn(readFileSync(files.GITHUB_OUTPUT, 'utf8')) };
    code ||= ran.code;
  }
  return {
    code,
    log,
    outputs: mapValues(action.outputs, ({ value }) => say(value)),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    used,
  };
}

/** `a.b-c` is a name to GitHub, and a difference to CEL; what is not there is empty. */
function evaluate(expression: string, context: object): unknown {
  const path = /\b(inputs|steps|github)((?:\.[A-Za-z_][\w-]*)+)/g;
  const text = expression.replace(path, (_, root: string, rest: string) => {
    const found = rest
      .slice(1)
      .split('.')
      .reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        (context as Record<string, unknown>)[root],
      );
    return JSON.stringify(found ?? '');
  });
  return cel.evaluate(text.trim(), {});
}

function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(.+)\n([\s\S]*?)\n\2$/gm)) outputs[name!] = value!;
  return outputs;
}

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));

function shell(script: string, env: NodeJS.ProcessEnv, cwd: string): Promise<{ code: number; log: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd, env });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, log }));
  });
}
