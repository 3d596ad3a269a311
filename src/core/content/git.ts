import fs from 'node:fs';
import path from 'node:path';
import { dayOf } from './day.ts';
import { readGitObject } from './git-objects.ts';

/** What a snapshot is a snapshot of. */
export interface Revision {
  commit: string | null;
  /** Of the commit, `YYYY-MM-DD`, UTC. */
  date: string | null;
}

const OBJECT_ID = /^(?:[\da-f]{40}|[\da-f]{64})$/;
/** Thousands of branches and tags. */
const MAX_PACKED_REFS = 32 * 1024 * 1024;
const MAX_SMALL_FILE = 64 * 1024;
const MAX_SYMBOLIC = 5;

/** The commit that is checked out in a folder, read from its `.git` without git. All unknown where that is absent or garbage. */
export function readRevision(folder: string): Revision {
  try {
    const place = findGit(folder);
    const commit = place && resolve(place, 'HEAD', MAX_SYMBOLIC);
    return commit ? { commit, date: commitDay(place, commit) } : { commit: null, date: null };
  } catch {
    return { commit: null, date: null };
  }
}

/** A commit's id as archives carry it, in a comment. */
export function commitIn(comment: string | null): string | null {
  const id = comment?.trim().toLowerCase() ?? '';
  return OBJECT_ID.test(id) ? id : null;
}

/** A worktree has a HEAD of its own, and shares branches and objects. */
interface GitPlace {
  own: string;
  shared: string;
}

function findGit(folder: string): GitPlace | null {
  const dotGit = path.join(folder, '.git');
  const stat = fs.lstatSync(dotGit, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return { own: dotGit, shared: dotGit };
  // A worktree's or submodule's `.git` is a file that names the place.
  const named = /^gitdir: (.+)$/m.exec((stat?.isFile() && readText(dotGit)) || '')?.[1];
  if (named === undefined) return null;
  const own = path.resolve(folder, named.trim());
  const common = readText(path.join(own, 'commondir'))?.trim();
  return { own, shared: common ? path.resolve(own, common) : own };
}

function resolve(place: GitPlace, ref: string, left: number): string | null {
  const text = readText(path.join(place.own, ref)) ?? readText(path.join(place.shared, ref));
  const target = /^ref: (.+)$/.exec(text?.trim() ?? '')?.[1]?.trim();
  if (target === undefined) return text === null ? packedRef(place, ref) : commitIn(text);
  const isRef = /^refs\/[^\0\\]+$/.test(target) && !target.split('/').includes('..');
  return isRef && left > 0 ? resolve(place, target, left - 1) : null;
}

function packedRef(place: GitPlace, ref: string): string | null {
  const lines = readText(path.join(place.shared, 'packed-refs'), MAX_PACKED_REFS)?.split('\n') ?? [];
  const line = lines.find((one) => one.endsWith(` ${ref}`));
  return commitIn(line?.slice(0, line.indexOf(' ')) ?? null);
}

function readText(file: string, most = MAX_SMALL_FILE): string | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size <= most ? fs.readFileSync(file, 'utf8') : null;
}

function commitDay(place: GitPlace, commit: string): string | null {
  try {
    const object = readGitObject(path.join(place.shared, 'objects'), commit);
    if (object?.type !== 'commit') return null;
    const [headers = ''] = object.body.toString('latin1').split('\n\n', 1);
    const seconds = /^committer .*> (\d+) [+-]\d{4}$/m.exec(headers)?.[1];
    return dayOf(seconds === undefined ? null : Number(seconds) * 1000);
  } catch {
    return null;
  }
}
