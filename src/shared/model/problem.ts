/** Something in an input that Bearing could not take as it stands. Never stops the rest of an import. */
export interface Problem {
  /** The file as the person gave it: a path, or a path inside an archive. */
  file: string;
  /** From 1; null when the problem is the file as a whole. */
  line: number | null;
  code: string;
  /** What it is, and what Bearing did. One or two sentences. */
  message: string;
}
