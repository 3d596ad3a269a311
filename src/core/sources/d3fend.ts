// MITRE D3FEND: countermeasures, and the ATT&CK techniques that each is mapped to. A snapshot may hold the mapping as an export
// (`d3fend-full-mappings.csv` or `.json`), as the ontology that implies it (`d3fend.json`), or as a file for each technique
// (`api/offensive-technique/attack/T1556.json`). Every one of them can only lack something (a failed query, a missing file), so
// the one with the most pairs is taken, and a note says which. What a countermeasure is, only the ontology says.

import { compareVersions } from './compare-versions.ts';
import { readCsvExport, readJsonExport, readTechniqueFiles } from './d3fend-export.ts';
import { defencesIn, inferMapping } from './d3fend-inference.ts';
import { className, countPairs } from './d3fend-mapping.ts';
import type { D3fendMapping, Defence, DefenceDetails } from './d3fend-mapping.ts';
import { detailsOf, readOntology } from './d3fend-ontology.ts';
import type { Ontology } from './d3fend-ontology.ts';
import { cappedByFile, counted, oneLine } from './parse-file.ts';
import type {
  SnapshotFile,
  SourceContentRead,
  SourceProblem,
  SourceReader,
  SourceResource,
} from './source.ts';

const CSV_EXPORT = /(?:^|\/)d3fend-full-mappings\.csv$/;
const JSON_EXPORT = /(?:^|\/)d3fend-full-mappings\.json$/;
const TECHNIQUE_FILE = /(?:^|\/)api\/offensive-technique\/attack\/T\d{4}(?:\.\d{3})?\.json$/;
const JSON_LD = /(?:^|\/)d3fend(?:-full)?\.json$/;
const OTHER_ONTOLOGY = /(?:^|\/)d3fend[\w-]*\.(?:ttl|owl)$/;
const SELECTED = [CSV_EXPORT, JSON_EXPORT, TECHNIQUE_FILE, JSON_LD, OTHER_ONTOLOGY];
/** The folders in which D3FEND's site and its ontology's repository keep them: one further up holds more than D3FEND. */
const FOLDERS =
  /^(?:(?:public|static|src|ontology|ontologies|resources|d3fend|\d+(?:\.\d+)+)\/|api\/offensive-technique\/attack\/)*[^/]+$/;

export const d3fend: SourceReader = {
  id: 'd3fend',
  isWhole: true,
  isSpread: true,
  recognizes: (paths) => paths.some((path) => FOLDERS.test(path) && isSelected(path)),
  selects: isSelected,
  read: (files) => {
    const read = readFiles(files);
    return { ...read, problems: cappedByFile(read.problems) };
  },
};

function isSelected(path: string): boolean {
  return SELECTED.some((pattern) => pattern.test(path));
}

function readFiles(files: readonly SnapshotFile[]): SourceContentRead {
  const problems: SourceProblem[] = [];
  const ontology = newestOntology(files, problems);
  const mapping = bestMapping(files, ontology, problems);
  tellMapping(mapping, problems);
  const details = ontology ? detailsOfAll(ontology) : new Map<string, DefenceDetails>();
  const names = [...new Set([...(mapping?.defences.keys() ?? []), ...details.keys()])].sort();
  const resources = names.map((name) => {
    const defence = mapping?.defences.get(name);
    const path = (defence ? mapping?.path : ontology?.path) ?? '';
    return toResource(name, path, defence, details.get(name));
  });
  return { resources, problems };
}

function detailsOfAll(ontology: Ontology): Map<string, DefenceDetails> {
  return new Map(defencesIn(ontology).map((id) => [className(id) ?? '', detailsOf(ontology, id)]));
}

function newestOntology(files: readonly SnapshotFile[], problems: SourceProblem[]): Ontology | null {
  const read = files
    .filter(({ path }) => JSON_LD.test(path))
    .flatMap((file) => readOntology(file, problems) ?? []);
  const unread = files.find(({ path }) => OTHER_ONTOLOGY.test(path));
  if (read.length === 0 && unread) {
    const message = 'This form of the ontology is not read. d3fend.json, the same in JSON-LD, is needed.';
    problems.push({ path: unread.path, line: null, code: 'json-ld-needed', message });
  }
  return read.sort((a, b) => compareVersions(a.version, b.version))[0] ?? null;
}

function bestMapping(
  files: readonly SnapshotFile[],
  ontology: Ontology | null,
  problems: SourceProblem[],
): D3fendMapping | null {
  const exports = files.flatMap((file) => {
    if (CSV_EXPORT.test(file.path)) return readCsvExport(file, problems) ?? [];
    return JSON_EXPORT.test(file.path) ? (readJsonExport(file, problems) ?? []) : [];
  });
  const [newest] = exports.sort(
    (a, b) => compareVersions(a.version, b.version) || countPairs(b) - countPairs(a),
  );
  const inferred = ontology ? inferMapping(ontology, problems) : null;
  const best = [newest, inferred]
    .flatMap((mapping) => mapping ?? [])
    .sort((a, b) => countPairs(b) - countPairs(a))[0];
  if (best && countPairs(best) > 0) return best;
  // Hundreds of megabytes for the whole of D3FEND: only where nothing else tells.
  const techniqueFiles = files.filter(({ path }) => TECHNIQUE_FILE.test(path));
  return techniqueFiles.length > 0 ? readTechniqueFiles(techniqueFiles, problems) : (best ?? null);
}

function tellMapping(mapping: D3fendMapping | null, problems: SourceProblem[]): void {
  if (!mapping) return;
  const version = mapping.version === null ? 'a version of D3FEND not named' : `D3FEND ${mapping.version}`;
  const pairs = counted(countPairs(mapping), 'pair');
  const message = `${pairs} of countermeasure and technique, read from ${mapping.name}, ${version}.`;
  problems.push({ path: mapping.path, line: null, code: 'mapping-from', message });
}

function toResource(
  name: string,
  path: string,
  defence: Defence | undefined,
  details: DefenceDetails | undefined,
): SourceResource {
  return {
    key: `d3fend:${name}`.normalize('NFC'),
    kind: 'control',
    title: oneLine(details?.label ?? defence?.label ?? name),
    description: details?.definition ?? null,
    status: null,
    severity: null,
    isDeprecated: details?.isDeprecated ?? false,
    authors: [],
    created: null,
    modified: null,
    platforms: [],
    dataSources: [...(defence?.artifacts ?? [])].sort(),
    techniques: [...(defence?.techniques ?? [])].sort(),
    references: details?.references ?? [],
    licence: 'MIT',
    url: `https://d3fend.mitre.org/technique/d3f:${name}`,
    path,
    trail: [],
    unitTests: null,
    body: details?.article ?? '',
    language: details?.article ? 'markdown' : 'none',
  };
}
