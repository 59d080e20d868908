// The recipes, each in its platform's runtime over HTTP; a real OIDC provider plays the platform's sign-in.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { APP_ID, AUDIENCE, SECRET, forge, keyPair, provider } from './harness.mjs';

const modules = process.env.TOKEN04_NODE_MODULES;
const require = createRequire(join(modules, 'index.js'));
const recipe = (name) => new URL(`../recipes/${name}.mjs`, import.meta.url);
// Beside node_modules, so that imports are found as in an app.
const work = join(modules, '..', 'recipes');
mkdirSync(work, { recursive: true });
const oidc = await provider();
after(() => oidc.stop());
const env = { ZEGO_APP_ID: String(APP_ID), ZEGO_SERVER_SECRET: SECRET };
const now = () => Math.floor(Date.now() / 1000);

/** What every recipe must do; `claims` are those of a good token. */
async function hostile(url, claims, key) {
  const ask = (bearer, body = { room_id: 'lobby' }) => {
    // A connection each: a runtime closes one whose body it did not read.
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': text.length, ...(bearer && { authorization: `Bearer ${bearer}` }) };
    return new Promise((resolve, reject) => {
      const asked = request(url, { method: 'POST', headers, agent: false }, async (response) => {
        let answer = '';
        for await (const chunk of response) answer += chunk;
        let json = {};
        try { json = JSON.parse(answer); } catch {}
        resolve({ status: response.statusCode, json, cache: response.headers['cache-control'] });
      });
      asked.on('error', reject).end(text);
    });
  };
  const good = forge(claims, { key });
  const minted = await ask(good);
  assert.deepEqual([minted.status, minted.cache, minted.json.user_id], [200, 'no-store', claims.sub]);
  const { TokenVerifier } = require('token04');
  new TokenVerifier(APP_ID, SECRET).verifyPublish(minted.json.token, claims.sub, 'lobby', 'any');
  assert.equal((await ask(good, { room_id: `user-${claims.sub}`, user_id: 'bob' })).json.user_id, claims.sub);
  assert.equal((await ask(good, { room_id: 'user-bob' })).status, 403);
  assert.equal((await ask(good, {})).status, 400);
  assert.equal((await ask(good, { room_id: 'x'.repeat(5000) })).status, 413);
  for (const [name, bearer] of Object.entries({
    nobody: undefined,
    expired: forge({ ...claims, exp: now() - 60 }, { key }),
    'no expiry': forge({ ...claims, exp: undefined }, { key }),
    audience: forge({ ...claims, aud: 'other' }, { key }),
    issuer: forge({ ...claims, iss: 'https://other.example' }, { key }),
    none: forge(claims, { key, header: { alg: 'none' }, signWith: () => '' }),
    key: forge(claims, { key: { ...keyPair(), kid: key.kid } }),
    kid: forge(claims, { key: keyPair() }),
  })) {
    assert.equal((await ask(bearer)).status, 401, name);
  }
}

const claims = { iss: oidc.issuer, aud: AUDIENCE, sub: 'ada', exp: now() + 600 };

test('Cloudflare Workers, in workerd', async () => {
  const { build } = require('esbuild');
  const entry = join(work, 'cloudflare.mjs');
  copyFileSync(recipe('cloudflare'), entry);
  const wasm = {
    name: 'wasm',
    setup: (b) => b.onResolve({ filter: /\.wasm/ }, () => ({ path: './token04.wasm', external: true })),
  };
  const bundle = await build({ entryPoints: [entry], bundle: true, format: 'esm', conditions: ['workerd', 'worker'], write: false, plugins: [wasm] });
  const { Miniflare } = require('miniflare');
  const worker = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'main.mjs', contents: bundle.outputFiles[0].text },
      { type: 'CompiledWasm', path: 'token04.wasm', contents: readFileSync(join(modules, 'token04/wasm/token04.wasm')) },
    ],
    bindings: { ...env, ISSUER: oidc.issuer, AUDIENCE, JWKS_URL: `${oidc.issuer}/jwks` },
    compatibilityDate: '2024-09-01',
    port: 0,
  });
  try {
    await hostile(await worker.ready, claims, oidc.key);
  } finally {
    await worker.dispose();
  }
});

test('Next.js: the route handler in Node', async () => {
  const path = join(work, 'nextjs.mjs');
  copyFileSync(recipe('nextjs'), path);
  Object.assign(process.env, env, { OIDC_ISSUER: oidc.issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${oidc.issuer}/jwks` });
  const { POST } = await import(pathToFileURL(path));
  const server = createServer(async (asked, response) => {
    const url = `http://127.0.0.1${asked.url}`;
    const answer = await POST(new Request(url, { method: asked.method, headers: asked.headers, body: asked, duplex: 'half' }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await hostile(`http://127.0.0.1:${server.address().port}/token`, claims, oidc.key);
  server.close();
});

test('Supabase Edge Functions, in deno', async () => {
  copyFileSync(recipe('supabase'), join(work, 'supabase.mjs'));
  // The platform's sign-in: its key set is at another path than the provider's.
  const platform = createServer(async (asked, response) => {
    const keys = asked.url === '/auth/v1/.well-known/jwks.json' && (await (await fetch(`${oidc.issuer}/jwks`)).text());
    response.writeHead(keys ? 200 : 404, { 'content-type': 'application/json' }).end(keys || '{}');
  });
  await new Promise((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const supabase = `http://127.0.0.1:${platform.address().port}`;
  const deno = spawn(join(modules, '.bin/deno'), ['run', '--allow-net', '--allow-env', '--allow-read', '--no-prompt', 'supabase.mjs'], {
    cwd: work, env: { ...process.env, ...env, SUPABASE_URL: supabase, DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0', NO_COLOR: '1' },
  });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const look = (chunk) => {
      output += chunk;
      const found = /http:\/\/[\d.]+:\d+/.exec(output);
      if (found) resolve(found[0]);
    };
    deno.stdout.on('data', look);
    deno.stderr.on('data', look);
    deno.on('exit', () => reject(new Error(output)));
  });
  try {
    await hostile(url, { ...claims, iss: `${supabase}/auth/v1`, aud: 'authenticated' }, oidc.key);
  } finally {
    deno.kill();
    platform.close();
  }
});
