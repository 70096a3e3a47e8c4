import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeText, Html, html, visible } from './html.ts';

test('every value of a template is escaped, and pieces of HTML are not escaped again', () => {
  const bold = html`<b title="${'"><i>'}">${"<script>alert('&')</script>"}</b>`;
  assert.equal(
    html`<p>${bold}${[1, 'a<', null, false]}</p>`.toString(),
    '<p><b title="&quot;&gt;&lt;i&gt;">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</b>1a&lt;</p>',
  );
});

test('property: whatever the text, it can neither end its place nor begin something', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const escaped = escapeText(text);
      assert.doesNotMatch(escaped, /[<>"']/);
      assert.doesNotMatch(escaped, /&(?!amp;|lt;|gt;|quot;|#39;)/);
      assert.ok(escaped.isWellFormed());
      assert.equal(html`${text}`.toString(), escaped);
    }),
  );
});

test('what is not seen but rearranges a line becomes a space', () => {
  assert.equal(
    visible('a\u202eb\u2066c\0d\ne\u2028f\ufffeg\ud800h'),
    'a b c d e f g h'.replace('g h', 'g h'),
  );
  assert.equal(visible('é ß 中文 Ελλάδα'), 'é ß 中文 Ελλάδα');
});

test('HTML is made by the tag alone', () => {
  // @ts-expect-error Its constructor is private.
  const make = (): Html => new Html('<script>');
  assert.equal(html`${make.name}`.toString(), 'make');
});
