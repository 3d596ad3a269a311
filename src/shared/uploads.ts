const MiB = 1024 * 1024;

/** What the browser host takes in; the page keeps to it and the host enforces it. */
export const UPLOAD_LIMITS = {
  /** One byte above what the import reads: enough for it to report the file as too large and go on with the rest. */
  documentBytes: 8 * MiB + 1,
  /** The same of a JSON file: a bundle of ATT&CK. */
  bundleBytes: 64 * MiB + 1,
  /** Of a zip, a tar.gz or a pack. */
  zipBytes: 512 * MiB,
  /** Of one upload. */
  files: 20_000,
  totalBytes: 2048 * MiB,
  /** Kept at the same time; a further one ends the oldest. */
  uploads: 8,
  nameLength: 4096,
};
export type UploadLimits = typeof UPLOAD_LIMITS;

/** Bytes that a file of this name may have. */
export function uploadLimit(name: string, limits: UploadLimits = UPLOAD_LIMITS): number {
  if (/\.(?:zip|tgz|tar\.gz|bearing-pack)$/i.test(name)) return limits.zipBytes;
  return /\.json$/i.test(name) ? limits.bundleBytes : limits.documentBytes;
}
