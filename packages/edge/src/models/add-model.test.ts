import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import {
  type Answer,
  type HttpsFiles,
  httpsFiles,
  sendAndBreak,
  sendFile,
} from '../../../../test/fixtures/https-files.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { type AddOptions, addModel } from './add-model.ts';

const bytes = randomBytes(300_000);

interface Shelf {
  readonly folder: string;
  readonly manifestPath: string;
  /** What lies in the folder, hidden files too. */
  files(): string[];
  add(source: string, change?: Partial<AddOptions>): ReturnType<typeof addModel>;
}

/** An empty folder for models, and a manifest of the bytes above. */
function shelf(context: TestContext, server?: HttpsFiles, sha256 = sha256Of(bytes)): Shelf {
  const here = temporaryFolder(context);
  const folder = join(here, 'data/models');
  const manifestPath = join(here, 'tiny.manifest.json');
  writeFileSync(manifestPath, JSON.stringify({ name: 'Tiny', sha256 }));
  return {
    folder,
    manifestPath,
    files: () => (existsSync(folder) ? readdirSync(folder).sort() : []),
    add: (source, change = {}) =>
      addModel({
        source,
        manifestPath,
        folder,
        check: async () => {},
        ...change,
        download: { authorities: server?.authority, quietMsMax: 5_000, ...change.download },
      }),
  };
}

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The refusal; whatever else happens fails the test. */
async function refusal(adding: Promise<unknown>): Promise<string> {
  try {
    await adding;
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    return `${error.code}: ${error.detail}`;
  }
  throw new assert.AssertionError({ message: 'It was added.' });
}

const whole: Answer = (request, response) => sendFile(request, response, bytes);
const added = ['tiny.manifest.json', 'tiny.onnx'];

test('a file is added with its manifest, is looked at before, and nobody else may read it', async (context) => {
  const { add, files, folder, manifestPath } = shelf(context);
  const source = join(temporaryFolder(context), 'other-name.onnx');
  writeFileSync(source, bytes, { mode: 0o444 });
  let looked = 0;
  const check: AddOptions['check'] = async (model) => {
    looked++;
    assert.deepEqual(readFileSync(model.modelPath), bytes);
    assert.equal(readFileSync(model.manifestPath, 'utf8'), readFileSync(manifestPath, 'utf8'));
    assert.equal(existsSync(join(folder, 'tiny.onnx')), looked > 1, 'it is looked at before it has its name');
  };
  const target = await add(source, { check });
  assert.deepEqual(files(), added);
  assert.deepEqual(readFileSync(target.modelPath), bytes);
  for (const path of [target.modelPath, target.manifestPath])
    assert.equal(statSync(path).mode & 0o777, 0o600);
  // Once more changes nothing, and looks again.
  await add(source, { check });
  assert.deepEqual([files(), looked], [added, 2]);
});

test('over HTTPS it is added with progress, also after a redirect', async (context) => {
  const server = await httpsFiles(context, (request, response) =>
    request.url === '/moved'
      ? response.writeHead(302, { location: '/tiny.onnx?token=1' }).end()
      : whole(request, response),
  );
  const { add, files } = shelf(context, server);
  const seen: (number | null)[] = [];
  await add(`${server.address}/moved`, {
    download: { onProgress: (count, total) => seen.push(count, total), authorities: server.authority },
  });
  assert.deepEqual(files(), added);
  assert.deepEqual(seen.slice(-2), [bytes.length, bytes.length]);
});

test('a connection that breaks is taken up where it broke, in one call and in the next', async (context) => {
  let count = 0;
  const server = await httpsFiles(context, (request, response) => {
    count++;
    if (count <= 2) sendAndBreak(request, response, bytes, 100_000);
    else if (count === 3) response.writeHead(503).end();
    else whole(request, response);
  });
  const { add, files } = shelf(context, server);
  assert.equal(await refusal(add(`${server.address}/tiny.onnx`)), 'download-failed: the server answers 503');
  const [part, ...more] = files();
  assert.match(part ?? '', /^\.tiny-[0-9a-f]{12}\.part$/);
  assert.deepEqual(more, []);
  await add(`${server.address}/tiny.onnx`);
  assert.deepEqual(server.ranges, [undefined, 'bytes=100000-', 'bytes=200000-', 'bytes=200000-']);
  assert.deepEqual(files(), added);
});

test('a server that knows no parts, or has no such part, gives the whole file', async (context) => {
  for (const status of [200, 416]) {
    let count = 0;
    const server = await httpsFiles(context, (request, response) => {
      count++;
      if (count === 1) return sendAndBreak(request, response, bytes, 50_000);
      if (status === 416 && request.headers.range !== undefined) return response.writeHead(416).end();
      return response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    });
    const { add, files } = shelf(context, server);
    await add(`${server.address}/tiny.onnx`);
    assert.deepEqual(files(), added, `${status}`);
  }
});

test('another part than was asked for is refused and forgotten', async (context) => {
  let count = 0;
  const server = await httpsFiles(context, (request, response) => {
    if (++count === 1) return sendAndBreak(request, response, bytes, 50_000);
    return response
      .writeHead(206, { 'content-range': `bytes 0-9/${bytes.length}`, 'content-length': 10 })
      .end(bytes.subarray(0, 10));
  });
  const { add, files } = shelf(context, server);
  const text = await refusal(add(`${server.address}/tiny.onnx`));
  assert.equal(text, 'download-failed: the server sent another part than was asked for');
  assert.deepEqual(files(), []);
});

test('another sha256 is refused and nothing is left, from a file and from an address', async (context) => {
  const server = await httpsFiles(context, whole);
  const { add, files } = shelf(context, server, 'a'.repeat(64));
  const source = join(temporaryFolder(context), 'tiny.onnx');
  writeFileSync(source, bytes);
  for (const from of [source, `${server.address}/tiny.onnx`]) {
    const check = async (): Promise<never> => assert.fail('it was looked at');
    assert.match(await refusal(add(from, { check })), /^model-sha256-mismatch: the file has [0-9a-f]{12}…/);
    assert.deepEqual(files(), []);
  }
});

test('only https is asked: no http, no redirect to it, no other scheme, no user name, no endless redirects', async (context) => {
  const locations: Record<string, string> = {
    '/http': 'http://localhost/tiny.onnx',
    '/file': 'file:///etc/passwd',
    '/user': 'https://anna:secret@localhost/tiny.onnx',
    '/round': '/round',
    '/nowhere': 'https://',
  };
  const server = await httpsFiles(context, (request, response) =>
    response.writeHead(307, { location: locations[request.url!] ?? '' }).end(),
  );
  const { add, files } = shelf(context, server);
  const expected: readonly (readonly [string, string])[] = [
    ['http://localhost/tiny.onnx', 'only https is asked, not http'],
    ['ftp://localhost/tiny.onnx', 'only https is asked, not ftp'],
    ['https://anna:secret@localhost/tiny.onnx', 'an address with a user name or password'],
    [`${server.address}/http`, 'only https is asked, not http'],
    [`${server.address}/file`, 'only https is asked, not file'],
    [`${server.address}/user`, 'an address with a user name or password'],
    [`${server.address}/round`, 'more than 5 redirects'],
    [`${server.address}/nowhere`, 'it is no address'],
  ];
  for (const [address, detail] of expected)
    assert.equal(await refusal(add(address)), `download-refused: ${detail}`, address);
  assert.deepEqual(files(), []);
});

test('what is larger than allowed is refused by its length, and without one as soon as it is too much', async (context) => {
  let sent = 0;
  const server = await httpsFiles(context, (request, response) => {
    if (request.url === '/length') return response.writeHead(200, { 'content-length': 2_000_000 }).end();
    response.writeHead(200);
    const more = (): void => {
      if (response.destroyed || sent > 50_000_000) return;
      sent += bytes.length;
      response.write(bytes, more);
    };
    return more();
  });
  const { add, files } = shelf(context, server);
  for (const path of ['/length', '/endless']) {
    const text = await refusal(add(`${server.address}${path}`, { bytesMax: 1_000_000 }));
    assert.equal(text, 'download-refused: it is larger than 1 MB', path);
    assert.deepEqual(files(), []);
  }
  assert.ok(sent < 50_000_000, 'it was read to its end');
  const file = join(temporaryFolder(context), 'tiny.onnx');
  writeFileSync(file, bytes);
  assert.match(await refusal(add(file, { bytesMax: 1_000 })), /^download-refused: it is larger/);
});

test('a server that says nothing, or stops in the middle, is given up; what has come is kept', async (context) => {
  const server = await httpsFiles(context, (request, response) => {
    if (request.url === '/silent') return;
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    if (from > 0) return;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100_000));
  });
  const { add, files } = shelf(context, server);
  const download = { quietMsMax: 300, authorities: server.authority };
  assert.equal(
    await refusal(add(`${server.address}/silent`, { download })),
    'download-failed: nothing has come for 0.3 s',
  );
  assert.deepEqual(files(), []);
  assert.equal(
    await refusal(add(`${server.address}/stops`, { download })),
    'download-failed: nothing has come for 0.3 s',
  );
  assert.equal(files().length, 1);
  assert.equal(
    await refusal(
      add(`${server.address}/stops`, { download: { ...download, quietMsMax: 5_000, totalMsMax: 300 } }),
    ),
    'download-failed: it took too long',
  );
});

test('an answer that ends early without saying so is refused by its sha256', async (context) => {
  const server = await httpsFiles(context, (_, response) => {
    response.writeHead(200, { connection: 'close' });
    response.end(bytes.subarray(0, 1_000));
  });
  const { add, files } = shelf(context, server);
  assert.match(await refusal(add(`${server.address}/tiny.onnx`)), /^model-sha256-mismatch/);
  assert.deepEqual(files(), []);
});

test('a server whose certificate nobody vouches for is not asked, nor one that is not there', async (context) => {
  const server = await httpsFiles(context, whole);
  const { add, files } = shelf(context);
  assert.match(await refusal(add(`${server.address}/tiny.onnx`)), /^download-failed: [A-Z_]*SELF_SIGNED/);
  assert.match(await refusal(add('https://localhost:1/tiny.onnx')), /^download-failed: ECONNREFUSED/);
  assert.deepEqual([files(), server.ranges], [[], []]);
});

test('what the gate or the drawings refuse leaves nothing', async (context) => {
  const server = await httpsFiles(context, whole);
  const { add, files } = shelf(context, server);
  const check = async (): Promise<never> => {
    throw new OutisError('model-output-refused', 'output "embedding" is for identity');
  };
  const text = await refusal(add(`${server.address}/tiny.onnx`, { check }));
  assert.equal(text, 'model-output-refused: output "embedding" is for identity');
  assert.deepEqual(files(), []);
});

test('a name that is taken by another model, a strange name and a strange manifest are refused', async (context) => {
  const { add, files, folder } = shelf(context);
  const source = join(temporaryFolder(context), 'tiny.onnx');
  writeFileSync(source, bytes);
  await add(source);
  const elsewhere = temporaryFolder(context);
  const written = (name: string, text: string): string => {
    writeFileSync(join(elsewhere, name), text);
    return join(elsewhere, name);
  };
  const other = written('tiny.manifest.json', JSON.stringify({ sha256: 'b'.repeat(64) }));
  assert.equal(
    await refusal(add(source, { manifestPath: other })),
    `model-exists: ${join(folder, 'tiny.onnx')}`,
  );
  assert.deepEqual(readFileSync(join(folder, 'tiny.onnx')), bytes);
  const hidden = written('.x.manifest.json', JSON.stringify({ sha256: sha256Of(bytes) }));
  assert.match(await refusal(add(source, { manifestPath: hidden })), /^usage: the name of the manifest/);
  const cases = [
    ['a.json', '{', 'model-manifest-invalid: it is not JSON'],
    ['b.json', '{}', 'model-manifest-invalid: sha256 must be 64 lower-case hex digits'],
    ['c.json', 'null', 'model-manifest-invalid: sha256 must be 64 lower-case hex digits'],
    ['d.json', ' '.repeat(1_000_001), 'model-manifest-invalid: it is larger than 1 MB'],
  ] as const;
  for (const [name, text, expected] of cases)
    assert.equal(await refusal(add(source, { manifestPath: written(name, text) })), expected);
  const none = 'https://localhost/nobody-knows.onnx';
  assert.match(await refusal(add(none, { manifestPath: undefined })), /^model-manifest-missing/);
  assert.match(await refusal(add(join(elsewhere, 'none.onnx'))), /^model-missing/);
  assert.deepEqual(files(), added);
});
