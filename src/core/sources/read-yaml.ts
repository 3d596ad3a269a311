import { CORE_SCHEMA, loadAll, mergeTag, YAMLException } from 'js-yaml';

// Dates, `yes` and `no` stay text (YAML 1.2); `<<` is merged, as upstream's own tools do.
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);
const MAX_ALIASES = 100;
const MAX_DEPTH = 100;

/** A file that is not what its name says, with the place. */
export class UnreadableText extends Error {
  /** From 1; null when unknown. */
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.line = line;
  }
}

/** All documents of a YAML text. Aliases and depth are bounded. Throws UnreadableText. */
export function readYaml(text: string): unknown[] {
  try {
    return loadAll(text, { schema: SCHEMA, maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new UnreadableText(`Is no valid YAML: ${error.reason}.`, error.mark ? error.mark.line + 1 : null);
  }
}
