// MITRE's Cyber Analytics Repository: `analytics/CAR-YYYY-MM-NNN.yaml`, one analytic a file.
// An analytic maps to all sub-techniques of each entry of `coverage`, and to the entry's technique where it names none
// (the technique documents of 2022 took the last sub-technique only). One that has unit tests is two resources.

import { dateOf, isFields, listOf, techniqueIds, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import {
  cappedByFile,
  lineWith,
  malformedTechniques,
  oneLine,
  quoted,
  wrongTypeProblems,
  yamlValue,
} from './parse-file.ts';
import type { Shape } from './shape.ts';
import type {
  SnapshotFile,
  SourceContentRead,
  SourceProblem,
  SourceReader,
  SourceResource,
} from './source.ts';
import { cutKey } from './yaml-parts.ts';

const ANALYTIC = /^analytics\/(CAR-\d{4}-\d{2}-\d{3})\.ya?ml$/;
const FOLDER_URL = 'https://github.com/mitre-attack/car/tree/master/';

const SHAPE: Shape = {
  title: 'text',
  id: 'text',
  description: 'text',
  submission_date: 'text',
  update_date: 'text',
  contributors: 'texts',
  platforms: 'texts',
  data_model_references: 'texts',
  references: 'texts',
  coverage: [{ technique: 'text', subtechniques: 'texts' }],
  unit_tests: [{ description: 'text' }],
};

export const car: SourceReader = {
  id: 'car',
  isWhole: false,
  recognizes: (paths) => paths.some((path) => ANALYTIC.test(path)),
  selects: (path) => ANALYTIC.test(path),
  read: (files) => {
    const read: SourceContentRead = { resources: [], problems: [] };
    for (const file of files) if (ANALYTIC.test(file.path)) readAnalytic(file, read);
    return { ...read, problems: cappedByFile(read.problems) };
  },
};

function readAnalytic(file: SnapshotFile, { resources, problems }: SourceContentRead): void {
  const analytic = yamlValue(file, problems);
  if (analytic === undefined) return;
  const title = textOf(analytic, 'title');
  if (!isFields(analytic) || title === null) {
    const message = 'Has no title, so it is no analytic. Nothing of this file is read.';
    problems.push({ path: file.path, line: null, code: 'not-an-analytic', message });
    return;
  }
  problems.push(...wrongTypeProblems(file, analytic, SHAPE));
  const rule = toRule(file, analytic, oneLine(title), problems);
  resources.push(rule);
  // Each test is a table; what else stands in the list tests nothing.
  const unitTests = listOf(analytic, 'unit_tests').filter(isFields).length;
  if (unitTests > 0) resources.push(toTest(file, rule, unitTests));
}

function toRule(
  file: SnapshotFile,
  analytic: Fields,
  title: string,
  problems: SourceProblem[],
): SourceResource {
  return {
    key: `car:${fileId(file, analytic, problems)}`,
    kind: 'rule',
    title,
    description: textOf(analytic, 'description'),
    status: null,
    severity: null,
    isDeprecated: false,
    authors: textsOf(analytic, 'contributors'),
    created: dateOf(analytic, 'submission_date'),
    modified: dateOf(analytic, 'update_date'),
    platforms: textsOf(analytic, 'platforms'),
    dataSources: textsOf(analytic, 'data_model_references'),
    techniques: coveredTechniques(file, analytic, problems),
    references: textsOf(analytic, 'references'),
    licence: 'Apache-2.0',
    url: FOLDER_URL + file.path,
    path: file.path,
    trail: [],
    unitTests: null,
    body: file.text,
    language: 'yaml',
  };
}

function toTest(file: SnapshotFile, rule: SourceResource, unitTests: number): SourceResource {
  const body = cutKey(file.text, 'unit_tests') ?? file.text;
  return { ...rule, key: `${rule.key}#tests`, kind: 'test', unitTests, body };
}

/** The file's name, since links lead there; CAR gives an analytic the same id. */
function fileId(file: SnapshotFile, analytic: Fields, problems: SourceProblem[]): string {
  const named = ANALYTIC.exec(file.path)?.[1] ?? '';
  const stated = textOf(analytic, 'id');
  if (stated !== null && stated !== named) {
    const message = `Says that it is ${quoted(stated)}, in a file named for ${named}. Read as ${named}.`;
    problems.push({ path: file.path, line: lineWith(file.text, stated), code: 'id-differs', message });
  }
  return named;
}

function coveredTechniques(file: SnapshotFile, analytic: Fields, problems: SourceProblem[]): string[] {
  const entries = listOf(analytic, 'coverage').map((entry) => ({
    technique: textsOf(entry, 'technique'),
    subtechniques: textsOf(entry, 'subtechniques'),
  }));
  problems.push(
    ...malformedTechniques(
      file,
      entries.flatMap(({ technique, subtechniques }) => [...technique, ...subtechniques]),
    ),
  );
  const ids = entries.flatMap(({ technique, subtechniques }) => {
    const below = techniqueIds(subtechniques);
    return below.length > 0 ? below : techniqueIds(technique);
  });
  return [...new Set(ids)];
}
