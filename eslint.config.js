const js = require('@eslint/js');
const tseslint = require('typescript-eslint');

module.exports = tseslint.config(
  { ignores: ['docs/client-types.d.ts', 'dist', 'dist-*', 'node_modules', '.cache', '.data', 'coverage'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        process: 'readonly',
        console: 'readonly',
      },
    },
  },
  {
    // What browsers load.
    files: ['src/web/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      ecmaVersion: 5,
      globals: { window: 'readonly', document: 'readonly', Image: 'readonly' },
    },
  },
  {
    // Tests read answers loosely: a wrong path reads undefined and fails the expectation, which is what a test is for.
    files: [
      'test/e2e/**/*.ts',
      'test/fault/**/*.ts',
      'test/property/**/*.ts',
      'test/openapi-*.ts',
      'test/harness.ts',
    ],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A stage never reads the clock or the environment: time and settings arrive as arguments.
    files: ['src/{model,ingest,attribute,plan,deliver,record}/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time arrives as an argument (ports/clock).' },
        { object: 'process', property: 'env', message: 'Settings arrive as arguments (config.ts).' },
      ],
    },
  },
);
