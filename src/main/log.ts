import fs from 'node:fs';
import path from 'node:path';

const LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface LogOptions {
  /** Made when it is not there. */
  folder: string;
  /** The least important level that is written. */
  level?: LogLevel;
  maxBytes?: number;
  /** How many files are kept, the one that is written included. */
  keep?: number;
}

export interface Log {
  readonly file: string;
  error(message: string, data?: Record<string, unknown>): void;
  warn(message: string, data?: Record<string, unknown>): void;
  info(message: string, data?: Record<string, unknown>): void;
}

/** A log of JSON lines: `time`, `level`, `message` and what else is known. A full file becomes `.1`, that one `.2`, and so on. */
export function openLog({ folder, level = 'info', maxBytes = 1_000_000, keep = 3 }: LogOptions): Log {
  const file = path.join(folder, 'bearing.log');

  function write(at: LogLevel, message: string, data: Record<string, unknown> = {}): void {
    if (LEVELS.indexOf(at) > LEVELS.indexOf(level)) return;
    const line = `${JSON.stringify({ time: new Date().toISOString(), level: at, message, ...data })}\n`;
    try {
      fs.mkdirSync(folder, { recursive: true });
      if (sizeOf(file) + line.length > maxBytes) rotate(file, keep);
      fs.appendFileSync(file, line);
    } catch {
      // A log that cannot be written, on a full disk or a read-only medium, must not stop the work that it tells of.
    }
  }

  return {
    file,
    error: (message, data) => write('error', message, data),
    warn: (message, data) => write('warn', message, data),
    info: (message, data) => write('info', message, data),
  };
}

/** An error as plain data for a log line. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const { code } = error as { code?: unknown };
  return { error: error.message, stack: error.stack, ...(code === undefined ? {} : { code }) };
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function rotate(file: string, keep: number): void {
  for (let age = keep - 1; age > 0; age--) {
    const newer = age === 1 ? file : `${file}.${age - 1}`;
    if (fs.existsSync(newer)) fs.renameSync(newer, `${file}.${age}`);
  }
}
