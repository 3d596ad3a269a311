import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chooseDataFolder, type Machine } from '../shared/data-folder.ts';
import { AppError } from '../shared/errors.ts';

/** The absolute data folder for these arguments. Throws AppError `invalid-input` when `--data` names none. */
export function findDataFolder(argv: readonly string[], machine: Machine): string {
  return path.resolve(chooseDataFolder(givenFolder(argv), machine));
}

/**
 * Where Chromium keeps its own files, apart for each data folder: its single-instance lock sits there, and two windows may
 * well be open on two data folders. Made here. A temporary one when the home folder cannot be written.
 */
export function makeProfileFolder(userData: string, dataFolder: string): string {
  const name = crypto.createHash('sha256').update(realPath(dataFolder)).digest('hex').slice(0, 16);
  const profile = path.join(userData, 'profiles', name);
  try {
    fs.mkdirSync(profile, { recursive: true });
    fs.accessSync(profile, fs.constants.W_OK);
    return profile;
  } catch {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-profile-'));
  }
}

function givenFolder(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((argument) => argument === '--data' || argument.startsWith('--data='));
  if (at === -1) return undefined;
  const given = argv[at]!.includes('=') ? argv[at]!.slice('--data='.length) : argv[at + 1];
  if (!given || given.startsWith('--')) {
    throw new AppError(
      'invalid-input',
      'After --data comes a folder. Start Bearing with --data FOLDER, or without it.',
    );
  }
  return given;
}

// The same folder by another way, such as a link to it, has the same profile.
function realPath(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(realPath(parent), path.basename(folder));
  }
}
