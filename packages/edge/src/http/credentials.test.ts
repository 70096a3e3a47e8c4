import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type HttpSite,
  httpSite,
  problemSchema,
  routes,
  siteCameraJson,
} from '../../../../test/fixtures/http-site.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';

const secret = 'S3cr3tW0rd';

/** Addresses with the secret in every place where a camera may want it. */
const secretSources: readonly string[] = [
  `rtsp://admin:${secret}@127.0.0.1:9/stream`,
  `rtsp://${secret}@127.0.0.1:9/`,
  `rtsps://:${secret}@127.0.0.1:9/`,
  `rtsp://127.0.0.1:9/user=admin&password=${secret}/`,
  `http://127.0.0.1:9/video?pwd=${secret}`,
  `https://a:b@127.0.0.1:9/x#${secret}`,
  `rtsp://admin:12/${secret}@127.0.0.1:9/`,
  `rtsp://${secret}:12/x@127.0.0.1:9/`,
];

/** Whatever a site answers, to good and to bad requests. */
async function everyAnswer({ ask }: HttpSite, ids: readonly string[], source: string): Promise<string> {
  let text = '';
  const note = async (...request: Parameters<HttpSite['ask']>): Promise<void> => {
    const { body, headers } = await ask(...request);
    text += `${body}\n${JSON.stringify(headers)}\n`;
  };
  for (const id of ids) {
    for (const [method, url, payload] of routes)
      if (method !== 'DELETE' && (!url.endsWith('/scene') || id.startsWith('street')))
        await note(method, url.replace(':id', id), payload);
    await note('PUT', `/api/cameras/${id}/lines`, { lines: [{ id: '', a: [0], b: 'x' }] });
    await note('POST', '/api/cameras', siteCameraJson(id, source));
  }
  const bad = [
    source.replace(/^[a-z]+:/, 'tcp:'),
    source.replace('127.0.0.1', '127.0.0.1:x'),
    `${source}'`,
    source.replace(/^.*?\/\//, ''),
  ];
  for (const wrong of bad) {
    await note('POST', '/api/cameras', siteCameraJson('other', wrong));
    await note('POST', '/api/cameras/test', { source: wrong });
  }
  await note('POST', '/api/cameras', { ...siteCameraJson('other', source), owner: '' });
  await note('POST', '/api/cameras', siteCameraJson('twin', source));
  await note('POST', '/api/cameras', siteCameraJson('twin', source));
  await note('GET', '/api/cameras/twin');
  await note('DELETE', '/api/cameras/twin');
  await note('DELETE', `/api/cameras/${ids[0]}`);
  return text;
}

for (const source of secretSources) {
  test(`no route answers a credential: ${source.replace(secret, '…')}`, async (context) => {
    const site = await httpSite(context, [siteCamera('gate', source), streetCamera('street', source)]);
    const text = await everyAnswer(site, ['gate', 'street'], source);
    assert.ok(
      text.includes('127.0.0.1') || source.includes('/x@') || source.includes(`12/${secret}`),
      'the host is shown',
    );
    assert.ok(!text.includes(secret), text.split('\n').find((line) => line.includes(secret)) ?? '');
  });
}

test('property: no route answers a credential, wherever it stands and whatever surrounds it', async (context) => {
  const noise = fc.stringMatching(/^[A-Za-z0-9!$&*+,;=._~-]{0,8}$/);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...secretSources), noise, noise, async (source, before, after) => {
      const changed = source.replace(secret, `${before}${secret}${after}`);
      const site = await httpSite(context, [siteCamera('gate', changed), streetCamera('street', changed)]);
      const text = await everyAnswer(site, ['gate', 'street'], changed);
      assert.ok(!text.includes(secret), text.split('\n').find((line) => line.includes(secret)) ?? '');
    }),
    { seed: 22, numRuns: 12 },
  );
});

test('a test of a connection that fails says why and nothing of the address', async (context) => {
  const { ask } = await httpSite(context);
  // Port 9 of this machine: nothing listens.
  const answer = await ask('POST', '/api/cameras/test', { source: `rtsp://admin:${secret}@127.0.0.1:9/` });
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [502, 'source-unreachable']);
  assert.ok(!answer.body.includes(secret));
});
