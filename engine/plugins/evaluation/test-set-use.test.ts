import { expect, test } from 'vitest';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import { testSetUse } from './test-set-use.js';

const outputs = async (history?: { otherModels: number }) =>
  (await testSetUse.measure(memoryContext(memorySubject({ task: 'regression', ...(history && { history }) }), {})))
    .outputs['otherModels'];

test('what the cache remembers is a log', async () => {
  expect(await outputs({ otherModels: 7 })).toMatchObject({ estimate: 7, basis: 'logged' });
  expect(await outputs()).toMatchObject({ unmeasured: 'missing-input' });
});
