import type { ArrangedReport } from '../arrange.ts';
import { moment } from '../figures.ts';
import { escapeHtml, foreign } from './escape.ts';
import { MarkdownRenderer } from './markdown.ts';
import { NONE, section, techniqueLink, type Section } from './parts.ts';

/** The organization's notes, oldest first; null when they are left out. */
export function htmlNotes(arranged: ArrangedReport): Section | null {
  const { notes } = arranged;
  if (notes === null) return null;
  const renderer = new MarkdownRenderer();
  const shown = notes.map((note) => {
    const target =
      note.targetType === 'technique' ? `${techniqueLink(note.targetKey, arranged.techniqueById)} ` : '';
    const { html, isLaidOut } = renderer.render(note.text);
    return `<h3>${target}${foreign(note.targetTitle)}</h3>
<p class="said">Note on ${note.targetType === 'organization' ? 'the organization' : `this ${note.targetType}`} by ${foreign(note.author)}, ${escapeHtml(moment(note.updatedAt))}${isLaidOut ? '' : ', shown as written'}</p>
${html}`;
  });
  return section('notes', 'Notes', shown.length > 0 ? shown.join('\n') : NONE);
}
