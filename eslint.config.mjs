import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What each room may not import: everything is one way, text -> arrays -> roles -> report -> screens. */
const walls = {
  reader: ['calculus', 'diagnosis', 'report', 'protocol', 'editor'],
  calculus: ['reader', 'diagnosis', 'report', 'protocol', 'editor'],
  diagnosis: ['report', 'protocol', 'editor'],
  report: ['protocol', 'editor'],
  protocol: ['editor', 'diagnosis', 'calculus', 'reader'],
};

const forbid = (rooms, message) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: [{ name: 'vscode', message: 'Only src/editor and src/extension.ts import vscode.' }],
      patterns: [{ group: [...rooms.map((room) => `**/${room}/**`), 'node:*'], message }],
    },
  ],
});

export default tseslint.config(
  { ignores: ['out', 'dist', 'node_modules', '.vscode-test', 'test/fixtures'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  ...Object.entries(walls).map(([room, rooms]) => ({
    files: [`src/${room}/**/*.ts`],
    rules: forbid(rooms, `src/${room} stands before these rooms and does not know them.`),
  })),
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
