/** `assay init --url`: a subject, questions and a profile of a language model behind a server, which is asked what it offers. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InitialiseOutcome, InitialiseRequest } from '../api.js';
import { isThisMachine } from '../subject/load-endpoint.js';
import { nameOf, refusedFor, refusedWhereTaken, shown } from './folder.js';
import type { Offers } from './offers.js';
import { servedProfileText, servedSubjectText, type ServedDraft } from './served-draft.js';
import { lookAtServer, type ServedRequest } from './served-model.js';
import { jsonLines, starterSets } from './starter-questions.js';

const QUESTIONS = 'questions';

export async function initialiseServed(
  { folder, language = 'en' }: InitialiseRequest,
  served: ServedRequest,
): Promise<InitialiseOutcome> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const taken = refusedWhereTaken(folder, names, ['subject.yaml', 'profile.yaml', QUESTIONS]);
  if (taken !== undefined) return taken;
  const look = await lookAtServer(served, folder);
  if (look.kind === 'fault') return refusedFor(...look.diagnostics);
  const { model } = look;
  const { keyEnv } = served;
  const draft: ServedDraft = {
    ...model,
    id: nameOf(model.name),
    ...(keyEnv !== undefined && { keyEnv }),
    runsHere: isThisMachine(new URL(model.url).hostname),
    sets: starterSets(language),
    language,
  };
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { flag: 'wx' });
  mkdirSync(join(folder, QUESTIONS), { recursive: true });
  for (const set of draft.sets) write(set.path, jsonLines(set));
  write('profile.yaml', servedProfileText(draft));
  write('subject.yaml', servedSubjectText(draft));
  const subject = shown(join(folder, 'subject.yaml'));
  return {
    files: [
      { path: subject, kind: 'Subject' },
      { path: shown(join(folder, 'profile.yaml')), kind: 'Profile' },
      ...draft.sets.map(({ path }) => ({ path: shown(join(folder, path)), kind: 'Questions' })),
    ],
    notes: notesOf(draft, served),
    next: `assay check ${subject}`,
    diagnostics: [],
  };
}

function notesOf({ url, name, offers, sets, language }: ServedDraft, served: ServedRequest): readonly string[] {
  const say = (en: string, zh: string): string => (language === 'zh' ? zh : en);
  const count = sets.reduce((sum, { questions }) => sum + questions.length, 0);
  const isOther = url !== served.url.replace(/\/+$/, '');
  const given = isOther ? say(` (${served.url} was given)`, `（给出的是 ${served.url}）`) : '';
  return [
    say(`server: ${url}${given}`, `服务器：${url}${given}`),
    say(`model: ${name}`, `模型：${name}`),
    ...(offers === undefined
      ? [say('nobody was asked what it offers', '未询问服务器提供什么')]
      : offersInWords(offers, say)),
    say(`${count} questions to begin with: put your own in their place`, `起步用的题目 ${count} 道：请换上自己的题目`),
  ];
}

function offersInWords(offers: Offers, say: (en: string, zh: string) => string): readonly string[] {
  const all: readonly (readonly [boolean, string])[] = [
    [offers.interface === 'chat', say('turns of a conversation', '对话')],
    [offers.stream, say('answers token by token', '流式回答')],
    [offers.usage, say('counts of tokens', '词元计数')],
    [offers.logProbabilities, say('log probabilities of answers', '回答的对数概率')],
    [offers.echo, say('log probabilities of given texts', '给定文本的对数概率')],
    [offers.embeddings, say('embeddings', '嵌入向量')],
  ];
  const listed = (is: boolean): string =>
    all.flatMap(([offered, what]) => (offered === is ? [what] : [])).join(say(', ', '、'));
  return [
    say(`it offers: ${listed(true) || 'nothing more'}`, `提供：${listed(true) || '无'}`),
    ...(listed(false) === '' ? [] : [say(`it does not offer: ${listed(false)}`, `不提供：${listed(false)}`)]),
  ];
}
