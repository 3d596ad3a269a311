import type { ImportedPack, PackedSource } from '../../../shared/model/pack.ts';
import type { OpenPack } from './open-pack.ts';
import type { PackManifest } from './pack-format.ts';

/** What a pack says of itself. */
export function describePack({ file, keyId, manifest }: OpenPack): ImportedPack {
  const { content, since, parts } = manifest;
  const documents = parts.reduce((sum, { counts }) => sum + (counts.documents ?? 0), 0);
  return { file, keyId, content, since, documents, sources: listPackedSources(manifest) };
}

function listPackedSources({ parts }: PackManifest): PackedSource[] {
  return parts.flatMap(({ source, counts }) =>
    source
      ? [{ id: source.id, commit: source.commit, date: source.date, resources: counts.resources ?? 0 }]
      : [],
  );
}
