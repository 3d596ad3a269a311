import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { API_BANS } from './scripts/lint-api-bans.mjs';
import {
  connectionGlobals,
  dynamicImports,
  everywhereGlobals,
  imports,
  markup,
  newerApis,
  nodeGlobals,
  shellAccess,
  svelteMarkup,
  syntax,
} from './scripts/lint-bans.mjs';

// Flat config replaces a rule's options as a whole, so each area below states all of its bans, from those lists.
export default tseslint.config(
  {
    ignores: [
      'out/',
      'dist/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      '.cache/',
      'tests/fixtures/',
      'data/',
    ],
  },
  // No comment switches a rule off: what a rule gets wrong is mended here, for everybody to see.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'no-alert': 'error',
      'no-console': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // A handler may be async because its type says so.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // Handlers, clients and streams are objects of plain functions here; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // All of src, then each part with its own liberties.
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    rules: {
      'no-restricted-properties': ['error', ...API_BANS.properties],
      'no-restricted-globals': ['error', ...everywhereGlobals, ...connectionGlobals],
      '@typescript-eslint/no-restricted-imports': imports(),
      'no-restricted-syntax': syntax(markup, dynamicImports, newerApis, shellAccess),
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/main/**/*.ts', 'src/cli/**/*.ts', 'src/shared/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...everywhereGlobals, ...connectionGlobals, ...nodeGlobals],
    },
  },
  {
    files: ['src/preload/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports({ ipcRenderer: true }) },
  },
  {
    files: ['src/serve/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports({ http: true }) },
  },
  { files: ['src/cli/**/*.ts', 'src/serve/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/renderer/**/*.ts', 'src/renderer/**/*.svelte'],
    languageOptions: { globals: globals.browser },
  },
  {
    // The browser host's transport, to the address that the page itself came from.
    files: ['src/renderer/host/browser.ts', 'src/renderer/host/browser-*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...everywhereGlobals,
        ...connectionGlobals.filter(({ name }) => name !== 'fetch' && name !== 'XMLHttpRequest'),
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    // Maps and the like that nothing on the page reads are plain.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['src/renderer/**/*.svelte'],
    rules: {
      'no-restricted-syntax': syntax(markup, dynamicImports, newerApis, shellAccess, svelteMarkup),
      'svelte/button-has-type': 'error',
      'svelte/no-add-event-listener': 'error',
      'svelte/no-at-debug-tags': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inspect': 'error',
      'svelte/no-target-blank': 'error',
      // What a component file exports has no type here; svelte-check knows it.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // There is no router: the address is the app's own.
      'svelte/no-navigation-without-resolve': 'off',
      // A let with $bindable or a default is written once by Svelte's own syntax.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  // The one place where sanitized markup is put on the page.
  { files: ['src/renderer/ui/Markdown.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },

  {
    files: ['tests/**/*.ts'],
    rules: {
      // What Bearing must refuse is tried here.
      'no-eval': 'off',
      'no-new-func': 'off',
      'no-script-url': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Answers of calls and parsed JSON are what tests look at.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(only|todo|fixme)$/][callee.object.name=/^(it|test|describe)$/]',
          message: 'All tests run.',
        },
        {
          selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|spyOn)$/]',
          message: 'Tests use the real code; fakes stand in for the clock, dialogs and transports alone.',
        },
        {
          selector: 'CallExpression[callee.property.name="waitForTimeout"]',
          message: 'Wait for what is awaited, not for time.',
        },
      ],
    },
  },
  { files: ['tests/e2e/**/*.ts', 'tests/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: {
      'no-console': 'off',
      'no-undef': 'error',
      // electron-builder fills such names in itself.
      'no-template-curly-in-string': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  // Scripts that tests run in a page.
  { files: ['tests/**/*.mjs'], languageOptions: { globals: globals.browser } },
  // Runs on any Node, to say which one it needs.
  { files: ['bin/**/*.js'], rules: { 'no-var': 'off' } },
);
