const EDGE = 8;
const GAP = 4;

/** Puts a floating element under another one, above it where there is no room below, and always inside the window. */
export function placeBelow(floating: HTMLElement, anchor: Element): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const below = from.bottom + GAP;
  const top = below + height > innerHeight - EDGE ? Math.max(EDGE, from.top - height - GAP) : below;
  put(floating, Math.max(EDGE, Math.min(from.left, innerWidth - width - EDGE)), top);
}

/** Puts a floating element beside another one: to the right, or to the left where the right is full. */
export function placeBeside(floating: HTMLElement, anchor: Element, bottom = 34): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const right = from.right + EDGE;
  const left = right + width > innerWidth ? from.left - width - EDGE : right;
  put(
    floating,
    Math.max(EDGE, left),
    Math.max(EDGE, Math.min(from.top - EDGE, innerHeight - height - bottom)),
  );
}

function put(element: HTMLElement, left: number, top: number): void {
  element.style.left = `${Math.round(left)}px`;
  element.style.top = `${Math.round(top)}px`;
}
