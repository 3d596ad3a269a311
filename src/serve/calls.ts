import type { Workbench } from '../core/workbench.ts';
import type { Answer } from '../shared/errors.ts';
import { Refusal } from './refusal.ts';
import type { Uploads } from './uploads.ts';

/**
 * One call of the page. The dispatcher checks name and input; this host adds one rule: it imports what was uploaded,
 * and no other path of this machine, so that nothing in the page can reach for files.
 * Throws Refusal (400) when the body is no call at all.
 */
export async function answerCall(workbench: Workbench, uploads: Uploads, body: unknown): Promise<Answer> {
  if (!isRecord(body) || typeof body.name !== 'string') {
    throw new Refusal(400, 'invalid-input', 'The body has to be {"name": …, "input": …}.');
  }
  if (body.name === 'content.import' && !importsUploadsAlone(uploads, body.input)) {
    const message = 'In a browser, content is chosen or dropped on the page. Choose it again.';
    return { ok: false, error: { code: 'invalid-input', message } };
  }
  return workbench.call(body.name, body.input);
}

/** What is not even a list of items is left to the dispatcher, which says what is wrong with it. */
function importsUploadsAlone(uploads: Uploads, input: unknown): boolean {
  if (!isRecord(input) || !Array.isArray(input.items)) return true;
  return input.items.every(
    (item: unknown) => !isRecord(item) || typeof item.path !== 'string' || uploads.hasFile(item.path),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
