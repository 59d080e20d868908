// The whole flow on this machine: a real OIDC provider, the token service with its rehearsal, and a page.
// `cargo xtask demo` starts it; Ctrl-C ends all of it.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SPEED = 10;
const AUDIENCE = 'https://calls.example';
const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(process.env.TOKEN04_NODE_MODULES, 'index.js'));
const { build } = require('esbuild');
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

/** An HTTP server on a free port of this machine; what answers is decided later. */
async function listen(port = 0) {
  const server = createServer((request, response) => server.answer(request, response));
  await new Promise((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve));
  server.url = `http://127.0.0.1:${server.address().port}`;
  return server;
}

const login = await listen();
const page = await listen(Number(process.env.PORT ?? 0));

// 1. The provider: anyone can log in, under any name.
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider(login.url, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'demo', use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  clients: [{ client_id: 'demo-page', redirect_uris: [`${page.url}/`], token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'] }],
  clientBasedCORS: () => true,
  scopes: ['openid', 'calls'],
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid calls');
    grant.addResourceScope(AUDIENCE, 'calls');
    await grant.save();
    return grant;
  },
  interactions: { url: (ctx, { uid }) => `/login/${uid}` },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'calls', audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: 3600, jwt: { sign: { alg: 'RS256' } } }),
    },
  },
});
const handle = provider.callback();
const form = readFileSync(path.join(here, 'login.html'));
login.answer = async (request, response) => {
  try {
    if (!request.url.startsWith('/login/')) return handle(request, response);
    if (request.method === 'GET') return response.setHeader('content-type', 'text/html; charset=utf-8').end(form);
    let body = '';
    for await (const chunk of request) body += chunk;
    const accountId = new URLSearchParams(body.slice(0, 1000)).get('user')?.trim();
    if (!accountId) return response.writeHead(303, { location: request.url }).end();
    await provider.interactionFinished(request, response, { login: { accountId, remember: false } });
  } catch {
    response.writeHead(400).end('This login has expired. Go back to the page and start again.');
  }
};

// 2. The token service, with the rehearsal on a clock that runs faster.
const folder = mkdtempSync(path.join(tmpdir(), 'token04-demo-'));
const config = path.join(folder, 'token04.toml');
writeFileSync(config, `# What the demo allows; everything else is refused.
default_ttl = 120

[jwt]
issuer = "${login.url}"
audience = "${AUDIENCE}"

[[allow]]
rooms = ["lobby"]
streams = ["camera-{sub}"]

[[allow]]
rooms = ["library"] # log in, and publish nothing

[http]
cors_origins = ["${page.url}"]
`);
const service = spawn(process.env.TOKEN04_SERVER, [
  'serve', '--config', config, '--listen', '127.0.0.1:0', '--metrics-listen', 'none', '--rehearsal', '--rehearsal-speed', String(SPEED),
], {
  env: { ZEGO_APP_ID: '1234567890', ZEGO_SERVER_SECRET: randomBytes(16).toString('hex') },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true, // Ctrl-C reaches this program alone, which then ends the service
});

let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  rmSync(folder, { recursive: true, force: true });
  for (const server of [login, page]) {
    server.close();
    server.closeAllConnections();
  }
  if (service.exitCode === null) {
    service.kill('SIGTERM');
    const late = setTimeout(() => service.kill('SIGKILL'), 5000);
    await new Promise((resolve) => service.on('exit', resolve));
    clearTimeout(late);
  }
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
service.on('error', (error) => {
  console.error(`the token service does not start: ${error.message}`);
  end(1);
});
service.on('exit', () => {
  if (!ending) console.error('the token service ended');
  end(1);
});

let rest = '';
const listening = new Promise((resolve) => {
  service.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.includes('"listening"')) resolve(`http://${JSON.parse(line).address}`);
      if (process.env.TOKEN04_DEMO_LOG) console.log(line);
    }
  });
});

// 3. The page, with the client helper bundled from its source.
const settings = { provider: login.url, service: await listening, audience: AUDIENCE, appId: 1234567890, speed: SPEED };
const { outputFiles } = await build({
  entryPoints: [path.join(here, 'page.mjs')], bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error',
  alias: { '@token04/client': path.join(here, '../../client/src/index.ts') },
  define: { SETTINGS: JSON.stringify(settings) },
});
const files = {
  '/': ['text/html; charset=utf-8', readFileSync(path.join(here, 'index.html'))],
  '/page.js': ['text/javascript', outputFiles[0].contents],
};
page.answer = (request, response) => {
  const [type, body] = files[request.url.split('?')[0]] ?? [];
  if (!type) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end(body);
};
for (let tries = 0; !(await fetch(`${settings.service}/readyz`)).ok && tries < 100; tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
console.log(`
Open ${page.url}/ in a browser.

  the OIDC provider   ${login.url}   log in with any name
  the token service   ${settings.service}   token04-server serve --rehearsal
  the clock           ${SPEED} times as fast: a token of 120 seconds expires after 12

This rehearses the vendor's documentation, not its servers. Ctrl-C ends everything.`);
