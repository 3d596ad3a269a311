import * as v from 'valibot';
import { databaseDamaged, isDamage, isFull } from './db/open.ts';
import { ofOneMoment, type ReadableDB } from './db/sql.ts';
import { CONTRACT, isCallName, type CallName, type Handlers } from '../shared/contract.ts';
import { AppError, type Answer } from '../shared/errors.ts';
import { JsonText } from '../shared/json-text.ts';

/** Where errors that are bugs go: what was called, and the error with its stack. */
export type OnInternal = (call: string, error: unknown) => void;

/**
 * Answers a call by name: checks the input against the contract, runs the handler, and turns whatever it throws into an error with a code.
 * Never rejects. What reads is answered from one state of both databases. Every host comes through here.
 */
export async function dispatch(
  handlers: Handlers,
  reader: ReadableDB,
  name: string,
  input: unknown,
  onInternal: OnInternal,
): Promise<Answer> {
  try {
    if (!isCallName(name))
      throw new AppError('invalid-input', `There is no call named ${String(name).slice(0, 80)}.`);
    const handler = handlers[name] as (input: unknown) => unknown;
    const checked = check(name, input);
    const isRead = CONTRACT[name].kind === 'read';
    const value = await (isRead ? ofOneMoment(reader, () => handler(checked)) : handler(checked));
    return value instanceof JsonText ? { ok: true, json: value.bytes } : { ok: true, value };
  } catch (error) {
    return { ok: false, error: toAppError(error, name, onInternal).toShape() };
  }
}

function check(name: CallName, input: unknown): unknown {
  const checked = v.safeParse(CONTRACT[name].input, input);
  if (checked.success) return checked.output;
  const issues = checked.issues
    .slice(0, 5)
    .map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }));
  const [first] = issues;
  const place = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid-input', `${place}${first?.message ?? 'not as expected'}`, {
    call: name,
    issues,
  });
}

function toAppError(error: unknown, call: string, onInternal: OnInternal): AppError {
  if (error instanceof AppError) return error;
  if (isFull(error)) {
    return new AppError(
      'disk-full',
      'There is no room to write in the data folder. Free some and try again; nothing was changed.',
      { sqlite: (error as { code?: string }).code },
    );
  }
  if (isDamage(error)) return databaseDamaged();
  onInternal(call, error);
  return new AppError(
    'internal',
    'Something went wrong inside Bearing. It is in the log; what was saved before is safe.',
  );
}
