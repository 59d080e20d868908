// The page of the demo: a login with PKCE, the client helper, and an engine with the events of the vendor's web SDK.
import { createTokenSource } from '@token04/client';

const { provider, service, audience, appId, speed } = SETTINGS;
const ROOM = 'lobby';
const find = (id) => document.getElementById(id);
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** One line of the story, newest first. */
function tell(kind, title, text = '', more = []) {
  const line = document.createElement('li');
  line.className = kind;
  const [bold, rest, ...small] = [document.createElement('b'), document.createElement('div'), ...more.map(() => document.createElement('small'))];
  bold.textContent = title;
  rest.textContent = text;
  small.forEach((element, index) => {
    element.textContent = more[index];
    element.style.display = 'block';
  });
  line.append(bold, ...(text ? [rest] : []), ...small);
  find('log').prepend(line);
}

/** A refusal, with what `explain` finds and the codes that the vendor's SDKs would show. */
function refused(title, { status, code, name, title: message, findings = [] }) {
  const more = findings.map(({ message, advice, sdk_codes }) => `${message} → ${advice}${sdk_codes.length ? ` (SDK codes: ${sdk_codes.join(', ')})` : ''}`);
  tell('bad', `${title}: refused, ${status}`, `${code} ${name}: ${message}`, more);
}

async function post(path, body, headers = {}) {
  const response = await fetch(service + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const json = await response.json();
  return response.ok ? json : Promise.reject(json);
}

/** Has what the vendor's `ZegoExpressEngine` has, and talks to the rehearsal. */
class RehearsalEngine extends EventTarget {
  #session;
  #stream;
  #wrapped = new Map();
  on(name, listener) {
    const wrapped = ({ detail }) => listener(detail);
    this.#wrapped.set(listener, wrapped);
    this.addEventListener(name, wrapped);
  }
  off(name, listener) {
    this.removeEventListener(name, this.#wrapped.get(listener));
  }
  async loginRoom(room, token, { userID }) {
    this.logoutRoom();
    this.#session = await post('/rehearsal/login', { token, user_id: userID, room_id: room });
    this.#stream = new EventSource(`${service}/rehearsal/events?session_id=${this.#session.session_id}`);
    this.#stream.addEventListener('token_will_expire', () => this.#emit('tokenWillExpire', room));
    this.#stream.addEventListener('expired', () => this.#emit('tokenExpired', room));
    return this.#session;
  }
  logoutRoom() {
    this.#stream?.close();
    this.#session = this.#stream = undefined;
  }
  startPublishingStream(stream_id) {
    return post('/rehearsal/publish', { session_id: this.#session.session_id, stream_id });
  }
  async renewToken(token) {
    try {
      this.#session = await post('/rehearsal/renew', { session_id: this.#session.session_id, token });
      this.#emit('renewed', this.#session);
    } catch (problem) {
      refused('renewToken', problem);
    }
  }
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

let access;
let user;
let source;
let session;
let sampled;
const engine = new RehearsalEngine();
const bearer = () => ({ authorization: `Bearer ${access}` });
const ask = (body) => post('/token', body, access ? bearer() : {});
/** The rehearsal's clock, which runs faster than this one. */
const clock = () => session.now + ((performance.now() - sampled) / 1000) * speed;

function keep(next) {
  session = next;
  sampled = performance.now();
}

function enable(...ids) {
  for (const id of ids) find(id).disabled = false;
}

async function login() {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const state = base64url(crypto.getRandomValues(new Uint8Array(16)));
  sessionStorage.setItem('login', JSON.stringify({ verifier, state }));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  const query = { client_id: 'demo-page', response_type: 'code', redirect_uri: `${location.origin}/`, scope: 'openid calls', resource: audience, state, code_challenge: challenge, code_challenge_method: 'S256', prompt: 'login' };
  location.href = `${provider}/auth?${new URLSearchParams(query)}`;
}

/** The second half of the login: the code becomes an access token, which is kept in memory alone. */
async function finishLogin() {
  const given = new URLSearchParams(location.search);
  const { verifier, state } = JSON.parse(sessionStorage.getItem('login') ?? '{}');
  sessionStorage.removeItem('login');
  history.replaceState(null, '', '/');
  if (!given.has('code') || given.get('state') !== state) return;
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'demo-page', code: given.get('code'), redirect_uri: `${location.origin}/`, code_verifier: verifier, resource: audience });
  const response = await fetch(`${provider}/token`, { method: 'POST', body });
  if (!response.ok) return tell('bad', 'The provider refused the login', await response.text());
  ({ access_token: access } = await response.json());
  user = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(access.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)))).sub;
  find('who').textContent = `You are ${user}: the provider signed it, and the token service checks the signature.`;
  enable('join', 'staff', 'other', 'library');
  tell('good', `Logged in as ${user}`, 'The OIDC provider issued an access token.');
}

function begin() {
  source?.stop();
  source = createTokenSource({
    endpoint: `${service}/token`,
    room: ROOM,
    body: { stream_ids: [`camera-${user}`] },
    headers: bearer,
    async fetch(...request) {
      const response = await fetch(...request);
      const json = await response.clone().json();
      if (response.ok) tell('good', 'POST /token: minted', `for ${json.user_id}, valid for ${json.expires_at - json.issued_at} seconds`);
      else refused('POST /token', json);
      return response;
    },
  });
  source.attach(engine);
}

async function join() {
  begin();
  const token = await source.get();
  try {
    keep(await engine.loginRoom(ROOM, token, { userID: user }));
    tell('good', `loginRoom: in the ${ROOM}`, 'The rehearsal accepted the token.');
    enable('publish', 'changed', 'borrowed', 'expire');
  } catch (problem) {
    refused('loginRoom', problem);
  }
}

/** Does what should be refused, and says what came back. */
const attempt = (title, work) => async () => {
  try {
    await work();
    tell('warning', `${title}: accepted`);
  } catch (problem) {
    refused(title, problem);
  }
};

const loginWith = (token, room, userID) => post('/rehearsal/login', { token, room_id: room, user_id: userID });

function change(token) {
  const at = Math.floor(token.length * 0.75);
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

const actions = {
  login,
  join,
  anonymous: attempt('POST /token without a login', () => post('/token', { room_id: ROOM })),
  async publish() {
    try {
      await engine.startPublishingStream(`camera-${user}`);
      tell('good', `startPublishingStream: camera-${user}`);
    } catch (problem) {
      refused('startPublishingStream', problem);
    }
  },
  staff: attempt('POST /token for the staff room', () => ask({ room_id: 'staff' })),
  other: attempt('POST /token for Bob', () => ask({ room_id: ROOM, user_id: 'bob' })),
  library: attempt('startPublishingStream in the library', async () => {
    const { token } = await ask({ room_id: 'library' });
    const { session_id } = await loginWith(token, 'library', user);
    await post('/rehearsal/publish', { session_id, stream_id: `camera-${user}` });
  }),
  changed: attempt('loginRoom with a changed token', () => loginWith(change(source.current.token), ROOM, user)),
  borrowed: attempt('loginRoom by Bob with your token', () => loginWith(source.current.token, ROOM, user === 'bob' ? 'ada' : 'bob')),
  async expire() {
    const { token } = source.current;
    source.stop();
    tell('warning', 'Renewal stopped');
    for (const id of ['expire', 'changed', 'borrowed', 'publish']) find(id).disabled = true;
    engine.addEventListener('tokenExpired', attempt('loginRoom with the expired token', () => loginWith(token, ROOM, user)), { once: true });
  },
};
for (const [id, work] of Object.entries(actions)) find(id).addEventListener('click', () => void work());

engine.addEventListener('tokenWillExpire', () => tell('warning', 'tokenWillExpire', 'The event comes 30 seconds before the expiry.'));
engine.addEventListener('tokenExpired', () => tell('bad', 'The token has expired', "The vendor's pages disagree on what happens to a user who is in the room."));
engine.addEventListener('renewed', ({ detail }) => {
  keep(detail);
  tell('good', 'renewToken: renewed', 'The user stays in the room.');
});

setInterval(() => {
  if (!session) return;
  const left = Math.max(0, session.expires_at - clock());
  find('token').textContent = source?.current ? `${source.current.token.slice(0, 48)}…` : '';
  find('life').value = left / 120;
  find('left').textContent = left > 0 ? `App ${appId}: expires in ${Math.ceil(left)} seconds of the rehearsal, whose clock runs ${speed} times as fast.` : 'Expired.';
}, 200);

if (location.search) void finishLogin();
