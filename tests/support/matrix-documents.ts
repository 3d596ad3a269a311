import fs from 'node:fs';
import path from 'node:path';
import { TACTICS } from '../../src/shared/model/technique.ts';
import { documentText } from './technique-document.ts';

const WORDS = [
  'Account',
  'Manipulation',
  'Pre-OS',
  'Execution',
  'System/Network',
  'Permissions',
  'Via',
  'Discovery',
];
/** Techniques of each tactic; a long one, as real ones are. */
const COUNTS = [10, 8, 10, 14, 20, 14, 45, 12, 9, 17, 31, 9, 17, 18, 9, 14];

/**
 * Writes technique documents for a whole matrix: every tactic, one as long as real ones are, every third technique with
 * two sub-techniques, and some that list nothing; or a share of them. Answers how many there are.
 */
export function writeMatrix(folder: string, share = 1): number {
  fs.mkdirSync(folder, { recursive: true });
  let count = 0;
  const write = (id: string, name: string, tactic: string, rules: string[]) => {
    const text = documentText(id, name, rules).replace('Tactic(s):** Discovery', `Tactic(s):** ${tactic}`);
    fs.writeFileSync(path.join(folder, `${id}.md`), text);
    count++;
  };
  for (const [at, tactic] of TACTICS.entries()) {
    for (let index = 0; index < COUNTS[at]! * share; index++) {
      const id = `T${1000 + at * 100 + index}`;
      const words = Array.from(
        { length: 1 + (index % 5) },
        (_, word) => WORDS[(index + word * 3) % WORDS.length]!,
      );
      const name = `${words.join(' ')} ${index}`;
      write(id, name, tactic, index % 4 === 3 ? [] : [`Rule of ${id}`]);
      if (index % 3 > 0) continue;
      for (const sub of ['001', '002'])
        write(`${id}.${sub}`, `Part ${sub} of ${name}`, tactic, [`Rule of ${id}.${sub}`]);
    }
  }
  return count;
}
