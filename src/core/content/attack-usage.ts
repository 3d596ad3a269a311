import path from 'node:path';
import { LEDGER_FILE } from '../db/data-folder.ts';
import { openForReading } from '../db/open.ts';
import type { OrganizationMoves, TechniqueMove } from '../../shared/model/attack.ts';
import { all, column, sql, type ReadableDB } from '../db/sql.ts';

/** What people of one organization have said, as far as techniques are concerned. */
export interface OrganizationUse {
  id: string;
  name: string;
  /** Keys of marked resources, under whichever name they were marked. */
  marked: string[];
  /** Ids of techniques that notes stand on, one for each note. */
  noted: string[];
}

/** Of every organization of a data folder that is not archived, by name. */
export function readUses(folder: string): OrganizationUse[] {
  const ledger = openForReading(path.join(folder, LEDGER_FILE));
  try {
    return listOrganizationUse(ledger);
  } finally {
    ledger.close();
  }
}

function listOrganizationUse(ledger: ReadableDB): OrganizationUse[] {
  const organizations = all<{ id: string; name: string }>(
    ledger,
    sql`SELECT id, name FROM organizations WHERE archived_at IS NULL ORDER BY name, id`,
  );
  return organizations.map(({ id, name }) => ({
    id,
    name,
    marked: column<string>(
      ledger,
      sql`SELECT resource_key FROM marks WHERE organization_id = ${id} AND mark IS NOT NULL`,
    ),
    noted: column<string>(
      ledger,
      sql`SELECT target_key FROM notes WHERE organization_id = ${id} AND target_type = 'technique'`,
    ),
  }));
}

/** What the moves mean for each organization. The catalog must still have the version before. */
export function usageOf(
  db: ReadableDB,
  uses: readonly OrganizationUse[],
  moves: readonly TechniqueMove[],
): OrganizationMoves[] {
  const moved = new Map(moves.map((move) => [move.id, move]));
  return uses.map(({ id, name, marked, noted }) => {
    const marks = countTechniques(marked.map((key) => techniquesOfKey(db, key)));
    const notes = countTechniques(noted.map((technique) => placesOfTechnique(db, technique)));
    const used = new Set([...marks.keys(), ...notes.keys()]);
    const touched = [...used].filter((technique) => moved.has(technique)).sort();
    return {
      id,
      name,
      unchanged: used.size - touched.length,
      moves: touched.flatMap((technique) => {
        const move = moved.get(technique);
        return move ? [{ ...move, marks: marks.get(technique) ?? 0, notes: notes.get(technique) ?? 0 }] : [];
      }),
    };
  });
}

function techniquesOfKey(db: ReadableDB, key: string): string[] {
  return column<string>(
    db,
    sql`SELECT technique_id FROM current_listings
        WHERE resource_id = COALESCE((SELECT id FROM resources WHERE key = ${key}), (SELECT resource_id FROM aliases WHERE alias = ${key}))`,
  );
}

function placesOfTechnique(db: ReadableDB, techniqueId: string): string[] {
  const places = column<string>(
    db,
    sql`SELECT technique_id FROM technique_places WHERE listed_id = ${techniqueId}`,
  );
  return places.length > 0 ? places : [techniqueId];
}

function countTechniques(lists: readonly string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of lists.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
