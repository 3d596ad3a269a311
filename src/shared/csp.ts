// The content security policies of both hosts. Each is one header on every answer.

/**
 * The workbench's own page. Scripts, styles, pictures and fonts come from the page's own origin alone, and no text becomes markup
 * unless Svelte's templates or DOMPurify made it.
 */
export const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html dompurify',
].join('; ');

/** A made report, shown in a frame of the page: its own styles and pictures, no script, no origin of its own. */
export const REPORT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
