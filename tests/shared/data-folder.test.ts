import { describe, expect, test } from 'vitest';
import { chooseDataFolder, defaultDataFolder } from '../../src/shared/data-folder.ts';

describe('the data folder', () => {
  test.each([
    ['linux', {}, '/home/anna', '/home/anna/.config/Bearing'],
    ['linux', { XDG_CONFIG_HOME: '/conf' }, '/home/anna', '/conf/Bearing'],
    ['darwin', {}, '/Users/anna', '/Users/anna/Library/Application Support/Bearing'],
    [
      'win32',
      { APPDATA: 'C:\\Users\\anna\\AppData\\Roaming' },
      'C:\\Users\\anna',
      'C:\\Users\\anna\\AppData\\Roaming\\Bearing',
    ],
    ['win32', {}, 'C:\\Users\\anna', 'C:\\Users\\anna\\AppData\\Roaming\\Bearing'],
  ])('on %s with %j is where Electron keeps it', (platform, env, home, folder) => {
    expect(defaultDataFolder({ platform, env, home })).toBe(folder);
  });

  test('is what is given, else BEARING_DATA, else the default', () => {
    const machine = { platform: 'linux', env: { BEARING_DATA: '/stick' }, home: '/home/anna' };
    expect(chooseDataFolder('/given', machine)).toBe('/given');
    expect(chooseDataFolder(undefined, machine)).toBe('/stick');
    expect(chooseDataFolder(undefined, { ...machine, env: {} })).toBe('/home/anna/.config/Bearing');
  });
});
