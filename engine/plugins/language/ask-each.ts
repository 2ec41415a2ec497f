import type { LanguageModel } from '../../subject/language/language-model.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';

/**
 * What `ask` gives for each item, in the items' order whatever the order of arrival; as many at a time as the model takes.
 * The first fault ends it: nothing further is asked.
 */
export async function askEach<Item, Given>(
  { signal, progress }: Pick<MeasureContext<unknown>, 'signal' | 'progress'>,
  { concurrency }: Pick<LanguageModel, 'concurrency'>,
  items: readonly Item[],
  ask: (item: Item) => Promise<Given>,
): Promise<readonly Given[]> {
  const given = new Array<Given>(items.length);
  let next = 0;
  let done = 0;
  const line = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      try {
        await checkpoint(signal);
        given[at] = await ask(items[at]!);
        signal.throwIfAborted();
      } catch (fault) {
        next = items.length;
        throw fault;
      }
      progress(++done, items.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, line));
  return given;
}
