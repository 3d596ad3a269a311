import { Command } from 'commander';
import { addAttackCommand } from './commands/attack.ts';
import { addBuildDocumentsCommand } from './commands/build-documents.ts';
import { addCoverageCommand } from './commands/coverage.ts';
import { addDocumentCommand } from './commands/document.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addImportCommand } from './commands/import.ts';
import { addImportsCommand } from './commands/imports.ts';
import { addKeygenCommand } from './commands/keygen.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addMarkCommand } from './commands/mark.ts';
import { addNoteCommand } from './commands/note.ts';
import { addNotesCommand } from './commands/notes.ts';
import { addOrgCommand } from './commands/org.ts';
import { addPackCommand } from './commands/pack.ts';
import { addQuestionsCommand } from './commands/questions.ts';
import { addReportCommand } from './commands/report.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addRunCommand } from './commands/run.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSearchCommand } from './commands/search.ts';
import { addShowCommand } from './commands/show.ts';
import { addSourcesCommand } from './commands/sources.ts';
import { addTieCommand } from './commands/tie.ts';
import { addUndoCommand } from './commands/undo.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addCommonOptions, inheritOptions } from './command.ts';
import type { Installation } from './installation.ts';

/** The whole command line. Parsing it rejects with CommanderError for what it does not know. */
export function createProgram(installation: Installation): Command {
  const program = new Command('bearing')
    .description(
      'Technique documents and snapshots in, marks made, coverage report out: Bearing without a window.',
    )
    .version(installation.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(bearing --help lists the commands)')
    .exitOverride();
  addCommonOptions(program);
  inheritOptions(program);
  addImportCommand(program, installation);
  addImportsCommand(program, installation);
  addRestoreCommand(program, installation);
  addQuestionsCommand(program, installation);
  addTieCommand(program, installation);
  addSearchCommand(program, installation);
  addShowCommand(program, installation);
  addOrgCommand(program, installation);
  addMarkCommand(program, installation);
  addRunCommand(program, installation);
  addRunsCommand(program, installation);
  addNoteCommand(program, installation);
  addNotesCommand(program, installation);
  addUndoCommand(program, installation);
  addHistoryCommand(program, installation);
  addCoverageCommand(program, installation);
  addReportCommand(program, installation);
  addDocumentCommand(program, installation);
  addBuildDocumentsCommand(program);
  addSourcesCommand(program, installation);
  addAttackCommand(program, installation);
  addPackCommand(program, installation);
  addKeygenCommand(program);
  addKeysCommand(program, installation);
  addVerifyCommand(program, installation);
  return program;
}
