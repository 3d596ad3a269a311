/** Words inside words, so that `scanner` finds `OfflineScannerShell` and `10` finds `MS17-10`: only those that are not words already. */
export function splitWords(text: string): string {
  const inner = text.match(/[\p{L}\p{N}]+/gu)?.flatMap((word) => {
    const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? [];
    return parts.length > 1 ? parts : [];
  });
  return [...new Set(inner)].join(' ');
}
