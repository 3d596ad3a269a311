const ELLIPSIS = '…';

/** Width of a word, a sign or a space in pixels. */
export type Measure = (piece: string) => number;

interface Line {
  text: string;
  width: number;
}

/**
 * Cuts a name to a cell: as many lines as fit, the last one shorter by `reserve` (a count stands there) and ended with
 * `…` where something is cut. Lines break at spaces, after hyphens and after slashes. Only words and signs are
 * measured, which recur, so that hundreds of names cost little.
 */
export function fitName(
  name: string,
  width: number,
  lines: number,
  reserve: number,
  measure: Measure,
): Line[] {
  const pieces = name.match(/[^\s\-/]+[-/]?|[-/]|\s+/g) ?? [];
  const out: Line[] = [];
  let line: Line = { text: '', width: 0 };
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    const isSpace = piece.trim() === '';
    const isLast = out.length === lines - 1;
    const room = isLast ? width - reserve : width;
    const next = { text: line.text + piece, width: line.width + measure(piece) };
    if (isSpace || next.width <= room) {
      if (!isSpace || line.text !== '') line = next;
    } else if (isLast) {
      return [...out, cut(line.text + pieces.slice(index).join(''), room, measure)];
    } else if (line.text === '') {
      out.push(cut(piece, room, measure));
    } else {
      out.push(trim(line, measure));
      line = { text: '', width: 0 };
      index--;
    }
  }
  return line.text === '' ? out : [...out, trim(line, measure)];
}

/** The longest beginning of a text that fits together with `…`, or all of it where that fits. */
function cut(text: string, room: number, measure: Measure): Line {
  const most = room - measure(ELLIPSIS);
  let width = 0;
  let end = 0;
  for (const sign of text) {
    const next = width + measure(sign);
    if (next > most && end > 0) break;
    width = next;
    end += sign.length;
  }
  if (end === text.length) return { text, width };
  return { text: text.slice(0, end).trimEnd() + ELLIPSIS, width: width + measure(ELLIPSIS) };
}

function trim({ text, width }: Line, measure: Measure): Line {
  const trimmed = text.trimEnd();
  return trimmed === text
    ? { text, width }
    : { text: trimmed, width: width - measure(text.slice(trimmed.length)) };
}

/** Measures with a canvas, so that no name is laid out only to be cut. `font` and `spacing` as in CSS. */
export function canvasMeasure(font: string, spacing: string): Measure {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = font;
  context.letterSpacing = spacing;
  const known = new Map<string, number>();
  return (piece) => {
    let width = known.get(piece);
    if (width === undefined) {
      width = context.measureText(piece).width;
      known.set(piece, width);
    }
    return width;
  };
}
