import { core, forget } from './core';
import { checked, copyButton, el, find, integer, valueOf } from './dom';
import { failure } from './read';
import { SAMPLES, type Wanted } from './samples';
import { moment } from './times';
import { t } from './words';

const form = () => find<HTMLFormElement>('#mint form');

function wanted(): Wanted {
  const all = form();
  const rights = valueOf(all, 'rights') as Wanted['rights'];
  return {
    user: valueOf(all, 'user'),
    rights,
    room: valueOf(all, 'room'),
    streams: valueOf(all, 'streams').split('\n').filter((line) => line !== ''),
    any: rights === 'both' && checked(all, 'any'),
    ttl: valueOf(all, 'ttl'),
    mode: valueOf(all, 'mode') as Wanted['mode'],
    kit: checked(all, 'kit'),
    name: valueOf(all, 'name'),
    app: valueOf(all, 'app'),
  };
}

/** Shows the fields that the choices need, and the code. */
export function update(): void {
  const { rights, any, kit } = wanted();
  const publishes = rights === 'publish' || rights === 'both';
  find('#mint-room').hidden = rights === 'identity' && !kit;
  find('#mint-any').hidden = rights !== 'both';
  find('#mint-streams').hidden = !publishes || any;
  find('#mint-name').hidden = !kit;
  const chosen = find<HTMLSelectElement>('#code-language');
  if (chosen.options.length === 0) {
    chosen.append(...SAMPLES.map(({ name }) => el('option', {}, name)));
  }
  find('#code').textContent = code();
}

/** The code in the chosen language, with examples for fields that are empty. */
export function code(): string {
  const asked = wanted();
  const sample = SAMPLES[find<HTMLSelectElement>('#code-language').selectedIndex];
  const streams = asked.streams.length > 0 ? asked.streams : ['stream1'];
  return sample?.write({ ...asked, streams, user: asked.user || 'user1', room: asked.room || 'room1', name: asked.name || asked.user || 'User One' }) ?? '';
}

/** Mints as the form says. */
export async function mint(read: (token: string) => void): Promise<void> {
  const result = find('#mint-result');
  const asked = wanted();
  const { user, rights, room, streams, any, mode, kit, name } = asked;
  const api = await core();
  try {
    const appId = integer(asked.app) as number;
    const generator = new api.TokenGenerator(appId, valueOf(form(), 'secret'), { mode });
    const { RoomPrivileges } = api;
    const held = {
      identity: () => '' as const,
      login: () => RoomPrivileges.loginOnly(room),
      publish: () => RoomPrivileges.publishOnly(room, streams),
      both: () => (any ? RoomPrivileges.loginAndPublishAny(room) : RoomPrivileges.loginAndPublish(room, streams)),
    };
    const issued = generator.issue(user, integer(asked.ttl) as number, held[rights]());
    const token = kit ? api.kitToken(issued.token, room, user, name, appId) : issued.token;
    const reading = el('button', { type: 'button' }, t('readThis'));
    reading.addEventListener('click', () => read(token));
    const times = [
      [t('issuedAt'), moment(issued.issuedAt)],
      [t('refreshAt'), moment(issued.refreshAt)],
      [t('expiresAt'), moment(issued.expiresAt)],
    ];
    result.replaceChildren(
      el('h2', {}, t('minted')),
      el('pre', { class: 'wrap', id: 'minted', tabindex: '0', role: 'region', 'aria-label': t('minted') }, token),
      el('div', { class: 'actions' }, copyButton(t('copyToken'), t('copied'), () => token), reading),
      el('dl', { class: 'times' }, ...times.flatMap(([term = '', time = '']) => [el('dt', {}, term), el('dd', {}, time)])),
    );
  } catch (error) {
    result.replaceChildren(failure(error));
  } finally {
    forget();
  }
}
