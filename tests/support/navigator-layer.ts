/** The fields of version 4.5 of the Navigator's layer format (mitre-attack/attack-navigator, layers/spec/v4.5/layerformat.md), with their types. */
const LAYER = {
  name: 'string',
  versions: 'object',
  domain: 'string',
  description: 'string',
  customDataURL: 'string',
  filters: 'object',
  sorting: 'number',
  layout: 'object',
  hideDisabled: 'boolean',
  techniques: 'array',
  gradient: 'object',
  legendItems: 'array',
  showTacticRowBackground: 'boolean',
  tacticRowBackground: 'string',
  selectTechniquesAcrossTactics: 'boolean',
  selectSubtechniquesWithParent: 'boolean',
  selectVisibleTechniques: 'boolean',
  metadata: 'array',
  links: 'array',
};
const TECHNIQUE = {
  techniqueID: 'string',
  tactic: 'string',
  comment: 'string',
  enabled: 'boolean',
  score: 'number',
  color: 'string',
  metadata: 'array',
  links: 'array',
  showSubtechniques: 'boolean',
};
const GRADIENT = { colors: 'array', minValue: 'number', maxValue: 'number' };

const COLOR = /^#[0-9a-f]{6}$/i;

type Fields = Record<string, unknown>;

/**
 * What the Navigator would complain of, drop or pass over in a layer, one line each. Stricter than the format where its
 * reader is silent: empty metadata, empty tactics, an id twice, a missing version of ATT&CK's major number.
 */
export function checkLayer(value: unknown): string[] {
  const found: string[] = [];
  const layer = fields(value);
  checkFields('layer', layer, LAYER, ['name', 'versions', 'domain'], found);
  if (layer['name'] === '') found.push('layer: no name');
  if (!['enterprise-attack', 'mobile-attack', 'ics-attack'].includes(String(layer['domain'])))
    found.push(`layer: domain ${String(layer['domain'])}`);
  checkVersions(fields(layer['versions']), found);
  checkMetadata('layer', layer['metadata'], found);
  checkGradient(fields(layer['gradient']), found);
  for (const item of list(layer['legendItems'])) {
    const { label, color } = fields(item);
    if (typeof label !== 'string' || label === '' || !COLOR.test(String(color)))
      found.push(`legend: ${JSON.stringify(item)}`);
  }
  const ids = list(layer['techniques']).map((technique) => checkTechnique(fields(technique), found));
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    found.push(`${id}: more than once`);
  return found;
}

function checkTechnique(technique: Fields, found: string[]): string {
  const id = String(technique['techniqueID']);
  checkFields(id, technique, TECHNIQUE, ['techniqueID'], found);
  if (!/^T\d{4}(\.\d{3})?$/.test(id)) found.push(`${id}: no technique id`);
  if (technique['tactic'] === '') found.push(`${id}: an empty tactic`);
  if ('color' in technique && !COLOR.test(String(technique['color']))) found.push(`${id}: color`);
  if ('score' in technique && !Number.isFinite(technique['score'])) found.push(`${id}: score`);
  if (technique['showSubtechniques'] === true && id.includes('.')) found.push(`${id}: has no sub-techniques`);
  checkMetadata(id, technique['metadata'], found);
  return id;
}

function checkVersions({ layer, navigator, attack, ...rest }: Fields, found: string[]): void {
  if (layer !== '4.5') found.push(`versions: layer ${String(layer)}`);
  const [major = 0, minor = 0] = String(navigator).split('.').map(Number);
  if (typeof navigator !== 'string' || !(major > 4 || (major === 4 && minor >= 9)))
    found.push(`versions: navigator ${String(navigator)}`);
  if (attack !== undefined && (typeof attack !== 'string' || !/^\d+$/.test(attack)))
    found.push(`versions: attack ${JSON.stringify(attack)}`);
  if (Object.keys(rest).length > 0) found.push(`versions: ${Object.keys(rest).join(', ')}`);
}

function checkGradient(gradient: Fields, found: string[]): void {
  checkFields('gradient', gradient, GRADIENT, Object.keys(GRADIENT), found);
  const { colors, minValue, maxValue } = gradient;
  if (list(colors).length < 2 || !list(colors).every((color) => COLOR.test(String(color))))
    found.push('gradient: colors');
  if (!(Number(maxValue) > Number(minValue))) found.push('gradient: maxValue is not above minValue');
}

function checkMetadata(where: string, metadata: unknown, found: string[]): void {
  for (const entry of list(metadata)) {
    const { name, value, divider } = fields(entry);
    if (divider === true) continue;
    for (const text of [name, value])
      if (typeof text !== 'string' || text.trim() === '')
        found.push(`${where}: metadata ${JSON.stringify(entry)}`);
  }
}

function checkFields(
  where: string,
  value: Fields,
  types: Record<string, string>,
  required: string[],
  found: string[],
): void {
  for (const name of required) if (!(name in value)) found.push(`${where}: no ${name}`);
  for (const [name, field] of Object.entries(value)) {
    const type = Array.isArray(field) ? 'array' : field === null ? 'null' : typeof field;
    if (types[name] !== type) found.push(`${where}: ${name} is ${type}, not ${types[name] ?? 'known'}`);
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
