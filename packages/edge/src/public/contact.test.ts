import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contactHtml, contactParts } from './contact.ts';

const hrefs = (contact: string): (string | null)[] => contactParts(contact).map(({ href }) => href);

test('an e-mail address, a telephone number and an https address are links', () => {
  assert.deepEqual(hrefs('office@ithaca.example; +30 (0)26740 12345\nhttps://ithaca.example/cameras?a=1'), [
    'mailto:office@ithaca.example',
    'tel:+302674012345',
    'https://ithaca.example/cameras?a=1',
  ]);
  assert.deepEqual(hrefs('mailto:a.b+c@x.example'), ['mailto:a.b+c@x.example']);
  assert.deepEqual(contactParts('tel:030 123456'), [{ text: '030 123456', href: 'tel:030123456' }]);
  assert.match(contactHtml('a@x.example').toString(), /^<a href="mailto:a@x.example" rel="noreferrer">a@x/);
});

test('anything else is text', () => {
  for (const text of [
    'Office, second floor',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)@x.example',
    'data:text/html;base64,AAAA',
    'http://ithaca.example',
    'https://user:secret@ithaca.example',
    'https://localhost',
    'https://ithaca.example/ onclick=x',
    'https:ithaca',
    'mailto:a@x.example?body=x',
    'a@x.example?cc=b@x.example',
    '12',
    '+',
    '1234567890123456789',
    '//ithaca.example',
  ])
    assert.deepEqual(
      hrefs(text).filter((href) => href !== null),
      [],
      text,
    );
});

test('a link reads as where it leads, also with letters of other alphabets', () => {
  const [part] = contactParts('https://ithaca.example/a/../b');
  assert.deepEqual(part, { text: 'https://ithaca.example/b', href: 'https://ithaca.example/b' });
  assert.deepEqual(hrefs('https://іthaca.example'), [null]);
});

test('property: a link is mail, telephone or https, and its text stands in it', () => {
  const piece = fc.constantFrom('javascript:', 'https://', 'a@b.example', '+49 30 1', '"', '<', '\0', 'x.de');
  const contact = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 6 });
  fc.assert(
    fc.property(contact, (pieces) => {
      for (const { href } of contactParts(pieces.join(''))) {
        if (href === null) continue;
        assert.match(href, /^(mailto:[^?&\s"<>]+|tel:\+?\d{6,15}|https:\/\/[^\s"<>]+)$/);
        if (href.startsWith('https:')) assert.equal(new URL(href).username, '');
      }
    }),
    { numRuns: 500 },
  );
});
