import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { SourceResource } from '../sources/source.ts';
import type { PreparedResource } from '../catalog/prepared-resource.ts';
import { splitWords } from '../catalog/words.ts';

/** Quick, and nearly as small as the best for texts of this size; most fit the small window, which is made anew for each. */
const DEFLATE = { level: 3, windowBits: 13, memLevel: 6 };

export function prepareResource(resource: SourceResource): PreparedResource {
  const { key, kind, title, url, status, severity, isDeprecated, techniques, unitTests, language } = resource;
  const text = Buffer.from(`${title}\n${resource.body}`);
  const body = text.subarray(Buffer.byteLength(title) + 1);
  return {
    key,
    kind,
    title,
    url,
    trail: JSON.stringify(resource.trail),
    status,
    severity,
    isDeprecated,
    path: resource.path,
    techniques,
    unitTests,
    sha256: hashResource(resource, body),
    detail: JSON.stringify(detailOf(resource)),
    language,
    deflatedBody: deflateRawSync(body, DEFLATE),
    indexed: {
      words: splitWords(`${title} ${resource.path}`),
      path: `${resource.path} ${key.slice(key.indexOf(':') + 1)}`,
      text,
    },
  };
}

/** What is only shown with the resource itself. */
function detailOf(resource: SourceResource): Partial<SourceResource> {
  const { description, authors, created, modified, platforms, dataSources, techniques } = resource;
  const { references, licence, path } = resource;
  return {
    description,
    authors,
    created,
    modified,
    platforms,
    dataSources,
    techniques,
    references,
    licence,
    path,
  };
}

/**
 * Over all that the catalog keeps of it, in one order, so that a resource out of a pack has the hash that it would have out of its repository.
 * The body stands last: what comes before it ends with a line.
 */
function hashResource(resource: SourceResource, body: Uint8Array): string {
  const { key, kind, title, url, status, severity, isDeprecated, language } = resource;
  // The listings keep that count, and what is deprecated is listed nowhere.
  const unitTests = !isDeprecated && resource.techniques.length > 0 ? resource.unitTests : null;
  const trail = resource.trail.map((crumb) => [crumb.name, crumb.url]);
  const rest = Object.values(detailOf(resource));
  const said = [key, kind, title, url, status, severity, isDeprecated, language, unitTests, trail, rest];
  return createHash('sha256')
    .update(`${JSON.stringify(said)}\n`)
    .update(body)
    .digest('hex');
}
