/** OpenAI's protocol (github.com/openai/openai-openapi): requests to answers. */
import { randomUUID } from 'node:crypto';
import { textTokens, topOf } from './language-model.mjs';
import { conversation, END } from './tokenizer.mjs';

const CREATED = 1_764_115_200;
const ROLES = ['system', 'user', 'assistant'];

export class RequestFault extends Error {
  constructor(status, message, param, code) {
    super(message);
    Object.assign(this, { status, param, code });
  }
}

const described = ({ name }) => ({ id: name, object: 'model', created: CREATED, owned_by: 'assay' });

/** `{method, answer(body, writer)}` by path. */
export function protocolOf(models) {
  const asked = (route) => ({
    method: 'POST',
    answer: (body, writer) => route(known(models, fieldsOf(body).value('model')), body, writer),
  });
  return {
    '/v1/models': { method: 'GET', answer: (_, { send }) => send({ object: 'list', data: models.map(described) }) },
    '/v1/models/': {
      method: 'GET',
      answer: (path, { send }) => send(described(known(models, decodeURIComponent(path.slice('/v1/models/'.length))))),
    },
    '/v1/chat/completions': asked(chat),
    '/v1/completions': asked(complete),
    '/v1/embeddings': asked(embed),
  };
}

async function chat(model, body, writer) {
  const fields = fieldsOf(body);
  const messages = messagesOf(body.messages);
  const logprobs = fields.boolean('logprobs', false);
  const top = fields.number('top_logprobs', 0, { from: 0, to: 20, whole: true });
  refuseProbabilities(model, logprobs);
  const limit = fields.number('max_completion_tokens', fields.number('max_tokens', model.context, COUNT), COUNT);
  const read = textTokens(model.tokens, conversation(messages));
  const one = (written) => ({
    token: written.text,
    logprob: written.logProbability,
    bytes: [...model.tokens.bytesOf(written.token)],
    top_logprobs: topOf(written.scores, top).map(([token, logprob]) => {
      const bytes = [...model.tokens.bytesOf(token)];
      return { token: model.tokens.decode([token]), logprob, bytes };
    }),
  });
  const form = () => ({
    whole: ({ text, written }) => ({
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: logprobs ? { content: written.map(one), refusal: null } : null,
    }),
    first: () => ({ delta: { role: 'assistant', content: '' }, logprobs: null }),
    piece: (text, written) => ({
      delta: { content: text },
      logprobs: logprobs ? { content: written.map(one), refusal: null } : null,
    }),
    last: () => ({ delta: {}, logprobs: null }),
  });
  const kind = { object: 'chat.completion', id: 'chatcmpl', spoken: true };
  await answer(model, { prompts: [{ read, form }], limit, fields, writer }, kind);
}

async function complete(model, body, writer) {
  const fields = fieldsOf(body);
  const echo = fields.boolean('echo', false);
  const top = fields.number('logprobs', undefined, { from: 0, to: 5, whole: true });
  refuseProbabilities(model, echo || top !== undefined);
  const limit = fields.number('max_tokens', 16, COUNT);
  const listed = (written, from) => {
    if (top === undefined) return null;
    let offset = from;
    return {
      tokens: written.map(({ text }) => text),
      token_logprobs: written.map(({ logProbability }) => logProbability),
      top_logprobs: written.map(({ scores }) =>
        scores === undefined
          ? null
          : Object.fromEntries(topOf(scores, top).map(([token, score]) => [model.tokens.decode([token]), score])),
      ),
      text_offset: written.map(({ text }) => (offset += text.length) - text.length),
    };
  };
  const formOf = (given, echoed) => () => {
    let offset = given.length;
    return {
      whole: ({ text, written }) => ({
        text: (echo ? given : '') + text,
        logprobs: listed([...echoed, ...written], echo ? 0 : given.length),
      }),
      first: () => (echo ? { text: given, logprobs: listed(echoed, 0) } : undefined),
      piece(text, written) {
        const choice = { text, logprobs: listed(written, offset) };
        offset += text.length;
        return choice;
      },
      last: () => ({ text: '', logprobs: null }),
    };
  };
  const prompts = [];
  for (const { text, read } of textsOf(model, body.prompt ?? '', 'prompt')) {
    const echoed = echo && top !== undefined ? await echoOf(model, read) : [];
    prompts.push({ read, form: formOf(text, echoed) });
  }
  await answer(model, { prompts, limit, fields, writer }, { object: 'text_completion', id: 'cmpl' });
}

/** A text or its tokens, or a list of either: `{text, read}` each. */
function textsOf({ tokens }, value, name) {
  const isTokens = (one) =>
    Array.isArray(one) &&
    one.length > 0 &&
    one.every((token) => Number.isInteger(token) && token >= 0 && token < tokens.size);
  const list = typeof value === 'string' || isTokens(value) ? [value] : value;
  const known = (one) => typeof one === 'string' || isTokens(one);
  if (!Array.isArray(list) || list.length === 0 || list.length > TEXTS || !list.every(known))
    throw new RequestFault(400, `${name} is a text or its tokens, or a list of 1 to ${TEXTS} of them.`, name);
  return list.map((one) =>
    typeof one === 'string'
      ? { text: one, read: textTokens(tokens, one) }
      : { text: tokens.decode(one), read: [END, ...one] },
  );
}

/** The prompt's own tokens, each with its probability given those before; the first has none, as nothing is before it. */
async function echoOf(model, prompt) {
  const { tokens, context, reader } = model;
  if (prompt.length > context) throw tooLong(model, prompt.length);
  const { scores } = await reader().read(prompt);
  const decoder = new TextDecoder();
  return prompt.slice(1).map((token, at) => ({
    text: decoder.decode(tokens.bytesOf(token), { stream: true }),
    logProbability: at === 0 ? null : scores[at][token],
    scores: at === 0 ? undefined : scores[at],
  }));
}

/** Writes `n` answers to each prompt, and sends them at once or as they come. `form` gives what stands in a choice. */
async function answer(model, { prompts, limit, fields, writer }, { object, id, spoken = false }) {
  const temperature = fields.number('temperature', 1, { from: 0, to: 2 });
  const topP = fields.number('top_p', 1, { from: 0, to: 1 });
  const seed = fields.number('seed', Math.floor(Math.random() * 2 ** 31), {
    from: -(2 ** 53),
    to: 2 ** 53,
    whole: true,
  });
  const count = fields.number('n', 1, { from: 1, to: 16, whole: true });
  const stop = fields.texts('stop', 4);
  const stream = fields.boolean('stream', false);
  const withUsage = stream && fields.value('stream_options')?.include_usage === true;
  for (const { read } of prompts) if (read.length > model.context) throw tooLong(model, read.length);
  const head = { id: `${id}-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: model.name };
  const chunk = (choices, usage) =>
    writer.event({
      ...head,
      object: object === 'chat.completion' ? `${object}.chunk` : object,
      choices,
      ...(withUsage && { usage }),
    });
  const choices = [];
  let written = 0;
  const asked = prompts.flatMap((prompt) => Array.from({ length: count }, (_, nth) => ({ ...prompt, nth })));
  for (const [index, { read, form, nth }] of asked.entries()) {
    const { whole, first, piece, last } = form();
    const start = first();
    if (stream && start !== undefined) chunk([{ index, ...start, finish_reason: null }], null);
    const sent = (text, tokens) => stream && chunk([{ index, ...piece(text, tokens), finish_reason: null }], null);
    const settings = { limit: Math.min(limit, model.context - read.length), temperature, topP, spoken };
    const said = await write(model, read, { ...settings, seed: seed + nth, stop, gone: writer.gone }, sent);
    written += said.count;
    if (stream) chunk([{ index, ...last(), finish_reason: said.finish }], null);
    else choices.push({ index, ...whole(said), finish_reason: said.finish });
  }
  // The first token of each is the end before the text, which nobody wrote.
  const prompted = prompts.reduce((sum, { read }) => sum + read.length - 1, 0);
  const usage = { prompt_tokens: prompted, completion_tokens: written, total_tokens: prompted + written };
  if (withUsage) chunk([], usage);
  if (stream) writer.done();
  else writer.send({ ...head, object, choices, usage });
}

/** One answer; `sent` gets each piece of it that no stop text can take back. What is spoken begins without a space. */
async function write(model, prompt, { stop, gone, spoken, ...settings }, sent) {
  const held = Math.max(0, ...stop.map(({ length }) => length - 1));
  let [text, count, told, waiting] = ['', 0, 0, []];
  const written = [];
  const tell = (end) => {
    if (end <= told) return;
    sent(text.slice(told, end), waiting);
    [told, waiting] = [end, []];
  };
  for await (const token of model.write(prompt, settings)) {
    if (gone()) break;
    count += 1;
    text += spoken && text === '' ? token.text.trimStart() : token.text;
    const ends = stop.map((each) => text.indexOf(each)).filter((at) => at >= 0);
    if (ends.length > 0) {
      text = text.slice(0, Math.min(...ends));
      tell(text.length);
      return { text, written, count, finish: 'stop' };
    }
    written.push(token);
    waiting.push(token);
    tell(text.length - held);
  }
  tell(text.length);
  return { text, written, count, finish: count === settings.limit ? 'length' : 'stop' };
}

async function embed(model, body, writer) {
  const fields = fieldsOf(body);
  if (model.reader === undefined) throw new RequestFault(400, `${model.name} has no embeddings.`, 'model');
  const encoding = fields.value('encoding_format') ?? 'float';
  if (encoding !== 'float' && encoding !== 'base64')
    throw new RequestFault(400, 'encoding_format is float or base64.', 'encoding_format');
  const texts = textsOf(model, body.input, 'input');
  if (texts.some(({ read }) => read.length === 1)) throw new RequestFault(400, 'A text in input is empty.', 'input');
  let count = 0;
  const data = [];
  for (const [index, { read }] of texts.entries()) {
    if (read.length > model.context) throw tooLong(model, read.length);
    count += read.length - 1;
    const mean = unitMean((await model.reader().read(read)).states);
    data.push({
      object: 'embedding',
      index,
      embedding: encoding === 'float' ? [...mean] : Buffer.from(mean.buffer).toString('base64'),
    });
  }
  writer.send({ object: 'list', data, model: model.name, usage: { prompt_tokens: count, total_tokens: count } });
}

function unitMean(rows) {
  const mean = new Float32Array(rows[0].length);
  for (const row of rows) row.forEach((value, at) => (mean[at] += value));
  const length = Math.hypot(...mean);
  return mean.map((value) => value / length);
}

/** Texts a request. */
const TEXTS = 256;
/** What this server does not do, with the value that wants nothing of it. */
const NOT_OFFERED = {
  best_of: 1,
  dimensions: undefined,
  frequency_penalty: 0,
  functions: [],
  logit_bias: {},
  presence_penalty: 0,
  response_format: { type: 'text' },
  suffix: '',
  tools: [],
};
const COUNT = { from: 0, to: 2 ** 31, whole: true };

function fieldsOf(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RequestFault(400, 'The body is an object.');
  const value = (name) => body[name] ?? undefined;
  for (const [name, nothing] of Object.entries(NOT_OFFERED))
    if (value(name) !== undefined && JSON.stringify(value(name)) !== JSON.stringify(nothing))
      throw new RequestFault(400, `This server has no ${name}.`, name, 'unsupported_value');
  return {
    value,
    number(name, otherwise, { from, to, whole = false }) {
      const given = value(name) ?? otherwise;
      if (given === undefined) return given;
      if (typeof given !== 'number' || given < from || given > to || (whole && !Number.isInteger(given)))
        throw new RequestFault(400, `${name} is a ${whole ? 'whole number' : 'number'} from ${from} to ${to}.`, name);
      return given;
    },
    boolean(name, otherwise) {
      const given = value(name) ?? otherwise;
      if (typeof given !== 'boolean') throw new RequestFault(400, `${name} is true or false.`, name);
      return given;
    },
    texts(name, most) {
      const given = value(name) ?? [];
      const texts = typeof given === 'string' ? [given] : given;
      if (
        !Array.isArray(texts) ||
        texts.length > most ||
        !texts.every((text) => typeof text === 'string' && text !== '')
      )
        throw new RequestFault(400, `${name} is a text or a list of at most ${most} texts.`, name);
      return texts;
    },
  };
}

function messagesOf(messages) {
  if (!Array.isArray(messages) || messages.length === 0)
    throw new RequestFault(400, 'messages is a list of messages.', 'messages');
  return messages.map((message, at) => {
    const role = message?.role === 'developer' ? 'system' : message?.role;
    if (!ROLES.includes(role))
      throw new RequestFault(400, `A message's role is one of ${ROLES.join(', ')}.`, `messages[${at}].role`);
    const given = message.content ?? (role === 'assistant' ? (message.refusal ?? '') : undefined);
    const content = Array.isArray(given) ? given.map((part) => part?.text ?? part?.refusal).join('') : given;
    if (typeof content !== 'string')
      throw new RequestFault(400, "A message's content is a text.", `messages[${at}].content`);
    return { role, content };
  });
}

function known(models, name) {
  if (name === undefined) throw new RequestFault(400, 'model names the model.', 'model');
  const model = models.find((one) => one.name === name);
  if (model !== undefined) return model;
  const names = models.map((one) => one.name).join(' and ');
  throw new RequestFault(
    404,
    `There is no model ${JSON.stringify(name)}; there is ${names}.`,
    'model',
    'model_not_found',
  );
}

/** The judge weighs whole answers, and gives no probabilities of tokens. */
function refuseProbabilities({ name, reader }, asked) {
  if (reader === undefined && asked) throw new RequestFault(400, `${name} gives no logprobs.`, 'logprobs');
}

const tooLong = ({ context }, count) =>
  new RequestFault(
    400,
    `The text has ${count} tokens; the model reads ${context}.`,
    undefined,
    'context_length_exceeded',
  );
