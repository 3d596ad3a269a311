import { readFileSync } from 'node:fs';
import type { DocumentSource, TechniqueDocument } from '../../../src/core/documents/document.ts';
import { parseDocument } from '../../../src/core/documents/parse.ts';
import type { DocumentProblem } from '../../../src/core/documents/problems.ts';

/** A page of our own with the damage that real pages have. */
export function readFixture(): string {
  return readFileSync(new URL('../../fixtures/documents/T9001.md', import.meta.url), 'utf8');
}

const HEAD = `# T9002: Lost Keys
**MITRE ATT&CK Tactic(s):** Impact

**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/T9002)**
<blockquote>Adversaries may lose keys.</blockquote>

`;
const INTRO =
  "Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[rules](https://github.com/SigmaHQ/sigma/tree/master/rules)</code> folder:";

/** The start of a source: heading, labels and the sentence before the list. */
export function sigmaHead(declared: number): string {
  return `### [Sigma rules public repository](https://github.com/SigmaHQ/sigma)
**Last accessed:** August 09, 2022

**Total ATT&CK-mapped rules:** 2578

**ATT&CK-mapped resources for this (sub)technique:** ${declared}

${INTRO}

`;
}

/** A standard page, but for the text of its rules section. */
export function pageWith(rules: string, head = HEAD): string {
  return `${head}## Policy / Process Controls\n## Technical Controls (Detection Rules)\n${rules}\n## Offensive Security Tests\n`;
}

/** A page whose one source is Sigma with this list. */
export function listPage(list: string[], declared = list.length): string {
  return pageWith(`${sigmaHead(declared)}${list.join('\n')}\n\n`);
}

export function parsePage(
  text: string,
  file = 'T9002.md',
): { document: TechniqueDocument; problems: DocumentProblem[] } {
  const { document, problems } = parseDocument(text, file);
  if (document === null) throw new Error(`no document: ${JSON.stringify(problems)}`);
  return { document, problems };
}

export function sourceOf(document: TechniqueDocument, id: string, section = 1): DocumentSource {
  const source = document.sections[section]?.sources.find((entry) => entry.id === id);
  if (source === undefined) throw new Error(`no source ${id}`);
  return source;
}

/** `code:line` of each problem. */
export function told(problems: readonly DocumentProblem[]): string[] {
  return problems.map(({ code, line }) => `${code}:${line ?? '-'}`);
}

export function lineNumber(text: string, part: string, nth = 1): number {
  const lines = text.split('\n').flatMap((line, i) => (line.includes(part) ? [i + 1] : []));
  return lines[nth - 1] ?? 0;
}
