import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { SourceResource } from '../sources/source.ts';
import type { PreparedResource } from '../catalog/prepared-resource.ts';
import { splitWords } from '../catalog/words.ts';

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
    sha256: createHash('sha256').update(JSON.stringify(resource)).digest('hex'),
    detail: JSON.stringify({ ...rest, techniques }),
    language,
    deflatedBody: deflateRawSync(body, { level: LEVEL }),
    words: splitWords(`${title} ${resource.path}`),
    path: `${resource.path} ${key.slice(key.indexOf(':') + 1)}`,
    text: `${title}\n${body}`,
  };
}
