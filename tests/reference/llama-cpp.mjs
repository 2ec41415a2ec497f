/**
 * Greedy answers, log probabilities and embeddings of examples/language-model by llama.cpp, which is to serve it so:
 *
 *   node examples/language-model/to-gguf.mjs tiny-lm.gguf
 *   llama-server -m tiny-lm.gguf -c 4096 -np 8 -fa off -ctk f32 -ctv f32 --embeddings --pooling mean
 *   node tests/reference/llama-cpp.mjs tiny-lm.gguf http://127.0.0.1:8080/v1 "PROGRAM AND VERSION"
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [file, url, program] = process.argv.slice(2);
const EVERY = 20;

const ask = async (path, body) => {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify({ model: 'any', ...body }) });
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json();
};
const here = (name) => new URL(name, import.meta.url);
const questions = ['tasks', 'titles', 'definitions', 'paraphrases', 'refusal', 'over-refusal']
  .flatMap((name) =>
    readFileSync(here(`../../examples/language-model/questions/${name}.jsonl`), 'utf8')
      .trim()
      .split('\n'),
  )
  .filter((_, at) => at % EVERY === 0)
  .map((line) => `Question: ${JSON.parse(line).text}\nAnswer:`);

const answers = [];
for (const prompt of questions) {
  const { choices, usage } = await ask('/completions', {
    prompt,
    temperature: 0,
    max_tokens: 48,
    stop: ['\n'],
    logprobs: 1,
  });
  const [{ text, logprobs }] = choices;
  const written = logprobs.content.filter(({ token }) => token !== '');
  answers.push({
    prompt,
    // Less the token that begins a text.
    promptTokens: usage.prompt_tokens - 1,
    text,
    tokens: written.map(({ token }) => token),
    logProbabilities: written.map(({ logprob }) => Number(logprob.toFixed(6))),
  });
}
const [{ embedding }] = (await ask('/embeddings', { input: ['right to erasure'] })).data;
const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
const figures = {
  program,
  gguf: sha256,
  answers,
  embedding: { text: 'right to erasure', vector: embedding.map((value) => Number(value.toFixed(7))) },
};
writeFileSync(here('llama-cpp.json'), `${JSON.stringify(figures, undefined, 1)}\n`);
