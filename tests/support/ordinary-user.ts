import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const AS_ORDINARY_USER = ['--user', '--map-user=1000', '--map-group=1000'];

/**
 * The program to start instead of `executable` so that it runs as an ordinary user: itself, or for root a script in `folder`.
 * Chromium has no sandbox under root. In a user namespace of its own a process is user 1000 and has none of root's rights, but
 * still reads what root can read, so nothing has to be copied or handed over.
 * Throws when this root may make no user namespace.
 */
export function asOrdinaryUser(executable: string, folder: string): string {
  if (process.getuid?.() !== 0) return executable;
  const trial = spawnSync('unshare', [...AS_ORDINARY_USER, 'true'], { encoding: 'utf8' });
  if (trial.status !== 0) {
    throw new Error(
      `As root the renderer would not be sandboxed, and this machine lets root make no user namespace (${trial.stderr?.trim() || trial.error?.message}). Run the tests as an ordinary user.`,
    );
  }
  const script = path.join(folder, `${path.basename(executable)}-as-user.sh`);
  fs.writeFileSync(
    script,
    `#!/bin/sh\nexec unshare ${AS_ORDINARY_USER.join(' ')} -- '${executable}' "$@"\n`,
    {
      mode: 0o755,
    },
  );
  return script;
}
