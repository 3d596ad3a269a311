const MiB = 1024 * 1024;

/** What Bearing takes from outside, in one place (a document's own limits: documents/decode.ts). Beyond a limit is a problem with file and reason, never a pause or a crash. */
export const CONTENT_LIMITS = {
  archiveBytes: 512 * MiB,
  archiveEntries: 100_000,
  unpackedBytes: 2048 * MiB,
  /** Unpacked to packed, for entries over 1 MiB. */
  ratio: 200,
  ratioFrom: MiB,
  pathBytes: 240,
  /** Folders inside folders. */
  depth: 16,
  files: 100_000,
} as const;
