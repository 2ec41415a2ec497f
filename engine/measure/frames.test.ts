import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrames, writeFrame } from './frames.js';

const LIMIT = 1024 * 1024;

/** What is read of bytes that come in pieces of the given sizes. */
async function read(bytes: Buffer, sizes: readonly number[]): Promise<{ frames: unknown[]; faults: string[] }> {
  const stream = new PassThrough();
  const frames: unknown[] = [];
  const faults: string[] = [];
  readFrames(
    stream,
    LIMIT,
    (frame) => frames.push(frame),
    (what) => faults.push(what),
  );
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    stream.write(bytes.subarray(at, at + size));
    at += size;
  }
  stream.end();
  await new Promise((resolve) => stream.on('end', resolve));
  return { frames, faults };
}

describe('messages between processes', () => {
  it('arrive as they were sent, however the pipe cuts them', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      async (values, sizes) => {
        const sent = new PassThrough();
        for (const value of values) writeFrame(sent, value);
        const bytes = (sent.read() as Buffer | null) ?? Buffer.alloc(0);
        expect(await read(bytes, sizes)).toEqual({ frames: JSON.parse(JSON.stringify(values)), faults: [] });
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it.each([
    ['not JSON', 'hello\n', /not JSON/],
    ['too long', `"${'x'.repeat(LIMIT)}"\n`, /longer than 1 MiB/],
    ['too long and without an end', 'x'.repeat(2 * LIMIT), /longer than 1 MiB/],
  ])('that are %s are a fault, once, and nothing after is read', async (_, text, what) => {
    const { frames, faults } = await read(Buffer.from(`1\n${text}2\n`), [65_536]);
    expect(frames).toEqual([1]);
    expect(faults).toEqual([expect.stringMatching(what)]);
  });
});
