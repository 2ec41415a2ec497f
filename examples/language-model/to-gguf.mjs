/**
 * The model as GGUF, for llama.cpp and what stands on it: `node examples/language-model/to-gguf.mjs [tiny-lm.gguf]`.
 *
 * llama.cpp has no architecture of this network's pieces, but MPT computes the same: attention with linear biases, two
 * matrices a layer, no bias terms. Where it differs, the weights make up for it:
 * - It subtracts the mean before it normalises. Each number of the stream stands there twice, once negated: the mean is 0,
 *   and LayerNorm is RMSNorm. So heads are twice as wide, their second half 0.
 * - It has GELU for ReLU: x·Φ(x) is max(0, x) far from 0. Inner values are taken 2^16 times as large.
 *
 * GGUF, version 3: github.com/ggml-org/ggml/blob/master/docs/gguf.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { decodeModel } from '../../dist/engine/backends/onnx-proto.js';
import { readTensor } from '../../dist/engine/backends/onnx-tensor.js';
import { CONTEXT } from './language-model.mjs';
import { END, tokenizer } from './tokenizer.mjs';

const LOUD = 2 ** 16;
const here = (name) => new URL(name, import.meta.url);

const { graph } = decodeModel(readFileSync(here('model.onnx')));
const heads = Number(graph.input.find(({ name }) => name === 'keys0').type.tensorType.shape.dim[0].dimValue);
/** In the order in which training/onnx.mjs writes them; the first number alone is what keeps norms from 0. */
const constants = graph.initializer.map(readTensor);
const stored = constants.filter(({ type }) => type === 'float16');
const [epsilon] = constants.find(({ dims, type }) => type === 'float32' && dims.length === 0).values();
const layers = (stored.length - 2) / 8;
const [tokens, width] = stored[0].dims;
const size = width / heads;
const take = () => stored.shift().values();

/** `[outputs, inputs]`, of the factor `[inputs, outputs]` of a product; `from` and `to` say where each stands. */
function matrix(values, [inputs, outputs], [wide, high], from, to, scale = 1) {
  const data = new Float32Array(wide * high);
  for (let row = 0; row < inputs; row += 1)
    for (let column = 0; column < outputs; column += 1)
      for (const [at, sign] of to(column)) data[at * wide + from(row)] = sign * scale * values[row * outputs + column];
  return { dims: [wide, high], data };
}
const alone = (at) => [[at, 1]];
const twice = (at) => [
  [at, 1],
  [width + at, -1],
];
const itself = (at) => at;
const inHead = (at) => at + Math.floor(at / size) * size;
const gain = (values, scale = 1) => ({
  dims: [2 * width],
  data: Float32Array.from([...values, ...values], (value) => scale * value),
});

const tensors = {};
const square = [width, width];
const double = [2 * width, 2 * width];
const embedding = take();
tensors['token_embd.weight'] = {
  dims: [2 * width, tokens],
  data: Float32Array.from({ length: 2 * width * tokens }, (_, at) => {
    const column = at % (2 * width);
    return (column < width ? 1 : -1) * embedding[Math.floor(at / (2 * width)) * width + (column % width)];
  }),
};
for (let layer = 0; layer < layers; layer += 1) {
  const name = (tensor) => `blk.${layer}.${tensor}.weight`;
  tensors[name('attn_norm')] = gain(take());
  const [keys, values] = [take(), take()].map((each) =>
    matrix(each, square, double, itself, (at) => alone(inHead(at))),
  );
  const queries = matrix(take(), square, double, itself, (at) => alone(inHead(at)), Math.SQRT2);
  tensors[name('attn_qkv')] = {
    dims: [2 * width, 6 * width],
    data: Float32Array.from([queries, keys, values].flatMap(({ data }) => [...data])),
  };
  tensors[name('attn_output')] = matrix(take(), square, double, inHead, twice);
  tensors[name('ffn_norm')] = gain(take());
  tensors[name('ffn_up')] = matrix(take(), [width, 4 * width], [2 * width, 4 * width], itself, alone, LOUD);
  tensors[name('ffn_down')] = matrix(take(), [4 * width, width], [4 * width, 2 * width], itself, twice, 1 / LOUD);
}
/** Input and output share the embeddings, and each product has two equal halves. */
tensors['output_norm.weight'] = gain(take(), 0.5);

/** Bytes as GPT-2 writes them: the printable ones of Latin-1 as they are, the others from U+0100 on. */
const printable = (byte) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
const shifted = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable(byte));
const written = (bytes) =>
  [...bytes].map((byte) => String.fromCodePoint(printable(byte) ? byte : 256 + shifted.indexOf(byte))).join('');

const { merges } = JSON.parse(readFileSync(here('tokenizer.json'), 'utf8'));
const { bytesOf } = tokenizer(merges);
const words = Array.from({ length: tokens }, (_, token) => (token === END ? '<|end|>' : written(bytesOf(token))));
const [NORMAL, CONTROL] = [1, 3];
const template =
  "{% for message in messages %}{% if message.role == 'system' %}{{ message.content | trim }}\n\n" +
  "{% elif message.role == 'user' %}Question: {{ message.content | trim }}\n" +
  '{% else %}Answer: {{ message.content | trim }}\n\n{% endif %}{% endfor %}Answer:';

const u32 = (value) => ({ type: 4, bytes: Buffer.from(Uint32Array.of(value).buffer) });
const f32 = (value) => ({ type: 6, bytes: Buffer.from(Float32Array.of(value).buffer) });
const bool = (value) => ({ type: 7, bytes: Buffer.of(Number(value)) });
const u64 = (value) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const counted = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const string = (value) => ({ type: 8, bytes: counted(value) });
const list = (values) => ({
  type: 9,
  bytes: Buffer.concat([u32(values[0].type).bytes, u64(values.length), ...values.map(({ bytes }) => bytes)]),
});

const metadata = {
  'general.architecture': string('mpt'),
  'general.name': string('tiny-lm'),
  'mpt.context_length': u32(CONTEXT),
  'mpt.embedding_length': u32(2 * width),
  'mpt.block_count': u32(layers),
  'mpt.feed_forward_length': u32(4 * width),
  'mpt.attention.head_count': u32(heads),
  'mpt.attention.layer_norm_epsilon': f32(epsilon),
  'mpt.attention.max_alibi_bias': f32(8),
  'tokenizer.ggml.model': string('gpt2'),
  'tokenizer.ggml.pre': string('starcoder'), // digits alone, words with the space before them
  'tokenizer.ggml.tokens': list(words.map(string)),
  'tokenizer.ggml.token_type': list(words.map((_, token) => ({ ...u32(token === END ? CONTROL : NORMAL), type: 5 }))),
  'tokenizer.ggml.merges': list(merges.map(([left, right]) => string(`${words[left]} ${words[right]}`))),
  'tokenizer.ggml.bos_token_id': u32(END),
  'tokenizer.ggml.eos_token_id': u32(END),
  'tokenizer.ggml.add_bos_token': bool(true),
  'tokenizer.chat_template': string(template),
};

const ALIGNMENT = 32;
const padding = (length) => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
const names = Object.keys(tensors);
let offset = 0;
const placed = names.map((name) => {
  const { dims, data } = tensors[name];
  const described = [counted(name), u32(dims.length).bytes, ...dims.map(u64), u32(0).bytes, u64(offset)];
  offset += data.byteLength + padding(data.byteLength).length;
  return Buffer.concat(described);
});
const head = Buffer.concat([
  Buffer.from('GGUF'),
  u32(3).bytes,
  u64(names.length),
  u64(Object.keys(metadata).length),
  ...Object.entries(metadata).flatMap(([key, { type, bytes }]) => [counted(key), u32(type).bytes, bytes]),
  ...placed,
]);
const data = names.flatMap((name) => {
  const bytes = Buffer.from(tensors[name].data.buffer);
  return [bytes, padding(bytes.length)];
});
const [file = 'tiny-lm.gguf'] = process.argv.slice(2);
writeFileSync(file, Buffer.concat([head, padding(head.length), ...data]));
console.log(`${file}: ${layers} layers, ${tokens} tokens`);
