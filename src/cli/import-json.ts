import type { ChangeCounts, ImportResult, SnapshotChange } from '../shared/model/content.ts';
import type { ImportedPack } from '../shared/model/pack.ts';

/** The shape that docs/cli.md gives. */
export function importJson(result: ImportResult): Record<string, unknown> {
  const { documents, techniques, resources, listings, added, changed, removed, unchanged } = result;
  const { control, rule, test } = resources;
  const problems = result.problems.map(({ file, line, code, message }) => ({ file, line, code, message }));
  return {
    documents,
    techniques,
    resources: { control, rule, test },
    listings,
    added,
    changed,
    removed,
    unchanged,
    problems,
    sources: result.snapshots.map(snapshotJson),
    importId: result.importId,
    restores: result.restores,
    changes: result.changes,
    organizations: result.organizations,
    attack: result.attack,
    packs: result.packs.map(packJson),
  };
}

function packJson(pack: ImportedPack): Record<string, unknown> {
  const { file, keyId, content, since, documents, sources } = pack;
  return {
    file,
    keyId,
    content,
    since,
    documents,
    sources: sources.map(({ id, commit, date: asOf, resources }) => ({ id, commit, asOf, resources })),
  };
}

function snapshotJson(snapshot: SnapshotChange): Record<string, unknown> {
  const { sourceId: id, commit, date: asOf, files, unchanged, documented } = snapshot;
  const { changes, diffsLeftOut, questions } = snapshot;
  const counts = countChanges(snapshot);
  return { id, commit, asOf, files, ...counts, unchanged, documented, changes, diffsLeftOut, questions };
}

export function countChanges({ changes }: SnapshotChange): ChangeCounts {
  const counts = { new: 0, changed: 0, moved: 0, deprecated: 0, gone: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}
