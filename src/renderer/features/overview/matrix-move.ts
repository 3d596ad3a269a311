/** Where a key leads from a cell. Cells are those on the page, stack by stack, in reading order. */
export type Move = 'up' | 'down' | 'left' | 'right' | 'first' | 'last' | 'start' | 'end';

export interface Spot {
  stack: number;
  /** Middle of the cell, in pixels from the top. */
  middle: number;
}

/** Index of the cell to go to. At an edge the cursor stays, or goes on in the next stack. */
export function moveCursor(spots: readonly Spot[], from: number, move: Move): number {
  const at = spots[from];
  if (!at) return spots.length > 0 ? 0 : -1;
  switch (move) {
    case 'up':
      return Math.max(0, from - 1);
    case 'down':
      return Math.min(spots.length - 1, from + 1);
    case 'start':
      return 0;
    case 'end':
      return spots.length - 1;
    case 'first':
      return spots.findIndex(({ stack }) => stack === at.stack);
    case 'last':
      return spots.findLastIndex(({ stack }) => stack === at.stack);
    case 'left':
    case 'right':
      return nearest(spots, at, at.stack + (move === 'left' ? -1 : 1)) ?? from;
  }
}

function nearest(spots: readonly Spot[], at: Spot, stack: number): number | undefined {
  let best: number | undefined;
  for (const [index, spot] of spots.entries()) {
    if (spot.stack !== stack) continue;
    if (best === undefined || Math.abs(spot.middle - at.middle) < Math.abs(spots[best]!.middle - at.middle))
      best = index;
  }
  return best;
}

const MOVES: Record<string, Move> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  'Ctrl+Home': 'start',
  'Ctrl+End': 'end',
};

export function moveOfKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>,
): Move | undefined {
  if (event.altKey || event.shiftKey || event.metaKey) return undefined;
  return MOVES[(event.ctrlKey ? 'Ctrl+' : '') + event.key];
}
