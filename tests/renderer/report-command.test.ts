import { expect, test } from 'vitest';
import { reportCommand } from '../../src/renderer/features/report/report-command.ts';

const parts = {
  organization: 'Northfield Utilities',
  format: 'html',
  fileName: 'northfield.html',
  leaveOutNotes: false,
  csvRaw: false,
  layer: 'levels',
  asOf: 'listed',
  dataFolder: '/home/ada/.config/Bearing',
} as const;

test.each([
  [{}, 'bearing report --org "Northfield Utilities" --format html -o northfield.html'],
  [
    { asOf: 'current' },
    'bearing report --org "Northfield Utilities" --format html --as-of current -o northfield.html',
  ],
  [
    { format: 'navigator', layer: 'gaps', leaveOutNotes: true },
    'bearing report --org "Northfield Utilities" --format navigator --layer gaps -o northfield.html',
  ],
  [{ layer: 'gaps' }, 'bearing report --org "Northfield Utilities" --format html -o northfield.html'],
  [{ csvRaw: true }, 'bearing report --org "Northfield Utilities" --format html -o northfield.html'],
  [
    { format: 'csv', csvRaw: true, dataFolder: '/srv/bearing' },
    'bearing report --org "Northfield Utilities" --format csv --csv-raw --data "/srv/bearing" -o northfield.html',
  ],
  [
    { organization: 'Müller & Söhne' },
    'bearing report --org "Müller & Söhne" --format html -o northfield.html',
  ],
  [{ organization: 'A"; $(rm)' }, `bearing report --org 'A"; $(rm)' --format html -o northfield.html`],
  [{ organization: "O'Neil $1" }, `bearing report --org 'O'\\''Neil $1' --format html -o northfield.html`],
  [
    { organization: "O'Neil $1", dataFolder: 'C:\\Users\\Ada\\AppData\\Roaming\\Bearing' },
    `bearing report --org 'O''Neil $1' --format html -o northfield.html`,
  ],
  [
    { dataFolder: 'D:\\Bearing data' },
    'bearing report --org "Northfield Utilities" --format html --data "D:\\Bearing data" -o northfield.html',
  ],
] as const)('the command for %j is %s', (changes, command) => {
  expect(reportCommand({ ...parts, ...changes })).toBe(command);
});
