import type { HLJSApi, Language } from 'highlight.js';

/**
 * TOML in one pass. The grammar that highlight.js has for it looks ahead for `=` after every letter: a line of 20,000
 * letters, which a repository may hold, stops the page for a minute.
 */
export function toml(hljs: HLJSApi): Language {
  return {
    name: 'TOML',
    contains: [
      hljs.COMMENT('#', '$'),
      {
        scope: 'string',
        variants: [
          { begin: "'''", end: "'''" },
          { begin: '"""', end: '"""', contains: [hljs.BACKSLASH_ESCAPE] },
          { begin: "'", end: "'", illegal: '\\n' },
          { begin: '"', end: '"', illegal: '\\n', contains: [hljs.BACKSLASH_ESCAPE] },
        ],
      },
      { scope: 'section', begin: /^[ \t]*\[/, end: /\]/ },
      { scope: 'attr', begin: /^[ \t]*[\w.-]+/ },
      { scope: 'literal', begin: /\b(?:true|false)\b/ },
      { scope: 'number', begin: /[+-]?\b\d[\d_.:TZ-]*/ },
    ],
  };
}
