// Requests to an example's POST /token: good ones and hostile ones. No response may show internals
// of the server.
import assert from 'node:assert';
import http from 'node:http';

export const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const LONG_USER = 'u'.repeat(65);
/** The examples' placeholder for sessions; the id of the last user is too long for a token. */
export const DEMO_SESSION = `letmein=user1,toolong=${LONG_USER}`;
const MEGABYTE = 1 << 20;
const LARGE = MEGABYTE * 2;

/** Sends a request; returns the response's status and body, undefined for a closed connection. */
function send(url, { method = 'POST', path, headers = {}, write = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    if (path !== undefined) target.pathname = path;
    const request = http.request(target, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (body += chunk));
      const done = () => {
        resolve({ status: response.statusCode, headers: response.headers, body });
        request.destroy();
      };
      response.on('end', done);
      response.on('error', done);
    });
    request.setTimeout(20000, () => request.destroy(new Error(`no response to ${method} ${url}`)));
    let responded = false;
    request.on('response', () => (responded = true));
    // A server that responds before it has read everything may close while we still write.
    request.on('error', (error) => {
      if (!responded && ['ECONNRESET', 'EPIPE'].includes(error.code)) resolve(undefined);
      else if (!responded) reject(error);
    });
    write(request);
    if (!request.writableEnded && write.length === 0) request.end();
  });
}

const body = (text) => (request) => request.end(text);
const bearer = (value, more) => ({ authorization: `Bearer ${value}`, ...more });
const json = { 'content-type': 'application/json' };

/** An endless body without a length: it goes on until the connection is closed. */
function endless(request) {
  const chunk = Buffer.alloc(65536, '[');
  let sent = 0;
  const more = () => {
    while (!request.destroyed && sent < 64 * MEGABYTE) {
      sent += chunk.length;
      if (!request.write(chunk)) return;
    }
    request.end();
  };
  request.on('drain', more);
  more();
}

/**
 * @param {string} url of POST /token
 * @param {{ readsBody?: boolean, routes?: boolean }} [options] whether the server reads bodies (and
 * so refuses a too long one without a length), and whether it has other paths
 */
export async function hostile(url, { readsBody = false, routes = true } = {}) {
  const hidden = [SECRET, 'node_modules', '    at ', '.mjs', '.js:', 'file:', '/home', '/root'];
  const cases = {
    nobody: [401, {}],
    'nobody, with a large body': [401, { headers: { ...json }, write: body('x'.repeat(LARGE)) }],
    'nobody, with an endless body': [401, { headers: json, write: endless }],
    'another scheme': [401, { headers: { authorization: 'Basic bGV0bWVpbjp1c2VyMQ==' } }],
    'no value': [401, { headers: { authorization: 'Bearer ' } }],
    'an unknown value': [401, { headers: bearer('user1') }],
    'a pair as the value': [401, { headers: bearer('letmein=user1') }],
    'the name of a property of every object': [401, { headers: bearer('__proto__') }],
    'another such name': [401, { headers: bearer('constructor') }],
    'a user of 65 bytes': [400, { headers: bearer('toolong') }],
    'a large body': [413, { headers: bearer('letmein', json), write: body('x'.repeat(LARGE)) }],
    'a body that is not JSON': [200, { headers: bearer('letmein', json), write: body('{"a":') }],
    "somebody else's id": [
      200,
      { headers: bearer('letmein', json), write: body('{"user_id":"admin"}') },
    ],
  };
  if (routes) {
    cases['another path'] = [404, { path: '/nothing', headers: bearer('letmein') }];
    cases['a malformed path'] = [[400, 404], { path: '/%ff%', headers: bearer('letmein') }];
    cases['another method'] = [[404, 405], { method: 'PUT', headers: bearer('letmein') }];
  }
  if (readsBody) {
    cases['an endless body'] = [413, { headers: bearer('letmein', json), write: endless }];
    const gzip = { ...json, 'content-encoding': 'gzip' };
    cases['not a gzip body'] = [400, { headers: bearer('letmein', gzip), write: body('x') }];
    const unknown = { ...json, 'content-encoding': 'rot13' };
    cases['an encoding that does not exist'] = [
      415,
      { headers: bearer('letmein', unknown), write: body('x') },
    ];
  }
  let count = 0;
  for (const [called, [wanted, request]] of Object.entries(cases)) {
    const response = await send(url, request);
    count += 1;
    if (response === undefined && request.write !== undefined) continue; // closed while we wrote
    const { status, headers, body: text } = response;
    assert([wanted].flat().includes(status), `${called}: ${status} ${text.slice(0, 200)}`);
    for (const part of status === 200 ? [SECRET] : [...hidden, '04AAAA']) {
      assert(!text.includes(part), `${called}: the response shows ${part}`);
    }
    if (status !== 200) continue;
    assert.strictEqual(headers['cache-control'], 'no-store', called);
    const made = JSON.parse(text);
    assert(made.token.startsWith('04') && made.refresh_at === made.expires_at - 30, called);
  }
  return count;
}
