import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { SourceResource } from '../sources/source.ts';
import type { PreparedResource } from '../catalog/prepared-resource.ts';
import { splitWords } from '../catalog/words.ts';
import { canonicalJson } from '../db/canonical-json.ts';

/** Quick, and nearly as small as the best for texts of this size. */
const LEVEL = 3;

export function prepareResource(resource: SourceResource): PreparedResource {
  const {
    key,
    kind,
    title,
    url,
    trail,
    status,
    severity,
    isDeprecated,
    techniques,
    unitTests,
    body,
    language,
    ...rest
  } = resource;
  return {
    key,
    kind,
    title,
    url,
    trail: JSON.stringify(trail),
    status,
    severity,
    isDeprecated,
    techniques,
    unitTests,
    sha256: hashResource(resource),
    detail: JSON.stringify({ ...rest, techniques }),
    language,
    deflatedBody: deflateRawSync(body, { level: LEVEL }),
    words: splitWords(`${title} ${resource.path}`),
    path: `${resource.path} ${key.slice(key.indexOf(':') + 1)}`,
    text: `${title}\n${body}`,
  };
}

/** Over all that the catalog keeps of it, so that a resource out of a pack has the hash that it would have out of its repository. */
function hashResource(resource: SourceResource): string {
  // The listings keep that count, and what is put aside is listed nowhere.
  const isListed = !resource.isDeprecated && resource.techniques.length > 0;
  const kept = isListed ? resource : { ...resource, unitTests: null };
  return createHash('sha256').update(canonicalJson(kept)).digest('hex');
}
