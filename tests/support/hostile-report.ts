import fc from 'fast-check';
import type { Report } from '../../src/core/reports/report.ts';
import { noteValue, reportValue, resourceValue, runValue, smallReport } from './report-value.ts';

/** A report with one text in every place that takes text from outside. */
export function reportWith(text: string): Report {
  const small = smallReport();
  const report = reportValue({
    organization: text,
    author: text,
    techniques: [
      { id: 'T1046', name: text, tactics: ['Discovery', text] },
      { id: 'T1003', name: 'OS Credential Dumping', tactics: [text] },
      { id: 'T1003.001', name: text, tactics: [] },
    ],
    resources: [
      ...small.resources.map((resource) => ({
        ...resource,
        title: text,
        url: text,
        comment: text,
        markedBy: text,
      })),
      resourceValue({
        key: `other:${text}`,
        sourceId: text,
        sourceName: text,
        trail: [{ name: text, url: text }],
      }),
      resourceValue({ key: `more:${text}`, mark: 'deployed', trail: [{ name: text, url: null }] }),
    ],
    runs: [
      runValue({
        testKey: text,
        testTitle: text,
        techniques: ['T1046', text],
        rules: [{ key: text, title: text }],
        comment: text,
        recordedBy: text,
      }),
    ],
    notes: [
      noteValue({ text, author: text, targetTitle: text }),
      noteValue({
        targetType: 'resource',
        targetKey: text,
        targetTitle: text,
        text: `# ${text}\n\n- ${text}`,
      }),
    ],
    noLongerListed: [{ key: text, title: text, url: text, kind: 'rule', mark: 'deployed' }],
    leftOut: [{ what: text, count: 1, why: text }],
  });
  report.content.files = [{ techniqueId: 'T1046', file: text, sha256: text }];
  return report;
}

/** Any text, and above all text made of what formats give a meaning to. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...'<>&"\'`|\\[]()!*_~#=+-@:/\t\r\n ,;$%{}',
        'https://',
        'www.',
        'a',
        '\u202E',
        '\u0000',
        '\uD800',
      ),
    )
    .map((parts) => parts.join('')),
);
