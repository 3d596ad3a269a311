import { ESLint } from 'eslint';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, PROJECT } from '../support/source-files.ts';

// Faults planted in the places of real files, so that the linter takes them for those.
const core = filesBelow('src/core', /\.ts$/)[0] ?? '';
const shared = filesBelow('src/shared', /\.ts$/)[0] ?? '';
const component =
  filesBelow('src/renderer', /\.svelte$/).find((file) => !file.endsWith('ui/Markdown.svelte')) ?? '';
const eslint = new ESLint({ cwd: PROJECT });

async function rulesBroken(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(PROJECT, file) });
  return (result?.messages ?? [])
    .filter(({ severity }) => severity === 2)
    .map(({ ruleId }) => ruleId ?? 'unreadable');
}

describe('the linter refuses', () => {
  test.each([
    [
      'a promise that nobody waits for',
      core,
      'async function f(): Promise<void> {}\nf();',
      '@typescript-eslint/no-floating-promises',
    ],
    ['any', core, 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
    [
      'a connection',
      core,
      `import net from 'node:net';\nexport { net };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'a module without node:',
      core,
      `import fs from 'fs';\nexport { fs };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'http outside the browser host',
      core,
      `import http from 'http';\nexport { http };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    ['a late import of the network', core, `export const x = import('node:https');`, 'no-restricted-syntax'],
    ['fetch', shared, `export const x = fetch('a');`, 'no-restricted-globals'],
    ['a socket', core, `export const x = new WebSocket('a');`, 'no-restricted-globals'],
    [
      'the shell',
      'src/main/index.ts',
      `import { shell } from 'electron';\nexport { shell };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'the shell by its object',
      'src/main/index.ts',
      `import * as e from 'electron';\nexport const x = e.shell;`,
      'no-restricted-syntax',
    ],
    [
      'ipcRenderer in main',
      'src/main/index.ts',
      `import { ipcRenderer } from 'electron';\nexport { ipcRenderer };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    ['console in core', core, `console.log(1);`, 'no-console'],
    ['eval', core, `eval('1');`, 'no-eval'],
    ['code from text', core, `export const x = new Function('1');`, 'no-new-func'],
    [
      'a newer static method',
      core,
      `export const x = Object.groupBy([1], String);`,
      'no-restricted-properties',
    ],
    ['a newer method', core, `export const x = new Set([1]).isSubsetOf(new Set());`, 'no-restricted-syntax'],
    [
      'a newer export',
      core,
      `import { globSync } from 'node:fs';\nexport { globSync };`,
      '@typescript-eslint/no-restricted-imports',
    ],
    ['a folder of the module', core, `export const x = import.meta.dirname;`, 'no-restricted-syntax'],
    ['markup as text', component, `<p>{@html 'a'}</p>`, 'svelte/no-at-html-tags'],
    ['a style attribute', component, `<p style="color: red">a</p>`, 'no-restricted-syntax'],
    [
      'innerHTML',
      component,
      `<script lang="ts">\n  export function f(e: Element) {\n    e.innerHTML = 'a';\n  }\n</script>`,
      'no-restricted-syntax',
    ],
    [
      'a parser of markup',
      component,
      `<script lang="ts">\n  export const p = new DOMParser();\n</script>`,
      'no-restricted-globals',
    ],
    ['an each without key', component, `{#each [1] as n}<i>{n}</i>{/each}`, 'svelte/require-each-key'],
  ])('%s', async (_what, file, text, rule) => {
    expect(await rulesBroken(file, text)).toContain(rule);
  });

  test('comments that would switch rules off', async () => {
    expect(await rulesBroken(core, `/* eslint-disable */\nexport const x: any = 1;`)).toContain(
      '@typescript-eslint/no-explicit-any',
    );
  });
});

describe('the linter allows', () => {
  test.each([
    ['http in the browser host', 'src/serve/server.ts', `import http from 'node:http';\nexport { http };`],
    [
      'fetch in the transport of the browser host',
      'src/renderer/host/browser.ts',
      `export const x = fetch('a');`,
    ],
    [
      'ipcRenderer in the preload script',
      'src/preload/index.ts',
      `import { ipcRenderer } from 'electron';\nexport { ipcRenderer };`,
    ],
    ['sanitized markup in its component', 'src/renderer/ui/Markdown.svelte', `<p>{@html 'a'}</p>`],
    ['a style value', component, `<p style:--x="1px">a</p>`],
  ])('%s', async (_what, file, text) => {
    expect(await rulesBroken(file, text)).toEqual([]);
  });
});
