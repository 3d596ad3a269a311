// A lock between processes: a file that names who holds it. Test runs at the same time would otherwise build the same things twice.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 250;

/** Runs `work` while no other process of this machine runs work under the same folder's lock. */
export async function withLock(folder, work) {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, '.lock');
  while (!take(file)) await wait(POLL_MS);
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  // A holder that was killed leaves its file behind.
  if (!isAlive(readHolder(file))) fs.rmSync(file, { force: true });
  return false;
}

function readHolder(file) {
  try {
    return Number.parseInt(fs.readFileSync(file, 'utf8'), 10);
  } catch {
    return Number.NaN;
  }
}

function isAlive(pid) {
  if (Number.isNaN(pid)) return true; // Just made and not yet written: its maker lives.
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
