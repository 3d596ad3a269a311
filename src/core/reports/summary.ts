import { DOMAIN_NAMES } from '../../shared/model/attack.ts';
import { KINDS } from '../../shared/model/resource.ts';
import { hasRuns, ruleDeployed, sumOfLevels, type ArrangedReport } from './arrange.ts';
import { counted, day, nOfM, number, share } from './figures.ts';
import type { ReportContent, ReportSnapshot } from './report.ts';

/** The summary in sentences. Numbers that matter stand between `**`. */
export function summarySentences(arranged: ArrangedReport): string[] {
  const { levels } = arranged.report.coverage;
  const all = sumOfLevels(levels);
  const { rules } = arranged.report.coverage;
  const percent = all > 0 ? ` (${share(ruleDeployed(levels), all)})` : '';
  return [
    `A rule is deployed for **${nOfM(ruleDeployed(levels), all)}** techniques${percent}.`,
    hasRuns(arranged)
      ? `**${number(levels.validated)}** of them are validated by a run, **${number(levels.failed)}** failed; runs count for ${counted(arranged.report.validity.days, 'day')}.`
      : 'No runs of tests are recorded, so none is validated or failed.',
    `For **${number(levels.listed)}** techniques something is listed and no rule is deployed; for **${number(levels.unlisted)}** nothing is listed.`,
    `**${nOfM(rules.deployed, rules.listed)}** rules are deployed, each counted once.`,
    `Left out: ${withoutContent(arranged)}. Out of scope: none, for no scope is set.`,
  ];
}

/** `354 documents and 8 snapshots`. */
export function contentSum({ documents, snapshots }: ReportContent): string {
  const parts = [counted(documents, 'document')];
  if (snapshots.length > 0) parts.push(counted(snapshots.length, 'snapshot'));
  return parts.join(' and ');
}

/** `Techniques as resolved to ATT&CK Enterprise 19.2. Not in force there: T1562.` */
export function attackSentences({ report, techniques }: ArrangedReport): string {
  const versions = report.attack.versions.map(
    ({ domain, version }) => `${DOMAIN_NAMES[domain]} ${version ?? '(version unknown)'}`,
  );
  const name = versions.length > 0 ? `ATT&CK ${versions.join(', ')}` : 'no version of ATT&CK';
  const which =
    report.attack.techniques === 'current'
      ? `Technique ids resolved to ${name}.`
      : `Technique ids as listed; ${name} is at hand.`;
  const unplaced = techniques.filter(({ state }) => state !== 'active').map(({ id }) => id);
  return unplaced.length > 0 ? `${which} Not in force there: ${unplaced.join(', ')}.` : which;
}

/** `Snapshot of Sigma, 5 Aug 2026, commit 8eaafff1`: what can be said of it. */
export function snapshotName({ sourceName, commit, date }: ReportSnapshot): string {
  const facts = [
    date === null ? 'date unknown' : day(date),
    commit === null ? 'commit unknown' : `commit ${commit}`,
  ];
  return `Snapshot of ${sourceName}, ${facts.join(', ')}`;
}

function withoutContent({ report }: ArrangedReport): string {
  return report.attack.techniques === 'current'
    ? 'techniques of other domains of ATT&CK for which nothing is listed'
    : 'techniques of which neither a document nor a snapshot says anything';
}

/** What the numbers do not hold: what the report was given, and what its own value shows. */
export function leftOutOf(arranged: ArrangedReport): { what: string; count: number | null; why: string }[] {
  const { report } = arranged;
  const given = new Set(arranged.leftOut.map((entry) => entry.what.toLowerCase()));
  const notApplicable = KINDS.reduce((sum, kind) => sum + arranged.marks[kind].notApplicable, 0);
  const own = [
    {
      what: 'Techniques without content',
      count: null,
      why:
        report.attack.techniques === 'current'
          ? 'Techniques of other domains of ATT&CK for which nothing is listed: they are in no number.'
          : 'Of which neither a document nor a snapshot says anything: they are in no number.',
    },
    {
      what: 'Techniques out of scope',
      count: 0,
      why: 'No scope is set: every technique of the catalog counts.',
    },
    {
      what: 'Resources marked not applicable',
      count: notApplicable,
      why: 'They stay listed and are counted apart from the open ones.',
    },
    {
      what: 'Resources no longer listed',
      count: arranged.noLongerListed.length,
      why: 'They have a mark, and neither a document nor a snapshot lists them now. They count in no number.',
    },
    {
      what: 'Problems in content',
      count: report.content.problems,
      why: 'Places where a document or a file of a snapshot is damaged or says of itself what is not so. What could be read is counted; Bearing lists each with its line under Content.',
    },
    ...(hasRuns(arranged)
      ? [
          {
            what: 'Runs that no longer count',
            count: arranged.runs.filter((run) => !run.isValid).length,
            why: `They are older than ${counted(arranged.report.validity.days, 'day')}. They stand in the list of runs.`,
          },
          {
            what: 'Runs of tests that nothing lists any more',
            count: arranged.runs.filter((run) => run.techniques.length === 0).length,
            why: 'They count for no technique. They stand in the list of runs.',
          },
        ]
      : [
          {
            what: 'Runs of tests',
            count: null,
            why: 'None is recorded, so no technique can be validated or failed.',
          },
        ]),
    ...(arranged.notes === null
      ? [{ what: 'Notes', count: null, why: 'Left out of this report by choice.' }]
      : []),
  ];
  return [...arranged.leftOut, ...own.filter((entry) => !given.has(entry.what.toLowerCase()))];
}
