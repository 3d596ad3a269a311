const MiB = 1024 * 1024;

/** What Bearing takes from outside, in one place (a document's own limits: documents/decode.ts). Beyond a limit is a problem with file and reason, never a pause or a crash. */
export const CONTENT_LIMITS = {
  /** Of whole repositories, with everything that is not read. */
  archiveBytes: 4096 * MiB,
  archiveEntries: 300_000,
  /** Names and comments of all entries, which are held at once. */
  directoryBytes: 256 * MiB,
  /** Of one zip, whose files are read one by one. */
  unpackedBytes: 2048 * MiB,
  /** Of a tar.gz, which is unpacked from its start to reach a file. */
  streamedBytes: 8192 * MiB,
  /** Unpacked to packed, for entries over 1 MiB; for a tar.gz as a whole from 64 MiB. */
  ratio: 200,
  ratioFrom: MiB,
  streamRatioFrom: 64 * MiB,
  /** Of a technique document, and of what else is in an archive. */
  pathBytes: 240,
  repositoryPathBytes: 1024,
  /** Folders inside folders. */
  depth: 16,
  /** Technique documents. */
  files: 100_000,
  /** Files below one folder, read or not. */
  listedFiles: 300_000,
  /** Folders that may lie above a snapshot, or above an archive in a folder. */
  snapshotDepth: 3,
  /** A rule or test. */
  sourceFileBytes: 2 * MiB,
  /** Files that hold a source as a whole: D3FEND's ontology and exports, ATT&CK's bundles. */
  wholeSourceBytes: 64 * MiB,
  /** What tells that a file is of ATT&CK. */
  headBytes: 64 * 1024,
  /** Of a tar.gz, unpacked and held at once; larger selections take several passes. */
  batchBytes: 64 * MiB,
  /** A pack, which is held whole; ten times what all sources come to. */
  packBytes: 128 * MiB,
  packManifestBytes: MiB,
  /** Its line with the signature. */
  packLineBytes: 512,
  packParts: 100,
  /** One of its parts, unpacked. */
  packPartBytes: 160 * MiB,
  packRecords: 300_000,
  /** A document of its greatest size, of which JSON makes more. */
  packRecordBytes: 32 * MiB,
} as const;
