import crypto from 'node:crypto';
import { AppError, type ErrorCode } from '../shared/errors.ts';

/** A page without script that says why there is no workbench. */
export interface FailurePage {
  html: string;
  csp: string;
}

const TITLES: Partial<Record<ErrorCode, string>> = {
  'data-folder-busy': 'The data folder is in use',
  'data-folder-not-writable': 'The data folder cannot be written',
  'ledger-newer': 'The ledger is from a newer Bearing',
  'ledger-damaged': 'The ledger is damaged',
  'ledger-missing': 'The ledger is missing',
  'sqlite-too-old': 'SQLite is too old',
  'disk-full': 'The disk is full',
  'invalid-input': 'Bearing cannot start that way',
};

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; background: #fff; color: #1c1e22; }
main { max-width: 38rem; margin: 20vh auto 0; padding: 0 24px; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 12px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.quiet { font-size: 12px; color: #5a5f69; }
@media (prefers-color-scheme: dark) { :root { background: #17181b; color: #e6e7ea; } .quiet { color: #9da2ac; } }
`;
const STYLE_HASH = crypto.createHash('sha256').update(STYLE).digest('base64');

/** The page for an error. What is no AppError is a bug: it is said to be one, and its words stay in the log. */
export function makeFailurePage(error: unknown, logFile: string | null): FailurePage {
  const known = error instanceof AppError ? error : undefined;
  const title = (known && TITLES[known.code]) ?? 'Bearing cannot go on';
  const message =
    known?.message ?? 'Something in Bearing went wrong that it has no answer to. What you saved is safe.';
  const log = logFile === null ? '' : `<p class="quiet">More is in ${escapeHtml(logFile)}</p>`;
  return {
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Bearing</title><style>${STYLE}</style></head>
<body><main role="alert"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(message)}</p>${log}</main></body>
</html>
`,
    csp: `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
