export interface Machine {
  /** As `process.platform` names it. */
  platform: string;
  env: Record<string, string | undefined>;
  home: string;
}

/** Where Bearing keeps its data when nobody says otherwise: the place that Electron gives an app of this name. */
export function defaultDataFolder({ platform, env, home }: Machine): string {
  if (platform === 'win32') return `${env.APPDATA || `${home}\\AppData\\Roaming`}\\Bearing`;
  if (platform === 'darwin') return `${home}/Library/Application Support/Bearing`;
  return `${env.XDG_CONFIG_HOME || `${home}/.config`}/Bearing`;
}

/** The data folder of a process: what its command line says, else BEARING_DATA, else the default. */
export function chooseDataFolder(given: string | undefined, machine: Machine): string {
  return given || machine.env.BEARING_DATA || defaultDataFolder(machine);
}
