import type { ErrorCode } from '../../shared/errors.ts';

/** `notice`: nothing is wrong, only not possible now. `problem`: it did not work. `stop`: nothing works until it is mended. */
export type Severity = 'notice' | 'problem' | 'stop';

/** What a person can do from where they are. */
export type ErrorAction = 'retry' | 'reload' | 'copy-details' | 'open-content' | 'open-organizations';

export interface ErrorWords {
  severity: Severity;
  /** What happened, in one short line. The error's own message says the rest. */
  title: string;
  action: ErrorAction | null;
}

/** The one place that says how each error is met. */
export const ERROR_WORDS: Record<ErrorCode, ErrorWords> = {
  internal: { severity: 'problem', title: 'Something in Bearing broke.', action: 'copy-details' },
  'invalid-input': { severity: 'notice', title: 'That cannot be taken as it is.', action: null },
  'not-found': { severity: 'notice', title: 'It is not here.', action: 'open-content' },
  'name-taken': { severity: 'notice', title: 'The name is taken.', action: null },
  'organization-archived': {
    severity: 'notice',
    title: 'The organization is archived.',
    action: 'open-organizations',
  },
  'nothing-to-undo': { severity: 'notice', title: 'There is nothing to undo.', action: null },
  'import-running': { severity: 'notice', title: 'An import runs already.', action: 'open-content' },
  'import-cancelled': {
    severity: 'notice',
    title: 'The import was cancelled. Nothing was written.',
    action: null,
  },
  'import-failed': {
    severity: 'problem',
    title: 'The import failed. Nothing was written.',
    action: 'copy-details',
  },
  'pack-truncated': { severity: 'problem', title: 'The pack ends too early.', action: null },
  'pack-altered': { severity: 'problem', title: 'The pack is not as it was made.', action: 'copy-details' },
  'pack-invalid': { severity: 'problem', title: 'The pack cannot be read.', action: 'copy-details' },
  'pack-newer': { severity: 'notice', title: 'The pack was made by a newer Bearing.', action: null },
  'pack-unsigned': { severity: 'notice', title: 'The pack is not signed.', action: null },
  'pack-unknown-key': {
    severity: 'notice',
    title: 'The pack is signed by someone not trusted here.',
    action: 'copy-details',
  },
  'pack-base-missing': {
    severity: 'notice',
    title: 'The pack holds changes to other content.',
    action: null,
  },
  'pack-with-others': { severity: 'notice', title: 'A pack is imported by itself.', action: null },
  'key-invalid': { severity: 'notice', title: 'That is no key.', action: null },
  'path-not-readable': { severity: 'problem', title: 'It cannot be read.', action: 'retry' },
  'path-not-writable': { severity: 'problem', title: 'It cannot be written.', action: 'retry' },
  'data-folder-busy': {
    severity: 'stop',
    title: 'Another Bearing holds this data folder.',
    action: 'reload',
  },
  'data-folder-not-writable': {
    severity: 'stop',
    title: 'The data folder cannot be written.',
    action: 'reload',
  },
  'data-folder-empty': { severity: 'stop', title: 'The data folder is empty.', action: 'reload' },
  'disk-full': { severity: 'problem', title: 'The disk is full. Nothing was written.', action: 'retry' },
  'catalog-damaged': { severity: 'stop', title: 'The catalog is damaged.', action: 'copy-details' },
  'previous-missing': { severity: 'notice', title: 'That content is not kept any more.', action: null },
  'previous-damaged': {
    severity: 'problem',
    title: 'The kept content cannot be brought back. Nothing was changed.',
    action: 'copy-details',
  },
  'database-damaged': { severity: 'stop', title: 'A database is damaged.', action: 'copy-details' },
  'ledger-missing': { severity: 'stop', title: 'The ledger is missing.', action: 'copy-details' },
  'ledger-damaged': { severity: 'stop', title: 'The ledger is damaged.', action: 'copy-details' },
  'ledger-newer': {
    severity: 'stop',
    title: 'The ledger was written by a newer Bearing.',
    action: 'copy-details',
  },
  'sqlite-too-old': { severity: 'stop', title: 'SQLite is too old.', action: 'copy-details' },
  'node-too-old': { severity: 'stop', title: 'Node.js is too old.', action: 'copy-details' },
  'not-supported': { severity: 'notice', title: 'Not possible here.', action: null },
  unauthorized: { severity: 'stop', title: 'This page has no access.', action: 'reload' },
  closed: { severity: 'stop', title: 'Bearing is closed.', action: 'reload' },
};

/** The words of each action on its button. */
export const ACTION_WORDS: Record<ErrorAction, string> = {
  retry: 'Try again',
  reload: 'Load again',
  'copy-details': 'Copy details',
  'open-content': 'Open Content',
  'open-organizations': 'Open Organizations',
};
