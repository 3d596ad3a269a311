/** Every error that a person can meet. The renderer and the CLI say what to do about each; anything else is a bug. */
export const ERROR_CODES = [
  'internal',
  'invalid-input',
  'not-found',
  'name-taken',
  'organization-archived',
  'nothing-to-undo',
  'import-running',
  'import-cancelled',
  'import-failed',
  'pack-truncated',
  'pack-altered',
  'pack-invalid',
  'pack-newer',
  'pack-unsigned',
  'pack-unknown-key',
  'pack-base-missing',
  'pack-with-others',
  'key-invalid',
  'path-not-readable',
  'path-not-writable',
  'data-folder-busy',
  'data-folder-not-writable',
  'data-folder-empty',
  'disk-full',
  'catalog-damaged',
  'previous-missing',
  'previous-damaged',
  'database-damaged',
  'ledger-damaged',
  'ledger-missing',
  'ledger-newer',
  'sqlite-too-old',
  'node-too-old',
  'not-supported',
  'unauthorized',
  'closed',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What crosses a transport instead of a value. */
export interface ErrorShape {
  code: ErrorCode;
  /** What happened and what to do next, for the person. */
  message: string;
  /** Plain data about it: a path, a holder, the fields that were wrong. */
  detail?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: unknown;

  constructor(code: ErrorCode, message: string, detail?: unknown) {
    super(message);
    this.code = code;
    this.detail = detail;
  }

  toShape(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
    };
  }
}

/** What was asked for, or why not. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorShape };

/** The answer of every call, on every transport. A large value comes as its JSON, in UTF-8. */
export type Answer = Outcome<unknown> | { ok: true; json: Uint8Array };
