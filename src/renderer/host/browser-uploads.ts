import { AppError } from '../../shared/errors.ts';
import type { ImportItem } from '../../shared/model/content.ts';
import { uploadLimit } from '../../shared/uploads.ts';
import type { ChosenFile } from './browser-files.ts';
import type { Http } from './browser-http.ts';

const IN_FLIGHT = 4;

export interface Uploader {
  /** Uploads the files and answers what to import. Rejects with AppError; then nothing stays on the host. */
  upload(files: ChosenFile[]): Promise<ImportItem[]>;
}

/**
 * Uploads one group of files at a time. A group stays on the host until the next one or until the page goes, because an
 * import may be asked for again: after a dry run, or to remove what has gone.
 */
export function createUploader(http: Http): Uploader {
  let current: string | null = null;

  async function end(keepalive = false): Promise<void> {
    const id = current;
    current = null;
    if (id === null) return;
    // The host removes what is left behind anyway when it ends or needs the room.
    await http.send(`/api/uploads/${id}`, { method: 'DELETE', keepalive }).catch(() => undefined);
  }
  addEventListener('pagehide', () => void end(true));

  return {
    async upload(files) {
      await end();
      if (files.length === 0) return [];
      const begin = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
      const { id } = await http.fetchJson<{ id: string }>('/api/uploads', begin);
      current = id;
      try {
        return await sendAll(http, id, files);
      } catch (error) {
        await end();
        throw error;
      }
    },
  };
}

/** In the order of the files, whichever arrives first. */
async function sendAll(http: Http, id: string, files: ChosenFile[]): Promise<ImportItem[]> {
  const items: ImportItem[] = new Array<ImportItem>(files.length);
  let next = 0;
  async function sendNext(): Promise<void> {
    for (let i = next++; i < files.length; i = next++) {
      try {
        items[i] = await sendOne(http, id, files[i] as ChosenFile);
      } catch (error) {
        next = files.length;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendNext));
  return items;
}

async function sendOne(http: Http, id: string, { file, name, topFolder }: ChosenFile): Promise<ImportItem> {
  const address = `/api/uploads/${id}?name=${encodeURIComponent(name)}`;
  const headers = { 'Content-Type': 'application/octet-stream' };
  // Of a file that is too large anyway, just so much goes over that the import sees it and says so.
  const body = file.slice(0, uploadLimit(name));
  try {
    const stored = await http.fetchJson<{ path: string; name: string }>(address, {
      method: 'PUT',
      headers,
      body,
    });
    return topFolder === null ? stored : { ...stored, root: `upload:${topFolder}` };
  } catch (error) {
    // A file that cannot be read fails the request just as a lost host does.
    if (!(await isReadable(file))) {
      throw new AppError('path-not-readable', `${name} cannot be read. Nothing was imported.`, {
        path: name,
      });
    }
    throw error;
  }
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
