import type { AsOf } from '../../../shared/model/attack.ts';
import { holdsNotes, type Layer, type ReportFormat } from '../../../shared/model/report.ts';

export interface CommandParts {
  organization: string;
  format: ReportFormat;
  fileName: string;
  leaveOutNotes: boolean;
  csvRaw: boolean;
  layer: Layer;
  asOf: AsOf;
  dataFolder: string;
}

/** The command that makes the same report without a window. */
export function reportCommand(parts: CommandParts): string {
  const isWindows = /^(?:[A-Za-z]:|\\\\)/.test(parts.dataFolder);
  const quote = (text: string) => quoteArgument(text, isWindows);
  return [
    'bearing report',
    `--org ${quote(parts.organization)}`,
    `--format ${parts.format}`,
    ...(parts.format === 'navigator' && parts.layer !== 'levels' ? [`--layer ${parts.layer}`] : []),
    // The command counts ids as listed unless told.
    ...(parts.asOf === 'listed' ? [] : [`--as-of ${parts.asOf}`]),
    ...(parts.leaveOutNotes && holdsNotes(parts.format) ? ['--leave-out-notes'] : []),
    ...(parts.csvRaw && parts.format === 'csv' ? ['--csv-raw'] : []),
    ...(isDefaultFolder(parts.dataFolder) ? [] : [`--data ${quote(parts.dataFolder)}`]),
    `-o ${parts.fileName}`,
  ].join(' ');
}

/** Double quotes where they read alike in every shell; else single ones, as PowerShell or a POSIX shell wants them. */
function quoteArgument(text: string, isWindows: boolean): string {
  if (/^[\p{L}\p{N} _.,:/()&@+=~-]*$/u.test(text) || (isWindows && /^[^"$`%\n]*$/.test(text)))
    return `"${text}"`;
  return `'${text.replaceAll("'", isWindows ? "''" : "'\\''")}'`;
}

/** The places where Bearing keeps its data by itself; a command finds them without being told. */
function isDefaultFolder(folder: string): boolean {
  return /(?:[/\\]\.config|[/\\]Application Support|[/\\]AppData[/\\]Roaming)[/\\]Bearing$/.test(folder);
}
