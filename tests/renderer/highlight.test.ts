import { describe, expect, it } from 'vitest';
import {
  hitPatterns,
  lineOf,
  splitHits,
  splitSnippet,
} from '../../src/renderer/features/search/highlight.ts';

/** `Port [scan]ner`: hits in brackets. */
function show(text: string, query: string): string {
  return join(splitHits(text, hitPatterns(query)));
}

function join(parts: { text: string; isHit: boolean }[]): string {
  return parts.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');
}

describe('the hits of a search in a text', () => {
  it.each([
    ['Port Scanner', 'scan', 'Port [Scan]ner'],
    ['Port Scanner', 'can', 'Port Scanner'],
    ['Linux Network Service Scanning', 'network scan', 'Linux [Network] Service [Scan]ning'],
    ['OfflineScannerShell.exe', 'scan', 'Offline[Scan]nerShell.exe'],
    ['T1046 and T1046.001', 't1046', '[T1046] and [T1046].001'],
    ['proc_creation_win_susp_nmap.yml', 'susp_nmap', 'proc_creation_win_[susp_nmap].yml'],
    ['a port scan, the scan port', '"port scan"', 'a [port scan], the scan port'],
    ['scan scan', '"scan', '[scan] [scan]'],
    ['Déjà vu', 'deja', '[Déjà] vu'],
    ['İstanbul Zürich', 'zurich', 'İstanbul [Zürich]'],
    ['network', 'net network', '[network]'],
    ['a.*b (c)', '.* ( ) [', 'a.*b (c)'],
    ['😀 nmap 😀', 'nmap', '😀 [nmap] 😀'],
    ['text', '', 'text'],
    ['', 'text', ''],
  ])('%j, %j', (text, query, expected) => {
    expect(show(text, query)).toBe(expected);
  });

  it('stay text, whatever it is', () => {
    const text = '<img src=x onerror=alert(1)> scan';
    const parts = splitHits(text, hitPatterns('img scan'));
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it('are found in long texts of long searches', () => {
    const query = 'a'.repeat(10_000);
    expect(show('a'.repeat(50_000), query)).toBe(`[${query}]${'a'.repeat(40_000)}`);
  });
});

describe('a snippet', () => {
  it('is split at its marks', () => {
    expect(join(splitSnippet('…the \u0002scan\u0003 of \u0002ports\u0003'))).toBe('…the [scan] of [ports]');
    expect(join(splitSnippet('no hit'))).toBe('no hit');
  });

  it('in one line has its first hit near its beginning, and no Markdown', () => {
    const text = `…they may [gather](https://x.test/a_b) this **information** in various ways such as \u0002scan\u0003ning.(Citation: X)`;
    expect(join(lineOf(text))).toBe('…in various ways such as [scan]ning.');
  });
});
