import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '**/*.generated.*',
      'engine/**/validators/',
      'examples/**/*.py',
      'tests/fixtures/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      // noUncheckedIndexedAccess makes `array[i]!` the plain way to read a typed array inside its bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Files, clocks and processes belong to the rim.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // The rim: where the machine is.
    files: [
      'cli/**',
      'bench/**',
      'tests/**',
      '**/*.test.ts',
      'engine/measure/**',
      'engine/programs/**',
      'engine/sealing/**',
      'engine/trust/signing-key-source.ts',
      'engine/doctor/**',
      'engine/backends/**',
      'engine/subject/**',
      'engine/index.ts',
      'engine/document/file-source.ts',
    ],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // Pure folders: no clock, no randomness that was not handed in.
    files: [
      'engine/{numerics,methods,rules,plan,judge,report,pack}/**/*.ts',
      'engine/plugins/**/*.ts',
      'engine/estimators/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is handed in.' },
        { object: 'Date', property: 'now', message: 'Time is handed in.' },
        { object: 'performance', property: 'now', message: 'Time is handed in.' },
      ],
    },
  },
);
