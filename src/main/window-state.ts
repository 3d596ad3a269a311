import { screen, type BrowserWindow, type Rectangle } from 'electron';
import fs from 'node:fs';
import path from 'node:path';

export interface WindowState {
  bounds: Partial<Rectangle> & { width: number; height: number };
  isMaximized: boolean;
}

const FIRST: WindowState = { bounds: { width: 1440, height: 900 }, isMaximized: false };

/** Where the window was when it closed, if that place is still on a screen. */
export function readWindowState(folder: string): WindowState {
  try {
    const state = JSON.parse(fs.readFileSync(fileIn(folder), 'utf8')) as WindowState;
    return isOnScreen(state.bounds as Rectangle) ? state : FIRST;
  } catch {
    return FIRST; // The first start, or a file that is no window state.
  }
}

/** Keeps the window's place. A place that cannot be kept is no reason to keep the window open. */
export function saveWindowState(folder: string, window: BrowserWindow): void {
  const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    fs.writeFileSync(fileIn(folder), JSON.stringify(state));
  } catch {
    // The next window opens in the middle of the screen.
  }
}

function fileIn(folder: string): string {
  return path.join(folder, 'window.json');
}

function isOnScreen(bounds: Rectangle): boolean {
  if (![bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger)) return false;
  const { workArea } = screen.getDisplayMatching(bounds);
  const isAcross = bounds.x < workArea.x + workArea.width && bounds.x + bounds.width > workArea.x;
  return isAcross && bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height;
}
