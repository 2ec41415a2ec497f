/** OpenAI's protocol (github.com/openai/openai-openapi): requests to answers. */
import { randomUUID } from 'node:crypto';
import { textTokens, topOf } from './language-model.mjs';
import { conversation } from './tokenizer.mjs';

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
  const prompt = textTokens(model.tokens, conversation(messages));
  const one = (written) => ({
    token: written.text,
    logprob: written.logProbability,
    bytes: [...model.tokens.bytesOf(written.token)],
    top_logprobs: topOf(written.scores, top).map(([token, logprob]) => {
      const bytes = [...model.tokens.bytesOf(token)];
      return { token: model.tokens.decode([token]), logprob, bytes };
    }),
  });
  await answer(
    model,
    { prompt, limit, fields, writer },
    { object: 'chat.completion', id: 'chatcmpl', spoken: true },
    {
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
    },
  );
}

async function complete(model, body, writer) {
  const fields = fieldsOf(body);
  const given = Array.isArray(body.prompt) && body.prompt.length === 1 ? body.prompt[0] : body.prompt;
  if (typeof given !== 'string') throw new RequestFault(400, 'prompt is one text.', 'prompt');
  const echo = fields.boolean('echo', false);
  const top = fields.number('logprobs', undefined, { from: 0, to: 5, whole: true });
  refuseProbabilities(model, echo || top !== undefined);
  const limit = fields.number('max_tokens', 16, COUNT);
  const prompt = textTokens(model.tokens, given);
  const echoed = echo && top !== undefined ? await echoOf(model, prompt) : [];
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
  const start = echo ? 0 : given.length;
  let offset = start;
  await answer(
    model,
    { prompt, limit, fields, writer },
    { object: 'text_completion', id: 'cmpl' },
    {
      whole: ({ text, written }) => ({
        text: (echo ? given : '') + text,
        logprobs: listed([...echoed, ...written], start),
      }),
      first: () => (echo ? { text: given, logprobs: listed(echoed, 0) } : undefined),
      piece(text, written) {
        const choice = { text, logprobs: listed(written, echo && offset === 0 ? given.length : offset) };
        offset = (echo && offset === 0 ? given.length : offset) + text.length;
        return choice;
      },
      last: () => ({ text: '', logprobs: null }),
    },
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

/** Writes `n` answers, and sends them at once or as they come. `form` gives what stands in a choice. */
async function answer(model, { prompt, limit, fields, writer }, { object, id, spoken = false }, form) {
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
  if (prompt.length > model.context) throw tooLong(model, prompt.length);
  const head = { id: `${id}-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: model.name };
  const chunk = (choices, usage) =>
    writer.event({
      ...head,
      object: object === 'chat.completion' ? `${object}.chunk` : object,
      choices,
      ...(withUsage && { usage }),
    });
  const settings = { limit: Math.min(limit, model.context - prompt.length), temperature, topP, spoken };
  const choices = [];
  let written = 0;
  for (let index = 0; index < count; index += 1) {
    const first = form.first();
    if (stream && first !== undefined) chunk([{ index, ...first, finish_reason: null }], null);
    const sent = (text, tokens) => stream && chunk([{ index, ...form.piece(text, tokens), finish_reason: null }], null);
    const whole = await write(model, prompt, { ...settings, seed: seed + index, stop, gone: writer.gone }, sent);
    written += whole.count;
    if (stream) chunk([{ index, ...form.last(), finish_reason: whole.finish }], null);
    else choices.push({ index, ...form.whole(whole), finish_reason: whole.finish });
  }
  // The first token is the end before the text, which nobody wrote.
  const prompted = prompt.length - 1;
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
  const texts = typeof body.input === 'string' ? [body.input] : body.input;
  if (
    !Array.isArray(texts) ||
    texts.length === 0 ||
    texts.length > 256 ||
    !texts.every((text) => typeof text === 'string' && text !== '')
  )
    throw new RequestFault(400, 'input is a text or a list of 1 to 256 texts.', 'input');
  let count = 0;
  const data = [];
  for (const [index, text] of texts.entries()) {
    const tokens = textTokens(model.tokens, text);
    if (tokens.length > model.context) throw tooLong(model, tokens.length);
    count += tokens.length - 1;
    const mean = unitMean((await model.reader().read(tokens)).states);
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

const COUNT = { from: 0, to: 2 ** 31, whole: true };

function fieldsOf(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RequestFault(400, 'The body is an object.');
  const value = (name) => body[name] ?? undefined;
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
    const content = Array.isArray(message.content)
      ? message.content.map((part) => part?.text).join('')
      : message.content;
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
