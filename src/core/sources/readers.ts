import { atomic } from './atomic.ts';
import { car } from './car.ts';
import { d3fend } from './d3fend.ts';
import { elastic } from './elastic.ts';
import { sentinel } from './sentinel.ts';
import { sigma } from './sigma.ts';
import type { SourceReader } from './source.ts';
import { splunk } from './splunk.ts';
import { stratus } from './stratus.ts';

/** Every source that has a repository to read, in the order of SOURCES. */
export const SOURCE_READERS: readonly SourceReader[] = [
  d3fend,
  car,
  elastic,
  sentinel,
  sigma,
  splunk,
  atomic,
  stratus,
];
