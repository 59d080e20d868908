// The checks, in the browser, on the vendor's SDK. Bundled by start.mjs.
import { ZegoExpressEngine } from 'zego-express-engine-webrtc';
import { createApi } from '../../bindings-node/lib/api.mjs';
import { createWasmEngine } from '../../bindings-node/lib/wasm-engine.mjs';
import known from 'token04:known';
import wasm from 'token04:wasm';
import versions from 'token04:versions';

const SECONDS = 1000;
const LOGIN_LIMIT = 20;
const form = document.querySelector('form');
const rows = document.querySelector('#rows');

/** Privileges are checked only if the vendor has enabled that: a missing refusal is a finding. */
const CHECKS = [
  { id: 'cbc-identity', says: 'CBC identity token', expected: 'accepted', mode: 'cbc' },
  { id: 'gcm-identity', says: 'GCM identity token', expected: 'accepted', mode: 'gcm' },
  { id: 'other-secret', says: 'token of another secret', expected: 'refused', mode: 'cbc', otherSecret: true },
  { id: 'other-user', says: 'token of another user', expected: 'refused', mode: 'cbc', otherUser: true },
  { id: 'expired', says: 'expired token', expected: 'refused', mode: 'cbc', age: 7200 },
  { id: 'cbc-login-only-login', says: 'CBC, login only: log in', expected: 'accepted', mode: 'cbc', rights: 'login' },
  { id: 'cbc-login-only-publish', says: 'CBC, login only: publish', expected: 'refused', mode: 'cbc', rights: 'login', publish: true },
  { id: 'cbc-publish', says: 'CBC, this stream: publish', expected: 'accepted', mode: 'cbc', rights: 'stream', publish: true },
  { id: 'cbc-other-stream', says: 'CBC, another stream: publish', expected: 'refused', mode: 'cbc', rights: 'other', publish: true },
  { id: 'gcm-publish', says: 'GCM, any stream: publish', expected: 'accepted', mode: 'gcm', rights: 'any', publish: true },
  { id: 'cbc-other-room', says: 'CBC, another room: log in', expected: 'refused', mode: 'cbc', rights: 'room' },
  { id: 'cbc-renewal', says: 'CBC, 45 seconds: warning, renewToken, still in the room', expected: 'accepted', mode: 'cbc', renew: true },
  { id: 'gcm-renewal', says: 'GCM, 45 seconds: warning, renewToken, still in the room', expected: 'accepted', mode: 'gcm', renew: true },
  { id: 'cbc-not-renewed', says: 'CBC, 45 seconds, not renewed: still in the room', expected: 'refused', mode: 'cbc', renew: false },
];

const api = createApi(createWasmEngine(() => new WebAssembly.Module(wasm), known));
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * SECONDS));
const within = (promise, seconds) => Promise.race([promise, wait(seconds).then(() => Promise.reject(new Error('no response')))]);

/** The code of an SDK's error; nothing else is kept, since messages may contain ids. */
function codeOf(error) {
  const code = Number(error?.errorCode ?? error?.code);
  return Number.isSafeInteger(code) ? code : undefined;
}

async function run(check, { app, secret, server }) {
  const name = `token04-live-${crypto.randomUUID().slice(0, 8)}`;
  const [user, room, stream] = [`u-${name}`, name, `s-${name}`];
  const other = [...secret].reverse().join('') === secret ? `${secret.slice(1)}x` : [...secret].reverse().join('');
  const now = Math.floor(Date.now() / SECONDS) - (check.age ?? 0);
  const generator = new api.TokenGenerator(app, check.otherSecret ? other : secret, { mode: check.mode });
  const { RoomPrivileges } = api;
  const payload = {
    login: () => RoomPrivileges.loginOnly(room),
    stream: () => RoomPrivileges.loginAndPublish(room, [stream]),
    other: () => RoomPrivileges.loginAndPublish(room, [`${stream}-other`]),
    any: () => RoomPrivileges.loginAndPublishAny(room),
    room: () => RoomPrivileges.loginAndPublishAny(`${room}-other`),
  };
  const held = check.rights ? payload[check.rights]() : '';
  const mint = (ttl, at) => generator.generate(check.otherUser ? `${user}-other` : user, ttl, held, { now: at });
  const engine = new ZegoExpressEngine(app, server);
  engine.setDebugVerbose(false);
  let left = false;
  let warned = false;
  engine.on('roomStateUpdate', (_, state) => (left ||= state === 'DISCONNECTED'));
  const expires = new Promise((resolve) => engine.on('tokenWillExpire', resolve)).then(() => (warned = true));
  try {
    await within(engine.loginRoom(room, mint(check.renew === undefined ? 600 : 45, now), { userID: user, userName: user }), LOGIN_LIMIT);
    if (check.publish) await publish(engine, stream);
    if (check.renew !== undefined) {
      left = false;
      await within(expires, 50);
      if (check.renew) engine.renewToken(mint(600), room);
      await wait(60);
      if (left) return { outcome: 'refused', warned };
    }
    return { outcome: 'accepted', ...(check.renew !== undefined && { warned }) };
  } catch (error) {
    const code = codeOf(error);
    // Without an SDK code the server refused nothing: the network or the browser failed.
    return { outcome: code === undefined || code === 0 ? 'no result' : 'refused', code };
  } finally {
    engine.logoutRoom(room);
    engine.destroyEngine?.();
  }
}

/** Publishes a drawn picture: no camera is needed. */
async function publish(engine, stream) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const drawing = setInterval(() => context.fillRect(Math.random() * 300, 0, 5, 150), 100);
  const local = await engine.createStream({ custom: { source: canvas.captureStream(10) } });
  try {
    await within(
      new Promise((resolve, reject) => {
        engine.on('publisherStateUpdate', ({ state, errorCode }) => {
          if (state === 'PUBLISHING') resolve();
          if (errorCode) reject({ code: errorCode });
        });
        engine.startPublishingStream(stream, local);
      }),
      LOGIN_LIMIT,
    );
  } finally {
    clearInterval(drawing);
    engine.destroyStream(local);
  }
}

/** The report as one object, also while the checks run. */
function report(results) {
  const { userAgent } = navigator;
  const sdk = { name: 'zego-express-engine-webrtc', version: versions.sdk };
  return { report: 'token04 live check', token04: versions.token04, sdk, browser: userAgent, date: new Date().toISOString().slice(0, 10), results };
}

function show(results) {
  document.querySelector('#report').textContent = JSON.stringify(report(results), undefined, 2);
  for (const { id, outcome, code, ok } of results) {
    const cells = document.querySelector(`#check-${id}`).cells;
    cells[2].textContent = `${outcome}${outcome === 'not run' || ok ? '' : ' (!)'}`;
    cells[3].textContent = code ?? '';
  }
}

document.querySelector('#sdk').textContent = versions.sdk;
for (const { id, says, expected } of CHECKS) {
  const row = rows.insertRow();
  row.id = `check-${id}`;
  for (const text of [says, expected, 'not run', '']) row.insertCell().textContent = text;
}
const results = CHECKS.map(({ id, expected }) => ({ id, expected, outcome: 'not run' }));
show(results);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const app = Number(form.elements.app.value);
  const given = { app, secret: form.elements.secret.value, server: form.elements.server.value };
  // The three long ones run in parallel at the end.
  const one = async (index) => {
    const check = CHECKS[index];
    results[index].outcome = 'running';
    show(results);
    const seen = await run(check, given).catch((error) => ({ outcome: 'no result', ...(error.name && { error: error.name }) }));
    Object.assign(results[index], seen, { ok: seen.outcome === check.expected });
    show(results);
  };
  const long = [];
  for (const index of CHECKS.keys()) {
    if (CHECKS[index].renew === undefined) await one(index);
    else long.push(index);
  }
  await Promise.all(long.map(one));
  form.elements.secret.value = '';
  button.disabled = false;
});
