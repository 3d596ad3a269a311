import { AppError } from '../../shared/errors.ts';
import type {
  BuiltDocuments,
  BuiltSource,
  BuildProgress,
  BuildRequest,
} from '../../shared/model/built-documents.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { KINDS } from '../../shared/model/resource.ts';
import { shownPath } from '../catalog/shown-path.ts';
import { buildDocuments, type ListedSource } from '../documents/build.ts';
import type { TechniqueDocument } from '../documents/document.ts';
import { parseDocument } from '../documents/parse.ts';
import { writeDocument } from '../documents/write.ts';
import { isActive } from '../sources/attack-content.ts';
import { SOURCE_READERS } from '../sources/readers.ts';
import type { SourceResource } from '../sources/source.ts';
import type { FoundSnapshot } from './find-snapshots.ts';
import { inputProblem } from './input.ts';
import { oneOfEach } from './one-of-each.ts';
import { decodeFiles } from './parse-source.ts';
import { readSnapshotFiles } from './read-snapshot.ts';
import { scan } from './scan.ts';
import { techniqueFacts } from './settle-attack.ts';
import { shippedAttack } from './shipped-attack.ts';
import { writeFolder } from './write-folder.ts';

const OPTIONS = { hunting: false };

/** What one snapshot lists; resources that upstream has deprecated are left out. */
interface ReadSource extends ListedSource {
  commit: string | null;
  isDateAssumed: boolean;
  resources: SourceResource[];
}

/**
 * Writes a technique document for every technique of ATT&CK and every other one that the snapshots in `folders` list. The same snapshots and dates give
 * the same bytes. Throws path-not-readable, import-failed when there is no snapshot, path-not-writable, disk-full.
 */
export async function buildTechniqueDocuments(
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void = () => undefined,
): Promise<BuiltDocuments> {
  const { sources, problems } = await readSources(request, onProgress);
  const attack = shippedAttack();
  const facts = techniqueFacts([attack]);
  const current = attack.techniques.filter(isActive).map(({ id }) => id);
  const documents = buildDocuments(sources, facts, current);
  const files = new Map(documents.map((document) => [`${document.id}.md`, writeDocument(document)]));
  for (const document of documents) problems.push(...checkReadsBack(document, files));
  onProgress({ phase: 'write', done: 0, total: files.size, file: request.output });
  problems.push(...writeFolder(request.output, files, request.force));
  return { documents: documents.length, ...count(documents), sources: sources.map(toBuiltSource), problems };
}

async function readSources(
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void,
): Promise<{ sources: ReadSource[]; problems: Problem[] }> {
  const found = await scan(
    request.folders.map((folder) => ({ path: folder })),
    (done, file) => onProgress({ phase: 'scan', done, total: 0, file }),
    () => undefined,
    SOURCE_READERS,
    OPTIONS,
  );
  try {
    const { snapshots, problems } = oneOfEach(found.snapshots, SOURCE_READERS);
    problems.unshift(...found.problems);
    if (snapshots.length === 0)
      throw new AppError(
        'import-failed',
        `No snapshot of a source was found in ${request.folders.join(', ')}. Give folders or archives of the sources' repositories; nothing was written.`,
      );
    const total = snapshots.reduce((sum, { files }) => sum + files.length, 0);
    const sources: ReadSource[] = [];
    let before = 0;
    for (const snapshot of snapshots) {
      sources.push(
        await readSource(snapshot, request, problems, (done, file) =>
          onProgress({ phase: 'read', done: before + done, total, file }),
        ),
      );
      before += snapshot.files.length;
    }
    return { sources, problems };
  } finally {
    found.close();
  }
}

async function readSource(
  snapshot: FoundSnapshot,
  { dates, date }: BuildRequest,
  problems: Problem[],
  onRead: (done: number, file: string) => void,
): Promise<ReadSource> {
  const { sourceId: id, root, commit } = snapshot;
  const reader = SOURCE_READERS.find((one) => one.id === id);
  if (!reader) throw new Error(`nothing reads ${id}`);
  const { files, problems: unread } = await readSnapshotFiles(snapshot, onRead, () => undefined);
  const { texts, problems: undecoded } = decodeFiles(files);
  const read = reader.read(texts, OPTIONS);
  for (const { path: file, ...problem } of [...unread, ...undecoded, ...read.problems])
    problems.push({ file: shownPath(root, file), ...problem });
  const known = dates.get(id) ?? snapshot.date;
  return {
    id,
    commit,
    date: known ?? date,
    isDateAssumed: known === null,
    resources: read.resources.filter(({ isDeprecated }) => !isDeprecated),
  };
}

/** A title may hold what a list takes for something else; then the page would say another thing than the source. */
function checkReadsBack(document: TechniqueDocument, files: ReadonlyMap<string, string>): Problem[] {
  const name = `${document.id}.md`;
  const { document: read, problems } = parseDocument(files.get(name) ?? '', name);
  if (read && problems.length === 0 && isSameContent(read, document)) return [];
  const [first] = problems;
  const what = first ? `: ${first.message}` : '.';
  return [
    inputProblem(name, 'not-read-back', `Is not read back as what the sources list${what} Written as it is.`),
  ];
}

function isSameContent(read: TechniqueDocument, built: TechniqueDocument): boolean {
  const plain = (document: TechniqueDocument) =>
    JSON.stringify(document, (key, value: unknown) => (key === 'line' ? undefined : value));
  return plain(read) === plain(built);
}

function count(documents: readonly TechniqueDocument[]): Pick<BuiltDocuments, 'resources' | 'listings'> {
  const keys = new Map(KINDS.map((kind) => [kind, new Set<string>()]));
  let listings = 0;
  for (const { sections } of documents)
    for (const { kind, sources } of sections)
      for (const { items } of sources) {
        listings += items.length;
        for (const { key } of items) if (kind !== null) keys.get(kind)?.add(key);
      }
  const size = (kind: (typeof KINDS)[number]) => keys.get(kind)?.size ?? 0;
  return { resources: { control: size('control'), rule: size('rule'), test: size('test') }, listings };
}

function toBuiltSource({ id, commit, date, isDateAssumed, resources }: ReadSource): BuiltSource {
  const mapped = resources.filter(({ techniques }) => techniques.length > 0);
  const authors = new Set(mapped.flatMap((resource) => resource.authors));
  return { id, commit, date, isDateAssumed, listed: mapped.length, authors: [...authors].sort() };
}
