import { Option, type Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import {
  isTextFormat,
  LAYERS,
  REPORT_FORMATS,
  type Layer,
  type MadeReport,
  type ReportFormat,
} from '../../shared/model/report.ts';
import { asOfOption, finish, ORG_OPTION } from '../command.ts';
import { addFailUnder, refuseLowShare, type FailUnder } from '../fail-under.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printBytes, printJson, printText, writeFile } from '../output.ts';
import { withWorkbench, type CommonOptions, type Session } from '../session.ts';

interface Options extends CommonOptions, FailUnder {
  org?: string;
  format: ReportFormat;
  asOf: AsOf;
  output?: string;
  leaveOutNotes?: boolean;
  csvRaw?: boolean;
  layer: Layer;
}

export function addReportCommand(program: Command, installation: Installation): void {
  const command = addFailUnder(program.command('report'))
    .description('make the coverage report of an organization')
    .option(...ORG_OPTION)
    .addOption(
      new Option('--format <format>', 'format of the report').choices(REPORT_FORMATS).makeOptionMandatory(),
    )
    .addOption(asOfOption())
    .option('-o, --output <file>', 'file to write (default: standard output)')
    .option('--leave-out-notes', "leave the organization's notes out")
    .addOption(
      new Option('--layer <layer>', 'what a Navigator layer colours').choices(LAYERS).default('levels'),
    )
    .option('--csv-raw', 'CSV cells as they are; a spreadsheet may run what begins with =, +, - or @')
    .action(async (options: Options) => {
      await withWorkbench(installation, options, 'read', 'report', async ({ client, workbench }) => {
        const { id } = await findOrganization(client, options.org);
        const { leaveOutNotes = false, csvRaw = false, layer } = options;
        const report = await client.call('reports.make', {
          organizationId: id,
          format: options.format,
          asOf: options.asOf,
          options: { leaveOutNotes, csvRaw, layer },
        });
        deliver(report, workbench, options);
        if (options.failUnder !== undefined)
          refuseLowShare(
            await client.call('coverage.get', { organizationId: id, asOf: options.asOf }),
            options,
          );
      });
    });
  finish(command, [
    'bearing report --org "Example Bank" --format html -o coverage.html',
    'bearing report --format csv > coverage.csv',
    'bearing report --format navigator --layer gaps -o gaps.json',
    'bearing report --format html -o nightly.html --as-of current --fail-under 0.8 --of deployed',
  ]);
}

function deliver(report: MadeReport, workbench: Session['workbench'], options: Options): void {
  const bytes = workbench.madeReport(report.id)?.bytes;
  if (bytes === undefined) throw new AppError('internal', 'The report was made and is gone. Make it again.');
  const { format, fileName, mime, size, sha256 } = report;
  if (options.output !== undefined) {
    const file = writeFile(options.output, bytes);
    if (options.json) printJson({ file, format, mime, size, sha256 });
    else printText(`${file}: ${size} bytes, SHA-256 ${sha256}`);
  } else if (options.json && format !== 'json') {
    const content = isTextFormat(format)
      ? { text: Buffer.from(bytes).toString('utf8') }
      : { base64: Buffer.from(bytes).toString('base64') };
    printJson({ fileName, format, mime, size, sha256, ...content });
  } else if (!isTextFormat(format) && process.stdout.isTTY) {
    throw new AppError('invalid-input', 'A workbook is nothing for a terminal. Name a file with -o.');
  } else {
    printBytes(bytes);
  }
}
