// D3FEND's mappings as its site gives them: a row, or a SPARQL binding, for each way in which a countermeasure meets a technique.
// Columns are found by name: 0.13.0 has no off_tech_id (the technique then is the end of off_tech), and 1.6.0 has further
// columns, and rows for other frameworks than ATT&CK.

import { parse } from 'csv-parse/sync';
import { className, defenceOf, emptyMapping } from './d3fend-mapping.ts';
import type { D3fendMapping } from './d3fend-mapping.ts';
import { fieldsOf, isFields, techniqueIds, textOf } from './fields.ts';
import { counted, jsonValue, quoted } from './parse-file.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

const COLUMNS = ['off_tech_id', 'off_tech', 'def_tech', 'def_tech_label', 'def_artifact_label'] as const;
type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string | null>>;

/** Rows that could not be taken. */
interface Leftovers {
  count: number;
  /** What one of them says. */
  example: string;
}

/** `d3fend-full-mappings.csv`; null when it is another table. */
export function readCsvExport(file: SnapshotFile, problems: SourceProblem[]): D3fendMapping | null {
  const mapping = emptyMapping(file.path, 'the CSV export');
  const leftovers: Leftovers = { count: 0, example: '' };
  const lastLine = file.text.split(/\r\n?|\n/).length;
  let header: string[] = [];
  parse(file.text, {
    columns: (names: string[]) => {
      header = names;
      return names.map((name) => COLUMNS.find((column) => column === name));
    },
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (row: Row) => {
      addRow(mapping, row, leftovers);
      return null;
    },
    on_skip: (error) => {
      // It counts the two characters of a Windows line end inside quotes as two lines.
      const line = error && 'lines' in error ? Math.min(Number(error.lines), lastLine) : null;
      const message = 'Is no valid CSV from here. The rows up to the next that is one are left out.';
      problems.push({ path: file.path, line, code: 'malformed-row', message });
      return undefined;
    },
  });
  if (!header.includes('def_tech') || !(header.includes('off_tech_id') || header.includes('off_tech'))) {
    problems.push(noMappings(file, 'Has no columns def_tech and off_tech_id.'));
    return null;
  }
  tellLeftovers(file.path, leftovers, problems);
  return mapping;
}

/** `d3fend-full-mappings.json`; null when the export failed or is something else. */
export function readJsonExport(file: SnapshotFile, problems: SourceProblem[]): D3fendMapping | null {
  const mapping = emptyMapping(file.path, 'the JSON export');
  const leftovers: Leftovers = { count: 0, example: '' };
  const value = jsonValue(file, problems);
  if (value === undefined) return null;
  if (!addBindings(mapping, value, leftovers)) {
    problems.push(failedExport(file, value));
    return null;
  }
  tellLeftovers(file.path, leftovers, problems);
  return mapping;
}

/** `api/offensive-technique/attack/T1556.json`, a file for each technique. A row without def_tech is an artifact without defence. */
export function readTechniqueFiles(files: readonly SnapshotFile[], problems: SourceProblem[]): D3fendMapping {
  const path = files[0]?.path ?? '';
  const mapping = emptyMapping(path, `files of one technique each, ${counted(files.length, 'file')}`);
  const leftovers: Leftovers = { count: 0, example: '' };
  for (const file of files) {
    const value = jsonValue(file, problems);
    if (value === undefined) continue;
    if (!addBindings(mapping, fieldsOf(value, 'off_to_def'), leftovers))
      problems.push(failedExport(file, value));
  }
  tellLeftovers(path, leftovers, problems);
  return mapping;
}

/** False when these are no results of a query. */
function addBindings(mapping: D3fendMapping, results: unknown, leftovers: Leftovers): boolean {
  const bindings = fieldsOf(results, 'results')['bindings'];
  if (!Array.isArray(bindings)) return false;
  for (const binding of bindings) {
    const row: Row = {};
    for (const column of COLUMNS) row[column] = textOf(fieldsOf(binding, column), 'value');
    addRow(mapping, row, leftovers);
  }
  return true;
}

function addRow(mapping: D3fendMapping, row: Row, leftovers: Leftovers): void {
  if (!row.def_tech) return;
  const name = className(row.def_tech);
  const technique = row.off_tech_id || row.off_tech?.replace(/^.*[#:]/s, '') || '';
  const [id] = techniqueIds([technique]);
  if (name === null || id === undefined) {
    leftovers.count += 1;
    leftovers.example ||= name === null ? row.def_tech : technique;
    return;
  }
  const defence = defenceOf(mapping, name, row.def_tech_label?.trim() || null);
  defence.techniques.add(id);
  if (row.def_artifact_label) defence.artifacts.add(row.def_artifact_label);
}

function tellLeftovers(path: string, { count, example }: Leftovers, problems: SourceProblem[]): void {
  if (count === 0) return;
  const message = `Left out: ${counted(count, 'row')} not of ATT&CK and D3FEND, such as ${quoted(example)}.`;
  problems.push({ path, line: null, code: 'other-framework', message });
}

/** D3FEND's site once published the error message of the query that should have made the file. */
function failedExport(file: SnapshotFile, value: unknown): SourceProblem {
  const said = isFields(value) ? textOf(value, 'message') : null;
  if (said === null) return noMappings(file, 'Holds no results of a query.');
  const message = `Holds no mappings but an error message of D3FEND's own: ${quoted(said)}. Nothing of this file is read.`;
  return { path: file.path, line: null, code: 'failed-export', message };
}

function noMappings(file: SnapshotFile, why: string): SourceProblem {
  const message = `${why} Nothing of this file is read.`;
  return { path: file.path, line: null, code: 'no-mappings', message };
}
