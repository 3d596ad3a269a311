import fs from 'node:fs';
import path from 'node:path';
import { sigmaRule, writeSigma } from './sigma-snapshot.ts';

/** Rules of the Sigma snapshot below: one deprecated, one of a technique that ATT&CK has retired, one of none. */
export const SMALL_RULES = [
  sigmaRule(1, 'Scan of ports'),
  sigmaRule(2, 'Beta', { techniques: ['T1046', 'T1562.001'] }),
  sigmaRule(3, 'Of another matrix', { techniques: ['T0853'] }),
  sigmaRule(4, 'Unmapped', { techniques: [] }),
  sigmaRule(5, 'Old', { file: 'deprecated/windows/old.yml', status: 'deprecated' }),
  sigmaRule(6, 'Emerging', { file: 'rules-emerging-threats/2026/emerging one.yml' }),
];

/** Writes small snapshots of Sigma, Atomic Red Team (two tests of one name) and CAR (rules and tests) into a folder, and answers it. */
export function writeSmallSnapshots(folder: string): string {
  writeSigma(path.join(folder, 'sigma'), SMALL_RULES);
  const tests = [
    ['Scan', 1],
    ['Another', 2],
    ['Scan', 3],
  ].map(
    ([name, number]) =>
      `  - name: ${name}\n    auto_generated_guid: 00000000-0000-4000-8000-10000000000${number}\n    description: Made for a test.\n    supported_platforms: [linux]\n    executor:\n      name: sh\n      command: "true"\n`,
  );
  write(
    folder,
    'atomic/atomics/T1046/T1046.yaml',
    `attack_technique: T1046\ndisplay_name: Scanning\natomic_tests:\n${tests.join('')}`,
  );
  write(
    folder,
    'car/analytics/CAR-2013-04-002.yaml',
    'title: Many commands\nid: CAR-2013-04-002\ndescription: Made for a test.\ncoverage:\n  - technique: T1046\n    tactics: [TA0007]\nunit_tests:\n  - description: one\n  - description: two\n',
  );
  return folder;
}

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
