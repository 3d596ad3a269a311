import fs from 'node:fs';
import path from 'node:path';
import type { ServerResponse } from 'node:http';
import { AppError } from '../shared/errors.ts';
import { respond } from './respond.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface StaticFiles {
  /** Answers whether there is such a file; only then it was sent. */
  send(pathname: string, response: ServerResponse): boolean;
}

/**
 * Reads the built renderer whole. What is not in this list when the server starts is never served: a request path is
 * only looked up, never turned into a file's path. Throws AppError `not-found` when the renderer is not built.
 */
export function loadStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, { bytes: Buffer; type: string }>();
  for (const file of listFiles(folder)) {
    const type = TYPES[path.extname(file).toLowerCase()];
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    if (type !== undefined) files.set(address, { bytes: fs.readFileSync(file), type });
  }
  const page = files.get('/index.html');
  if (page === undefined) {
    throw new AppError(
      'not-found',
      `The interface is not built: ${folder} has no index.html. Run "npm run build".`,
    );
  }
  files.set('/', page);

  return {
    send(pathname, response) {
      const file = files.get(pathname);
      if (file === undefined) return false;
      respond(response, 200, file.bytes, { 'Content-Type': file.type });
      return true;
    },
  };
}

function listFiles(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(file);
    return entry.isFile() ? [file] : [];
  });
}
