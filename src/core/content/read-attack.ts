import { createHash } from 'node:crypto';
import type { Problem } from '../../shared/model/problem.ts';
import { isAttackBundle, selectAttackFiles } from '../sources/attack-files.ts';
import { isAttackIndex, readAttackIndex } from '../sources/attack-index.ts';
import { readAttack, type AttackRead } from '../sources/attack.ts';
import { UnreadableText } from '../sources/read-yaml.ts';
import type { SnapshotFile } from '../sources/source.ts';
import type { FoundAttack } from './find-attack.ts';
import type { CheckCancelled } from './input.ts';

/** The texts of what was found, and the hash over their paths and bytes. */
export interface AttackTexts {
  root: string;
  /** Nothing but ATT&CK was chosen there: it is meant, however old it is. */
  isAlone: boolean;
  files: SnapshotFile[];
  sha256: string;
}

/** Reads the files that make up one version. One that cannot be read is a problem. */
export async function readAttackTexts(
  found: FoundAttack,
  onRead: (file: string) => void,
  checkCancelled: CheckCancelled,
): Promise<{ texts: AttackTexts; problems: Problem[] }> {
  const { root, isAlone } = found;
  const selected = new Set(selectAttackFiles(found.files.map(({ path }) => path)));
  const files: SnapshotFile[] = [];
  const problems: Problem[] = [];
  const hash = createHash('sha256');
  for (const { path, file, read } of found.files.filter((one) => selected.has(one.path))) {
    checkCancelled();
    const bytes = await read();
    onRead(file);
    if (!(bytes instanceof Uint8Array)) {
      problems.push(bytes);
      continue;
    }
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    files.push({ path, text: new TextDecoder().decode(bytes) });
  }
  return { texts: { root, isAlone, files, sha256: hash.digest('hex') }, problems };
}

/** What the texts say. Of files that only looked like ATT&CK nothing is said. */
export function parseAttack(files: readonly SnapshotFile[]): AttackRead {
  const [only] = files;
  if (files.length === 1 && only && isAttackIndex(only.text)) return parseIndex(only);
  return readAttack(files.filter(({ text }) => isAttackBundle(text)));
}

function parseIndex({ path, text }: SnapshotFile): AttackRead {
  try {
    return { domains: [readAttackIndex(text)], problems: [] };
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    return {
      domains: [],
      problems: [{ path, line: error.line, code: 'malformed-attack-index', message: error.message }],
    };
  }
}
