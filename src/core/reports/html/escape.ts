import { HIDDEN_CLASS, visibleCharacter } from '../visible.ts';

const SPECIAL = new RegExp(`[&<>"'${HIDDEN_CLASS}]`, 'gu');

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute, hidden characters written out. */
export function escapeHtml(text: string): string {
  return text.replace(
    SPECIAL,
    (match: string, offset: number, whole: string) =>
      ENTITIES[match] ?? visibleCharacter(match, offset, whole),
  );
}

/** Text that was imported or typed in: escaped, and its direction kept from what stands beside it. */
export function foreign(text: string): string {
  return text === '' ? '' : `<bdi>${escapeHtml(text)}</bdi>`;
}

/** Our own sentence with its numbers between `**`. Never for text with anything imported in it. */
export function emphasized(sentence: string): string {
  return escapeHtml(sentence).replace(/\*\*(.+?)\*\*/g, '<b>$1</b>');
}

/** A URL as text that wraps; nothing where there is none. */
export function urlText(url: string | null): string {
  return url === null || url === '' ? '' : `<span class="url">${foreign(url)}</span>`;
}
