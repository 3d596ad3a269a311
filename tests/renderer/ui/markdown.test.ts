import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/renderer/ui/markdown.ts';

const note = createRenderer(false);
const description = createRenderer(true);

describe('a link', () => {
  it('is text to copy, and leads nowhere', () => {
    const html = note.render('See [the page](https://attack.mitre.org/techniques/T1046 "T").');
    expect(html).not.toMatch(/<a\b|href/);
    expect(html).toContain('data-url="https://attack.mitre.org/techniques/T1046"');
    expect(html).toContain('role="button" tabindex="0"');
    expect(html).toContain('>the page</span>');
  });

  it('keeps quotes and tags in its address as text', () => {
    const html = note.render('[x](<https://a.example/"><img src=x>>)');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/data-url="[^"]*"[^ >]/);
  });

  it('cannot run anything', () => {
    expect(note.render('[x](javascript:alert(1))')).not.toContain('data-url="javascript');
  });
});

describe('tags', () => {
  it('in a note are text', () => {
    expect(note.render('<b>x</b> <img src=x onerror=alert(1)>')).toBe(
      '<p>&lt;b&gt;x&lt;/b&gt; &lt;img src=x onerror=alert(1)&gt;</p>\n',
    );
  });

  it('in a description count when they are bare and known', () => {
    expect(description.renderInline('Run <code>nmap</code><br/>now')).toBe('Run <code>nmap</code><br/>now');
    expect(description.render('<blockquote>One.\n\nTwo.</blockquote>')).toContain('<blockquote>');
  });

  it.each([
    '<script>x</script>',
    '<code onclick=x>',
    '<iframe src=x>',
    '<style>*{}</style>',
    '<svg onload=x>',
    '<!-- x -->',
  ])('%s in a description is text', (text) => {
    for (const html of [description.render(text), description.renderInline(`a ${text}`)]) {
      expect(html).not.toMatch(/<(?:script|iframe|style|svg|!--|code on)/);
    }
  });

  it('of an image are its words', () => {
    expect(note.render('![a <b> picture](https://a.example/x.png)')).not.toMatch(/<img|<b>/);
  });
});

it('puts headings below those of the screen', () => {
  expect(note.render('# One\n\n###### Six')).toBe('<h3>One</h3>\n<h6>Six</h6>\n');
});
