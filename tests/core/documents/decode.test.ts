import { describe, expect, test } from 'vitest';
import { decodeDocument, MAX_DOCUMENT_BYTES } from '../../../src/core/documents/decode.ts';

function bytes(...parts: (string | number[])[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)),
  );
}

function decode(input: Uint8Array): { text: string | null; told: string[] } {
  const { text, problems } = decodeDocument(input, 'in/T1046.md');
  expect(problems.every(({ file, message }) => file === 'in/T1046.md' && message !== '')).toBe(true);
  return { text, told: problems.map(({ code, line }) => `${code}:${line ?? '-'}`) };
}

describe('a document that is text', () => {
  test('is taken as it stands', () => {
    expect(decode(bytes('# Ä\n“x”\r \n'))).toEqual({ text: '# Ä\n“x”\r \n', told: [] });
    expect(decode(bytes(''))).toEqual({ text: '', told: [] });
  });

  test('loses a byte order mark, and says so', () => {
    expect(decode(bytes([0xef, 0xbb, 0xbf], 'a\n'))).toEqual({ text: 'a\n', told: ['byte-order-mark:1'] });
  });

  test('keeps a zero-width blank that is no byte order mark', () => {
    expect(decode(bytes('a\ufeff'))).toEqual({ text: 'a\ufeff', told: [] });
  });

  test('gets plain line ends, and says where the first others are', () => {
    expect(decode(bytes('a\nb\r\nc\r\n'))).toEqual({ text: 'a\nb\nc\n', told: ['crlf-line-ends:2'] });
  });
});

describe('a document that is refused', () => {
  test.each([
    ['a byte that starts nothing', bytes('a\nb', [0xff], 'c\n'), 2],
    ['a character cut by a line end', bytes('a\n\nb', [0xe2, 0x82], '\nc'), 3],
    ['a character cut by the end', bytes('a\nb', [0xe2, 0x82]), 2],
    ['an overlong form', bytes('a', [0xc0, 0xaf]), 1],
    ['a surrogate', bytes('\n\n', [0xed, 0xa0, 0x80]), 3],
    ['bad bytes behind a byte order mark', bytes([0xef, 0xbb, 0xbf], '\n', [0xff]), 2],
  ])('%s', (_, input, line) => {
    const { text, told } = decode(input);
    expect(text).toBeNull();
    expect(told.at(-1)).toBe(`invalid-utf8:${line}`);
  });

  test('UTF-16', () => {
    expect(decode(bytes([0xff, 0xfe, 0x23, 0]))).toEqual({ text: null, told: ['invalid-utf8:1'] });
  });

  test('a NUL byte', () => {
    expect(decode(bytes('a\nb', [0]))).toEqual({ text: null, told: ['nul-byte:2'] });
  });

  test('more than the limit, at once', () => {
    const full = new Uint8Array(MAX_DOCUMENT_BYTES).fill(0x61);
    expect(decode(full).told).toEqual([]);
    expect(decode(new Uint8Array(MAX_DOCUMENT_BYTES + 1))).toEqual({
      text: null,
      told: ['file-too-large:-'],
    });
    expect(decode(new Uint8Array(60_000_000))).toEqual({ text: null, told: ['file-too-large:-'] });
  });
});
