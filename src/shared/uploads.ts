const MiB = 1024 * 1024;

/** What the browser host takes in; the page keeps to it and the host enforces it. */
export const UPLOAD_LIMITS = {
  /** One byte above what the import reads: enough for it to report the file as too large and go on with the rest. */
  documentBytes: 8 * MiB + 1,
  /** The same of a JSON file: a bundle of ATT&CK. */
  bundleBytes: 64 * MiB + 1,
  /** Of what is told by its content: a zip, a tar.gz or a pack, whatever it is called. */
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
  if (/\.(?:md|markdown|ya?ml|toml|txt|csv)$/i.test(name)) return limits.documentBytes;
  return /\.json$/i.test(name) ? limits.bundleBytes : limits.zipBytes;
}
