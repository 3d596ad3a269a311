import { createHash } from 'node:crypto';
import type { Problem } from '../../shared/model/problem.ts';
import { decodeDocument } from '../documents/decode.ts';
import type { TechniqueDocument } from '../documents/document.ts';
import { parseDocument } from '../documents/parse.ts';
import type { DocumentProblem } from '../documents/problems.ts';
import type { CheckCancelled, InputFile } from './input.ts';

/** A document that was read whole, with the problems it has. */
export interface ReadDocument {
  document: TechniqueDocument;
  file: string;
  root: string | null;
  /** Of the bytes as they were, hex. */
  sha256: string;
  text: string;
  problems: DocumentProblem[];
}

export interface ReadResult {
  /** One per technique, by technique id. */
  documents: ReadDocument[];
  /** Problems of files that gave no document. */
  problems: Problem[];
}

/** Reads and parses every file. Of two documents of one technique the first, in order of the names, is taken. */
export async function readDocuments(
  files: readonly InputFile[],
  onRead: (done: number, file: string, problems: number) => void,
  checkCancelled: CheckCancelled,
): Promise<ReadResult> {
  const byTechnique = new Map<string, ReadDocument>();
  const problems: Problem[] = [];
  let documentProblems = 0;
  for (const [index, input] of files.entries()) {
    checkCancelled();
    const read = await readDocument(input);
    if (!('document' in read)) {
      problems.push(...read);
    } else {
      const first = byTechnique.get(read.document.id);
      if (first) problems.push(second(read, first));
      else byTechnique.set(read.document.id, read);
      documentProblems += first ? 0 : read.problems.length;
    }
    onRead(index + 1, input.file, problems.length + documentProblems);
  }
  const documents = [...byTechnique.values()].sort((a, b) => (a.document.id < b.document.id ? -1 : 1));
  return { documents, problems };
}

async function readDocument(input: InputFile): Promise<ReadDocument | Problem[]> {
  const bytes = await input.read();
  if (!(bytes instanceof Uint8Array)) return [bytes];
  const decoded = decodeDocument(bytes, input.file);
  if (decoded.text === null) return decoded.problems;
  const parsed = parseDocument(decoded.text, input.file);
  const problems = [...decoded.problems, ...parsed.problems];
  if (!parsed.document) return problems;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    document: parsed.document,
    file: input.file,
    root: input.root,
    sha256,
    text: decoded.text,
    problems,
  };
}

function second(read: ReadDocument, first: ReadDocument): Problem {
  const message = `A second document of ${read.document.id}; ${first.file} was taken. Not read.`;
  return { file: read.file, line: 1, code: 'duplicate-technique', message };
}
