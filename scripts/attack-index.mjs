import fs from 'node:fs';

// Writes the ATT&CK index that ships: node scripts/attack-index.mjs FACTS.json data/attack/enterprise-19.json
// FACTS.json has a version's tactics, techniques, revoked and deprecated techniques; src/core/sources/attack-index.ts reads what comes out.

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error('usage: node scripts/attack-index.mjs FACTS.json INDEX.json');
  process.exit(2);
}
fs.writeFileSync(to, toIndex(JSON.parse(fs.readFileSync(from, 'utf8'))));

/** One line an entry. */
function toIndex({ domain, version, tactics, techniques, revoked, deprecated }) {
  const places = new Map(tactics.map(({ shortname }, i) => [shortname, i]));
  const platforms = [...new Set(techniques.flatMap((one) => one.platforms))].sort();
  const lists = {
    tactics: tactics.map(({ id, shortname, name }) => [id, shortname, name]),
    platforms,
    techniques: byId(techniques).map((one) => [
      one.id,
      one.name,
      one.tactics.map((tactic) => place(places, tactic)).sort((a, b) => a - b),
      one.platforms.map((platform) => platforms.indexOf(platform)).sort((a, b) => a - b),
    ]),
    revoked: byId(revoked).map(({ id, name, successor }) => [
      id,
      name,
      successor === null ? [] : [successor],
    ]),
    deprecated: byId(deprecated).map(({ id, name }) => [id, name]),
  };
  const head = { format: 'bearing-attack-index-1', domain: domain.replace(/-attack$/, ''), version };
  const fields = [
    ...Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    ...Object.entries(lists).map(([name, rows]) => `  ${JSON.stringify(name)}: [\n${lines(rows)}\n  ]`),
  ];
  return `{\n${fields.join(',\n')}\n}\n`;
}

function lines(rows) {
  return rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
}

function byId(rows) {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function place(places, tactic) {
  const found = places.get(tactic);
  if (found === undefined) throw new Error(`${tactic} is no tactic of these facts.`);
  return found;
}
