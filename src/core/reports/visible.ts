/**
 * Characters that a reader cannot see or that turn the order of what he sees: controls, bidi controls, zero-width and
 * filler characters, halves of surrogate pairs, U+2028 and U+2029. `\p{DI}` is Default_Ignorable_Code_Point.
 * As the source of a character class, so that a format can take them in the same pass as its own characters.
 */
export const HIDDEN_CLASS = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{DI}\\uFFFE\\uFFFF';

const HIDDEN = new RegExp(`[${HIDDEN_CLASS}]`, 'gu');

/** The text with every hidden character written out, `[U+202E]`. Line breaks and tabs stay. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, visibleCharacter);
}

/** What to show for one match of HIDDEN_CLASS at `offset` of `whole`. */
export function visibleCharacter(character: string, offset: number, whole: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09 || code === 0x0a || code === 0x0d) return character;
  // Variation selectors choose the look of the character before them (emoji) and hide nothing.
  if (code >= 0xfe00 && code <= 0xfe0f) return character;
  // Joiners belong to emoji and to scripts that join; beside ASCII they only make look-alikes.
  if (code === 0x200c || code === 0x200d) {
    if (whole.charCodeAt(offset - 1) > 0x7f && whole.charCodeAt(offset + 1) > 0x7f) return character;
  }
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** The text on one line, with every hidden character written out: for places that end where the line does. */
export function visibleLine(text: string): string {
  return visibleText(text)
    .replace(/[\t\r\n ]+/g, ' ')
    .trim();
}
