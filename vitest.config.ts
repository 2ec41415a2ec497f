import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['engine/**/*.test.ts', 'cli/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/temporary-folder.ts'],
    setupFiles: ['tests/seed.ts'],
    // Native add-ons (onnxruntime) do not survive being loaded into several threads of one process.
    pool: 'forks',
    // The default leaves one core of two idle.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
