import type { Scan } from '../scan.ts';
import { openPack, type OpenPack, type PackTrust } from './open-pack.ts';
import { refusal } from './refuse.ts';

/** The pack among what was chosen, checked; null when there is none. Throws pack-with-others and what openPack throws. */
export function openFoundPack(found: Scan, trust: PackTrust): OpenPack | null {
  const [pack, ...others] = found.packs;
  if (!pack) return null;
  // Which of them says what a source holds would be guessing.
  if (others.length + found.files.length + found.snapshots.length + found.attack.length > 0)
    throw refusal(
      'pack-with-others',
      pack.file,
      'is a pack, and is imported by itself. Import it first, then the other things.',
    );
  return openPack(pack.path, pack.file, trust);
}
