// What the linter refuses in src, as lists that eslint.config.mjs puts together for each part.
import { API_BANS, NEWER_METHODS } from './lint-api-bans.mjs';

const MARKUP =
  'Markup from text is how script gets in. Let Svelte build the page, or use the Markdown component.';
export const markup = [
  {
    selector:
      'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|srcdoc)$/]',
    message: MARKUP,
  },
  {
    selector: 'MemberExpression[computed=true] > Literal[value=/^(inner|outer)HTML$|^insertAdjacentHTML$/]',
    message: MARKUP,
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
    message: MARKUP,
  },
  { selector: 'NewExpression[callee.name="Function"]', message: 'Nothing is compiled at run time.' },
  { selector: 'CallExpression[callee.name="Function"]', message: 'Nothing is compiled at run time.' },
];

const NETWORK = 'Bearing opens no connection.';
const networkModule = '^(node:)?(net|tls|dgram|dns|https|http2|inspector|cluster|child_process)(/.*)?$';
const httpModule = '^(node:)?http$';
const bareBuiltin =
  '^(assert|async_hooks|buffer|crypto|events|fs|module|os|path|perf_hooks|process|readline|stream|string_decoder|timers|url|util|v8|vm|worker_threads|zlib)(/.*)?$';

/** `import()` and `require` go past no-restricted-imports. */
export const dynamicImports = [
  {
    selector: `ImportExpression > Literal[value=/${networkModule.replaceAll('/', '\\/')}/]`,
    message: NETWORK,
  },
  {
    selector: 'ImportExpression[source.type!="Literal"]',
    message: 'What is imported is known when Bearing is built.',
  },
  { selector: 'CallExpression[callee.name="require"]', message: 'Use import.' },
  {
    selector: 'MemberExpression[object.name="process"][property.name=/^(binding|_linkedBinding|dlopen)$/]',
    message: NETWORK,
  },
];

export const newerApis = [
  {
    selector:
      'MemberExpression[object.type="MetaProperty"][property.name=/^(dirname|filename|resolve|main)$/]',
    message: 'Absent after bundling to CommonJS, and in Node 18.',
  },
  { selector: 'VariableDeclaration[kind=/using/]', message: 'Symbol.dispose is not in Chromium 114.' },
  {
    selector: `CallExpression > MemberExpression.callee[property.name=/^(${NEWER_METHODS.join('|')})$/]`,
    message: 'Not in Chromium 114 or Node 18.',
  },
];

export const shellAccess = {
  selector: 'MemberExpression[property.name="shell"]',
  message: 'Nothing is opened outside Bearing: a link is text to copy.',
};

export const svelteMarkup = [
  {
    selector: 'SvelteAttribute[key.name="style"], SvelteShorthandAttribute[key.name="style"]',
    message: "The page's policy refuses style attributes. Use a class, or style:--name for a value.",
  },
  { selector: 'SvelteAttribute[key.name="srcdoc"]', message: MARKUP },
  {
    selector: 'SvelteDirective[kind="Binding"][key.name.name=/^(innerHTML|textContent|innerText)$/]',
    message: MARKUP,
  },
];

export const syntax = (...groups) => ['error', ...groups.flat()];

/** Imports refused everywhere in src, and `more`; `allow` takes names off the list. */
export function imports({ http = false, ipcRenderer = false } = {}) {
  const electronNames = ['shell', ...(ipcRenderer ? [] : ['ipcRenderer'])];
  return [
    'error',
    {
      paths: [
        {
          name: 'electron',
          importNames: electronNames,
          message: 'Nothing is opened outside Bearing, and only the preload script speaks IPC to main.',
        },
        ...API_BANS.imports,
      ],
      patterns: [
        { regex: networkModule, message: NETWORK, allowTypeImports: true },
        ...(http
          ? []
          : [{ regex: httpModule, allowTypeImports: true, message: `${NETWORK} Only src/serve listens.` }]),
        { regex: bareBuiltin, message: 'Write node: before it.' },
      ],
    },
  ];
}

const CONNECTIONS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'RTCPeerConnection',
  'Worker',
  'SharedWorker',
];
export const connectionGlobals = CONNECTIONS.map((name) => ({ name, message: NETWORK }));
export const everywhereGlobals = [
  { name: 'DOMParser', message: MARKUP },
  { name: 'XSLTProcessor', message: MARKUP },
  ...API_BANS.globals,
];
/** Electron 25's main process has none of these; import them from their modules. */
export const nodeGlobals = ['crypto', 'File', 'CustomEvent', 'navigator', 'WebAssembly'].map((name) => ({
  name,
  message: 'Not a global of the main process of Electron 25.',
}));
