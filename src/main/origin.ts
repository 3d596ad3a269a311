/** The scheme of Bearing's own pages; `file:` would open the disk to them. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://bearing`;
export const START_URL = `${ORIGIN}/index.html`;
export const FAILURE_URL = `${ORIGIN}/failure`;

const REPORT_URL = new RegExp(`^${ORIGIN}/report/([\\w-]{16,64})$`);

export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${ORIGIN}/`);
}

/** The id in the address of a made report; undefined for every other address. */
export function reportIdOf(url: string): string | undefined {
  return REPORT_URL.exec(url)?.[1];
}
