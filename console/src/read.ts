import { core, type Api } from './core';
import { copyButton, el, find, given, valueOf } from './dom';
import { duration, fromNow, moment, now } from './times';
import { errorMessage, t } from './words';

type Inspected = ReturnType<Api['inspect']>;
type Decoded = ReturnType<Api['decode']>;

const form = () => find<HTMLFormElement>('#read form');
let ticking: (() => void) | undefined;

/** The expiry goes on ticking while the result is shown. */
export function tick(): void {
  ticking?.();
}

/** Shows what the token of the first tab shows. */
export async function read(explain: (token: string) => void): Promise<void> {
  const result = find('#read-result');
  ticking = undefined;
  const token = valueOf(form(), 'token');
  if (token === '') {
    result.replaceChildren(el('p', { class: 'empty' }, t('emptyRead')));
    return;
  }
  const api = await core();
  const why = el('button', { type: 'button' }, t('explainThis'));
  why.addEventListener('click', () => explain(token));
  const actions = el('div', { class: 'actions' }, why);
  let seen: Inspected;
  try {
    seen = api.inspect(token.trim());
  } catch (error) {
    result.replaceChildren(failure(error), actions);
    return;
  }
  const plain = token.trim().split('#')[0] ?? '';
  const expiry = el('span');
  ticking = () => {
    const left = Number(seen.expire) - now();
    expiry.textContent = t(left >= 0 ? 'expiresIn' : 'expiredSince', fromNow(Number(seen.expire)));
    expiry.className = left < 0 ? 'bad' : left < 30 ? 'meh' : 'ok';
  };
  ticking();
  // The clock that ticks is not read out each second.
  const status = el('p', { class: 'status', 'aria-live': 'off' }, el('b', {}, `Token04 · ${seen.mode.toUpperCase()}`), expiry);
  // Pasting adds line breaks; a client that receives them is refused, so that is said.
  const trimmed = token === token.trim() ? [] : [el('p', { class: 'notice warning' }, t('trimmed'))];
  const parts = [status, ...trimmed, ...claims(api, plain, given(form(), 'secret')), ...kit(seen), el('h2', {}, t('envelope')), ...envelope(plain, seen, actions), actions];
  result.replaceChildren(...parts);
}

export function failure(error: unknown): HTMLElement {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const code = Number(error.code);
  return el(
    'div',
    { class: 'notice error', role: 'alert' },
    el('b', {}, t('error', code)),
    ' ',
    el('code', {}, error.name),
    el('br'),
    errorMessage(code, error.message),
  );
}

function claims(api: Api, token: string, secret: string | undefined): HTMLElement[] {
  const title = el('h2', {}, t('claims'));
  if (secret === undefined) return [title, el('p', { class: 'empty' }, t('secretNeeded'))];
  let decoded: Decoded;
  try {
    decoded = api.decode(token, secret);
  } catch (error) {
    return [title, failure(error)];
  }
  const { app_id, user_id, nonce, ctime, expire, payload } = decoded.claims;
  const lifetime = Number(expire) - Number(ctime);
  const rows: [string, ...(Node | string)[]][] = [
    [t('claimUser'), el('code', {}, user_id)],
    [t('claimApp'), el('code', {}, String(app_id))],
    [t('claimIssued'), moment(ctime), ' ', unix(ctime)],
    [t('claimExpires'), moment(expire), ' ', unix(expire)],
    [t('claimLifetime'), lifetime >= 0 ? duration(lifetime) : `−${duration(lifetime)}`],
    [t('claimRights'), rights(decoded)],
    [t('claimOrigin'), el('span', { class: decoded.authenticated ? 'ok' : 'meh' }, t(decoded.authenticated ? 'authentic' : 'foreign'))],
    [t('claimPayload'), ...shownPayload(payload, decoded.payloadIsText)],
    [t('claimNonce'), el('code', {}, String(nonce))],
  ];
  return [title, list('claims', rows)];
}

function list(kind: string, rows: [string, ...(Node | string)[]][]): HTMLElement {
  const all = rows.flatMap(([name, ...shown]) => [el('dt', {}, name), el('dd', {}, ...shown)]);
  return el('dl', { class: kind }, ...all);
}

const unix = (time: number | bigint) => el('small', {}, `(${time})`);

function rights(decoded: Decoded): string {
  const held = decoded.privileges;
  if (!held) return t('identityOnly');
  const login = t(held.login ? 'rightLogin' : 'noLogin', held.roomId);
  const streams = held.streamIds?.join(', ');
  const publish = !held.publish ? t('noPublish') : streams === undefined ? t('rightAny') : t('rightStreams', streams);
  return login + t('and') + publish;
}

function shownPayload(payload: unknown, isText: boolean): (Node | string)[] {
  if (!isText) {
    return [t('notText'), el('pre', { class: 'wrap' }, JSON.stringify(payload, (_, value) => (typeof value === 'bigint' ? String(value) : value), 2))];
  }
  if (payload === '' || payload === null || payload === undefined) return [t('none')];
  const text = String(payload);
  try {
    return [el('pre', { class: 'wrap' }, JSON.stringify(JSON.parse(text), undefined, 2))];
  } catch {
    return [el('pre', { class: 'wrap' }, text)];
  }
}

function kit(seen: Inspected): HTMLElement[] {
  if (!seen.kit) return [];
  const { userId, roomId, userName, appId } = seen.kit;
  return [
    el('h2', {}, t('kitPart')),
    list('claims', [
      [t('claimUser'), el('code', {}, userId)],
      [t('kitName'), userName],
      [t('rightRoom'), el('code', {}, roomId)],
      [t('claimApp'), el('code', {}, String(appId))],
    ]),
  ];
}

/** The bytes of a token that `inspect` accepted: their places follow from its lengths. */
function envelope(token: string, seen: Inspected, actions: HTMLElement): HTMLElement[] {
  const bytes = Uint8Array.from(atob(token.slice(2)), (unit) => unit.charCodeAt(0));
  const parts: [string, number, string][] = [
    [t('fieldExpire'), 8, `${seen.expire}, ${moment(seen.expire)}`],
    [t('fieldIvLength'), 2, String(seen.ivLength)],
    [t('fieldIv'), seen.ivLength, ''],
    [t('fieldLength'), 2, String(seen.ciphertextLength)],
    [t(seen.mode === 'gcm' ? 'fieldTag' : 'fieldCiphertext'), seen.ciphertextLength, ''],
  ];
  const named = parts.reduce((sum, [, length]) => sum + length, 0);
  if (bytes.length > named) parts.push([t('fieldMode'), bytes.length - named, t('modeIs', bytes[named] ?? '')]);
  const view = el('div', { class: 'bytes mono', 'aria-hidden': 'true' });
  const legend = el('dl', { class: 'legend' });
  let at = 0;
  for (const [index, [name, length, value]] of parts.entries()) {
    const part = bytes.subarray(at, at + length);
    const hex = Array.from(part.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    view.append(el('span', { class: `f${index + 1}` }, hex + (length > SHOWN ? ' …' : '')), ' ');
    legend.append(
      el('dt', { class: `f${index + 1}` }, name),
      el('dd', {}, value, value && ' ', el('small', {}, t('bytes', length))),
    );
    at += length;
  }
  const all = () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  actions.append(copyButton(t('copyHex'), t('copied'), all));
  return [view, legend];
}

/** Bytes of one field that are shown; all of them can be copied. */
const SHOWN = 512;
