/**
 * What `dettect.py generic --health` of DeTT&CT would complain of in a technique administration of version 1.2, one line
 * each (rabobank-cdc/DeTTECT, health.py), and what this writer promises besides: sorted ids, one object of each kind.
 * `value` is the file as a YAML 1.1 reader sees it, with dates as Date.
 */
export function checkAdministration(value: unknown): string[] {
  const found: string[] = [];
  const file = fields(value);
  const head = { version: 1.2, file_type: 'technique-administration', domain: 'enterprise-attack' };
  for (const [key, wanted] of Object.entries(head))
    if (file[key] !== wanted) found.push(`${key}: ${String(file[key])}`);
  if (typeof file['name'] !== 'string') found.push('name');
  if (JSON.stringify(file['platform']) !== '["all"]') found.push('platform');
  const ids = list(file['techniques']).map((item) => checkTechnique(fields(item), found));
  if (JSON.stringify(ids) !== JSON.stringify([...new Set(ids)].sort()))
    found.push('ids: twice, or not sorted');
  return found;
}

function checkTechnique(technique: Fields, found: string[]): string {
  const id = String(technique['technique_id']);
  if (!/^T\d{4}(\.\d{3})?$/.test(id)) found.push(`${id}: no technique id`);
  if (typeof technique['technique_name'] !== 'string') found.push(`${id}: technique_name`);
  checkScored(id, technique['detection'], 'detection', [-1, 5], found);
  checkScored(id, technique['visibility'], 'visibility', [0, 4], found);
  return id;
}

function checkScored(
  id: string,
  value: unknown,
  kind: 'detection' | 'visibility',
  [least, most]: [number, number],
  found: string[],
): void {
  const complain = (what: string): void => void found.push(`${id}: ${kind}: ${what}`);
  if (list(value).length !== 1) complain('is not one');
  const scored = fields(list(value)[0]);
  if (JSON.stringify(scored['applicable_to']) !== '["all"]') complain('applicable_to');
  if (typeof scored['comment'] !== 'string') complain('comment');
  if (
    kind === 'detection' &&
    !(
      Array.isArray(scored['location']) &&
      scored['location'].every((one) => typeof one === 'string' && one !== '')
    )
  )
    complain('location');
  if (list(scored['score_logbook']).length !== 1) complain('score_logbook');
  const { date, score, comment, auto_generated: isGenerated } = fields(list(scored['score_logbook'])[0]);
  if (typeof comment !== 'string') complain('comment of the score');
  if (typeof score !== 'number' || !Number.isInteger(score) || score < least || score > most)
    complain('score');
  if (date === null ? score !== least : !(date instanceof Date) || Number.isNaN(date.getTime()))
    complain('date');
  if (isGenerated !== undefined && typeof isGenerated !== 'boolean') complain('auto_generated');
}

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
