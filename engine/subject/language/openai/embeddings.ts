import { isObject } from '../../endpoint/wire.js';
import { objectOf, tokensOf } from './completion.js';
import { malformed } from './malformed.js';

/** A vector a text, in the order of the texts. Throws ModelFault (`failed`). */
export function readEmbeddings(
  json: unknown,
  texts: number,
): { readonly vectors: readonly (readonly number[])[]; readonly tokens?: ReturnType<typeof tokensOf> } {
  const { data, usage } = objectOf(json);
  if (!Array.isArray(data) || data.length !== texts)
    throw malformed(`\`data\` has ${Array.isArray(data) ? data.length : 'no'} embeddings for ${texts} texts`);
  const vectors: (readonly number[])[] = [];
  (data as unknown[]).forEach((entry, place) => {
    const { embedding, index = place } = isObject(entry) ? entry : {};
    if (!Array.isArray(embedding) || embedding.length === 0 || !embedding.every(Number.isFinite))
      throw malformed('an `embedding` is no list of numbers');
    if (typeof index !== 'number' || vectors[index] !== undefined) throw malformed('two embeddings have one `index`');
    vectors[index] = embedding as number[];
  });
  const width = vectors[0]?.length;
  if (vectors.length !== texts || vectors.some((vector) => vector?.length !== width))
    throw malformed('the embeddings are of different lengths, or one is missing');
  return { vectors, tokens: tokensOf(usage) };
}
