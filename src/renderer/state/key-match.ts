/** What is read of a KeyboardEvent. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  target: EventTarget | null;
}

const CAPS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
};

/** `Ctrl+Shift+K` → its caps as shown: `['Ctrl', 'Shift', 'K']`. `G O` → `['G', 'O']`. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(/[ ]|(?<=\w)\+/)
    .filter((cap) => cap !== '')
    .map((cap) => CAPS[cap] ?? cap);
}

/** Whether a press is the key that `spec` names: `Ctrl+K`, `Shift+ArrowDown`, `J`, `?`, `Space`. */
export function isPress(spec: string, press: KeyPress): boolean {
  const parts = spec.split('+');
  const key = parts.pop() ?? '';
  if (keyName(press) !== key) return false;
  const isControl = (press.ctrlKey || press.metaKey) && !isAltGraph(press);
  const isAlt = press.altKey && !isAltGraph(press);
  if (isControl !== parts.includes('Ctrl') || isAlt !== parts.includes('Alt')) return false;
  // `?` needs Shift on one keyboard and none on another.
  return isSign(key) || press.shiftKey === parts.includes('Shift');
}

/** A key that types something when pressed alone. */
export function isSingle(spec: string): boolean {
  return spec.split(' ').some((part) => part.length === 1);
}

/** Whether the focus is where text is typed. */
export function isInField(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLInputElement> | null;
  if (!element || typeof element.tagName !== 'string') return false;
  if (element.isContentEditable) return true;
  const tag = element.tagName.toLowerCase();
  if (tag === 'textarea' || tag === 'select') return true;
  return (
    tag === 'input' && !/^(?:checkbox|radio|button|submit|reset|file|range)$/.test(element.type ?? 'text')
  );
}

/** Letters upper case, `Space` by name; on a keyboard with other letters the place of the key counts. */
function keyName(press: KeyPress): string {
  if (press.key === ' ') return 'Space';
  if (press.key.length > 1) return press.key;
  if (press.altKey || press.key > '\u007f') {
    const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code);
    if (place) return place[1] ?? place[2] ?? '';
  }
  return press.key.toUpperCase();
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[A-Z]/.test(key);
}

function isAltGraph(press: KeyPress): boolean {
  return (
    (press as Partial<KeyboardEvent>).getModifierState?.('AltGraph') === true && press.ctrlKey && press.altKey
  );
}
