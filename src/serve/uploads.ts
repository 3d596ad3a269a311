import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { AppError } from '../shared/errors.ts';
import { uploadLimit, UPLOAD_LIMITS, type UploadLimits } from '../shared/uploads.ts';
import { readChunks, requireType } from './body.ts';
import { Refusal } from './refusal.ts';

export interface UploadedFile {
  /** Where its bytes are; a number, whatever the file is called. */
  path: string;
  /** What the page called it. Data alone, never part of a path. */
  name: string;
}

export interface Uploads {
  /** Begins an upload: a group of files that are imported together. */
  create(): Promise<{ id: string }>;
  /** Stores one file. Throws Refusal: 400, 404, 413, 415; AppError disk-full. */
  put(id: string, name: string | null, request: IncomingMessage): Promise<UploadedFile>;
  /** Whether this is a stored file of an upload that still exists. */
  hasFile(file: string): boolean;
  remove(id: string): Promise<void>;
  /** Removes everything; at start, because an earlier process may have been killed, and at exit. */
  clear(): void;
}

interface Upload {
  folder: string;
  files: Set<string>;
  /** Files begun, whether or not they came to an end. */
  count: number;
  bytes: number;
}

/** Uploaded files wait for their import in `uploads` of the data folder, under numbers. */
export function createUploads(dataFolder: string, limits: UploadLimits = UPLOAD_LIMITS): Uploads {
  const root = path.join(dataFolder, 'uploads');
  const uploads = new Map<string, Upload>();

  async function remove(id: string): Promise<void> {
    const upload = uploads.get(id);
    if (upload === undefined) return;
    uploads.delete(id);
    await rm(upload.folder, { recursive: true, force: true });
  }

  function find(id: string): Upload {
    const upload = uploads.get(id);
    if (upload === undefined)
      throw new Refusal(404, 'not-found', 'This upload has ended. Choose the files again.');
    return upload;
  }

  return {
    async create() {
      const [oldest] = uploads.keys();
      if (uploads.size >= limits.uploads && oldest !== undefined) await remove(oldest);
      const id = randomBytes(16).toString('hex');
      const folder = path.join(root, id);
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      uploads.set(id, { folder, files: new Set(), count: 0, bytes: 0 });
      return { id };
    },

    async put(id, name, request) {
      const upload = find(id);
      requireType(request, 'application/octet-stream');
      if (name === null || name === '' || name.length > limits.nameLength || name.includes('\0')) {
        throw new Refusal(400, 'invalid-input', 'The file has no usable name.');
      }
      if (upload.count >= limits.files) {
        throw new Refusal(
          413,
          'invalid-input',
          `More than ${limits.files} files. Put them in a zip, or choose fewer.`,
        );
      }
      upload.count += 1;
      const file = path.join(upload.folder, String(upload.count));
      try {
        await store(upload, file, request, uploadLimit(name, limits), limits.totalBytes);
      } catch (error) {
        await rm(file, { force: true });
        throw isDiskFull(error) ? diskFull(dataFolder) : error;
      }
      upload.files.add(file);
      return { path: file, name };
    },

    hasFile(file) {
      for (const upload of uploads.values()) if (upload.files.has(file)) return true;
      return false;
    },

    remove,

    clear() {
      uploads.clear();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

async function store(
  upload: Upload,
  file: string,
  request: IncomingMessage,
  limit: number,
  totalLimit: number,
): Promise<void> {
  const handle = await fs.promises.open(file, 'wx', 0o600);
  try {
    for await (const chunk of readChunks(request, limit)) {
      upload.bytes += chunk.length;
      if (upload.bytes > totalLimit) {
        throw new Refusal(
          413,
          'invalid-input',
          `The files are larger than ${totalLimit} bytes together. Choose fewer.`,
        );
      }
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
}

function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(folder: string): AppError {
  return new AppError(
    'disk-full',
    `The disk of ${folder} is full. Free some space and choose the files again.`,
    { folder },
  );
}
