import fs from 'node:fs';
import path from 'node:path';
import type { MadePack, PackRequest } from '../../src/shared/model/pack.ts';
import { sigmaRule, writeSigma, type SigmaRule } from './sigma-snapshot.ts';
import { documentText } from './technique-document.ts';
import type { TestWorkbench } from './workbench.ts';

export const RULES = [
  sigmaRule(1, 'Alpha'),
  sigmaRule(2, 'Beta', { techniques: ['T1046', 'T1003.001'] }),
  sigmaRule(3, 'Gamma', { techniques: [] }),
  sigmaRule(4, 'Delta', { file: 'deprecated/windows/delta.yml', status: 'deprecated' }),
];

/** An Atomic Red Team repository with one technique's tests. */
export function writeAtomic(folder: string): string {
  const file = path.join(folder, 'atomics', 'T1046', 'T1046.yaml');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(
    file,
    [
      'attack_technique: T1046',
      'display_name: Network Service Discovery',
      'atomic_tests:',
      '- name: Port scan with "quotes" and ünïcode',
      '  auto_generated_guid: 68e907da-2539-48f6-9fc9-257a78c05540',
      '  description: Scans ports.',
      '  supported_platforms:',
      '  - linux',
      '  executor:',
      '    command: nmap 127.0.0.1',
      '    name: sh',
      '',
    ].join('\n'),
  );
  return folder;
}

/** Gives a catalog two snapshots, one of them with a problem, and three documents, two of them with other bytes than their text. */
export async function fillCatalog(test: TestWorkbench, rules: readonly SigmaRule[] = RULES): Promise<void> {
  const sigma = writeSigma(path.join(test.documents, 'sigma'), rules);
  fs.writeFileSync(path.join(sigma, 'rules/windows/process_creation/broken.yml'), 'title: [\n');
  writeAtomic(path.join(test.documents, 'atomic-red-team'));
  const pages = path.join(test.documents, 'pages', 'deeper');
  fs.mkdirSync(pages, { recursive: true });
  fs.writeFileSync(path.join(pages, 'T1046.md'), documentText('T1046', 'Scanning', ['Alpha', 'Nobody']));
  fs.writeFileSync(path.join(pages, 'T1047.md'), `\ufeff${documentText('T1047', 'WMI', ['Beta'])}`);
  fs.writeFileSync(
    path.join(pages, 'T1048.md'),
    documentText('T1048', 'Exfiltration', []).replaceAll('\n', '\r\n'),
  );
  const items = ['sigma', 'atomic-red-team', 'pages'].map((one) => ({
    path: path.join(test.documents, one),
  }));
  await test.client.call('content.import', { items });
}

/** Makes a pack and writes it among the test's files; answers what was made and where. */
export async function writeTestPack(
  test: TestWorkbench,
  request: Partial<PackRequest> = {},
  name = 'content.bearing-pack',
): Promise<MadePack & { file: string }> {
  const made = await test.workbench.makePack({ sources: [], since: null, privateKey: null, ...request });
  const file = path.join(test.documents, name);
  fs.writeFileSync(file, made.bytes);
  return { ...made, file };
}

/** What a refused import must leave as it is. */
export async function stateOf({ client }: TestWorkbench): Promise<unknown> {
  const { contentHash } = await client.call('app.info', {});
  return [contentHash, await client.call('content.sources', {}), await client.call('content.imports', {})];
}
