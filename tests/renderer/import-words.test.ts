import { expect, test } from 'vitest';
import { nameItems } from '../../src/renderer/state/import-words.ts';

test.each([
  [[{ path: '/media/usb/docs/' }], 'docs'],
  [[{ path: 'C:\\docs\\T1046.md' }], 'T1046.md'],
  [[{ path: '/data/uploads/1', name: 'docs/a.md', root: 'upload:docs' }], 'docs'],
  [[{ path: '/a/T1.md' }, { path: '/a/T2.md' }], '2 files'],
])('%j is named %s', (items, name) => expect(nameItems(items)).toBe(name));
