// Run by `cargo xtask test --only node/lint`, with the linter under target/node.
import { createRequire } from 'node:module';
import path from 'node:path';

const load = createRequire(path.join(process.cwd(), 'target/node/lint/package.json'));
const js = load('@eslint/js');
const globals = load('globals');

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2022,
      globals: {
        ...globals.node,
        ...globals.es2021,
        Bun: 'readonly',
        Deno: 'readonly',
        EdgeRuntime: 'readonly',
        __non_webpack_require__: 'readonly',
        WebAssembly: 'readonly',
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { args: 'all', argsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  { files: ['**/*.jest.js'], languageOptions: { sourceType: 'commonjs', globals: globals.jest } },
];
