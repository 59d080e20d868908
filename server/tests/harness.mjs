// Starts the program and a real OIDC provider. Everything that the program writes is kept, so that it can be searched.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const BINARY = process.env.TOKEN04_SERVER;
// A secret of this run, so that finding it anywhere means that it leaked.
export const SECRET = randomUUID().replaceAll('-', '');
export const APP_ID = 1234567890;
export const AUDIENCE = 'https://calls.example';

export const folder = mkdtempSync(join(tmpdir(), 'token04-server-'));
/** Every line that any server wrote, and every credential that was used. */
export const written = [];
export const credentials = new Set([SECRET]);

export function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Starts the program and waits until it listens. */
export async function start(args, { config, env = {}, ready = true, listen = '127.0.0.1:0', metrics = '127.0.0.1:0' } = {}) {
  const all = ['serve', '--listen', listen, '--metrics-listen', metrics, ...args];
  if (config) all.push('--config', file(`${randomUUID()}.toml`, config));
  const child = spawn(BINARY, all, {
    env: { ZEGO_APP_ID: String(APP_ID), ZEGO_SERVER_SECRET: SECRET, ...env },
  });
  const lines = [];
  let rest = '';
  const wanted = new Set();
  const keep = (chunk) => {
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop();
    for (const part of parts) {
      written.push(part);
      lines.push(part);
      for (const look of wanted) look(part);
    }
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', (chunk) => written.push(String(chunk)));
  const exit = new Promise((resolve) => child.on('close', (code) => resolve(code))); // after all that it wrote
  const events = () => lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const event = (name, matches = () => true) =>
    new Promise((resolve, reject) => {
      const look = (line) => {
        if (!line.includes(`"${name}"`)) return;
        const found = JSON.parse(line);
        if (found.event !== name || !matches(found)) return;
        wanted.delete(look);
        resolve(found);
      };
      wanted.add(look);
      for (const line of [...lines]) look(line);
      exit.then(() => reject(new Error(`it ended without ${name}: ${written.slice(-3).join('\n')}`)));
      setTimeout(() => reject(new Error(`no ${name}: ${lines.slice(-20).join('\n')}`)), 10_000).unref();
    });
  const listening = await event('listening');
  const base = `http://${listening.address}`;
  const server = {
    base, child, exit, lines, event, events,
    metrics: listening.metrics && `http://${listening.metrics}/metrics`,
    async stop() {
      child.kill('SIGTERM');
      return exit;
    },
    async post(path, body, headers = {}) {
      const send = () => fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      // The service closes idle connections, just then possibly; faults.test.mjs counts what is lost.
      const response = await send().catch((error) => (error.cause?.code === 'UND_ERR_SOCKET' ? send() : Promise.reject(error)));
      const text = await response.text();
      const json = text ? JSON.parse(text) : undefined;
      if (json?.token) credentials.add(json.token);
      return { status: response.status, json, headers: response.headers };
    },
    mint(bearer, body = {}) {
      if (bearer) credentials.add(bearer);
      return server.post('/token', body, bearer ? { authorization: `Bearer ${bearer}` } : {});
    },
    async ready() {
      for (let i = 0; i < 200; i++) {
        if ((await fetch(`${base}/readyz`)).ok) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('not ready in 10 seconds');
    },
  };
  if (ready) await server.ready();
  return server;
}

export function keyPair(kid = randomUUID()) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
  return { kid, privateKey, publicKey, jwk };
}

const encode = (value) => Buffer.from(value).toString('base64url');

/** A JWT made by hand: for what a provider would never make. */
export function forge(claims, { key, header = {}, signWith } = {}) {
  const head = { alg: 'RS256', typ: 'JWT', kid: key?.kid, ...header };
  const message = `${encode(JSON.stringify(head))}.${encode(JSON.stringify(claims))}`;
  const signature = signWith ? signWith(message) : encode(sign('sha256', Buffer.from(message), key.privateKey));
  return `${message}.${signature}`;
}

/** A real OIDC provider (npm oidc-provider), whose keys can be replaced and which can go down. */
export async function provider({ key = keyPair(), port = 0 } = {}) {
  const require = createRequire(join(process.env.TOKEN04_NODE_MODULES, 'index.js'));
  const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));
  let handle;
  let delay = 0;
  const http = createServer((request, response) => setTimeout(() => handle(request, response), delay));
  await new Promise((resolve) => http.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${http.address().port}`;
  const rooms = { ada: ['blue', 'green'], bob: ['red'] };
  const self = {
    issuer, key,
    use(next) {
      self.key = next;
      const oidc = new Provider(issuer, {
        jwks: { keys: [next.jwk] },
        clients: ['ada', 'bob', 'u'.repeat(65)].map((client_id) => ({
          client_id, client_secret: 'provider-password', grant_types: ['client_credentials'],
          redirect_uris: [], response_types: [],
        })),
        features: {
          devInteractions: { enabled: false },
          clientCredentials: { enabled: true },
          resourceIndicators: {
            enabled: true,
            defaultResource: () => AUDIENCE,
            useGrantedResource: () => true,
            getResourceServerInfo: (ctx, audience) => ({
              scope: 'calls', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600,
              jwt: { sign: { alg: 'RS256' } },
            }),
          },
        },
        extraTokenClaims: (ctx, token) => ({ rooms: rooms[token.clientId] ?? [] }),
      });
      handle = oidc.callback();
    },
    slow(milliseconds) {
      delay = milliseconds;
    },
    /** An access token for this client, by the client credentials grant. */
    async login(client, resource = AUDIENCE) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials', client_id: client, client_secret: 'provider-password', resource,
        }),
      });
      const json = await response.json();
      if (!json.access_token) throw new Error(JSON.stringify(json));
      credentials.add(json.access_token);
      return json.access_token;
    },
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  self.use(key);
  return self;
}

export const config = (issuer, more = '') => `
max_ttl = 7200
[jwt]
issuer = "${issuer}"
audience = "${AUDIENCE}"
refresh_seconds = 1
${more}
[rate]
per_minute = 6000
burst = 1000
[[allow]]
rooms = ["lobby", "user-{sub}", "{rooms}"]
streams = ["*_{sub}_main"]
`;
