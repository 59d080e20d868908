import table from 'token04:findings';
import codes from 'token04:sdk-codes';
import { core } from './core';
import { el, find, given, integer, valueOf } from './dom';
import { failure } from './read';
import { finding, meaningOf, sdkName, t } from './words';

interface Found {
  id: string;
  severity: string;
  message: string;
  advice: string;
  sdkCodes: readonly number[];
}

const form = () => find<HTMLFormElement>('#why form');

/** The codes to choose from. */
export function fill(): void {
  const options = codes.map(({ code, meaning, sdk }) => el('option', { value: String(code) }, `${sdkName(sdk)}: ${meaningOf(meaning)}`));
  find('#codes').replaceChildren(...options);
}

/** Shows what `explain` finds, with what the form expects. */
export async function why(): Promise<void> {
  const result = find('#why-result');
  const token = valueOf(form(), 'token');
  const expected = ['secret', 'app', 'user', 'room', 'stream', 'kind', 'code'].map((name) => given(form(), name));
  const [secret, app, userId, roomId, streamId, kind, code] = expected;
  if (token === '' && expected.every((value) => value === undefined)) {
    result.replaceChildren(el('p', { class: 'empty' }, t('emptyWhy')));
    return;
  }
  const api = await core();
  const appId = app === undefined ? undefined : integer(app);
  let found: readonly Found[];
  try {
    found = api.explain(token, { secret, appId: appId as number, userId, roomId, streamId, kit: kind === undefined ? undefined : kind === 'kit' });
  } catch (error) {
    result.replaceChildren(failure(error));
    return;
  }
  result.replaceChildren(...sdk(code, found), ...report(found, Number(code)));
}

function report(found: readonly Found[], code: number): HTMLElement[] {
  const real = found.filter(({ severity }) => severity !== 'note');
  const good = el('div', { class: 'notice good' }, el('b', {}, t('allGood')), ' ', t('allGoodFor'));
  const title = real.length === 0 ? good : el('h2', {}, t(real.length === 1 ? 'oneCause' : 'moreCauses'));
  return [title, ...found.map((one, index) => card(one, code, index === 0 && real.length > 0))];
}

function card(found: Found, code: number, first: boolean): HTMLElement {
  const { id, severity, sdkCodes } = found;
  const template = table.find((row) => row.id === id)?.message ?? '';
  const [message, advice] = finding(id, found.message, found.advice, template);
  const tag = t(`severity_${severity}` as 'severity_error');
  const fits = sdkCodes.includes(code) && el('span', { class: 'tag fits' }, t('matches', code));
  const meta = el('p', { class: 'meta' }, el('code', {}, id), sdkCodes.length > 0 && ` · ${t('sdkShows')}: ${sdkCodes.join(', ')}`);
  return el(
    'div',
    { class: `finding ${severity}${first ? ' first' : ''}`, 'data-id': id },
    el('p', {}, el('span', { class: 'tag' }, tag), fits, el('b', {}, message)),
    el('p', {}, advice),
    meta,
  );
}

/** What the code says that the SDK showed, and what leads to it where nothing found does. */
function sdk(code: string | undefined, found: readonly Found[]): HTMLElement[] {
  if (code === undefined) return [];
  const known = codes.find((row) => row.code === Number(code));
  if (!known) return [el('p', { class: 'notice warning' }, t('codeUnknown', code))];
  const meaning = el('p', { class: 'notice' }, t('codeMeans', code, sdkName(known.sdk), meaningOf(known.meaning)));
  if (found.some(({ sdkCodes }) => sdkCodes.includes(known.code))) return [meaning];
  const causes = table.filter(({ sdkCodes }) => sdkCodes.includes(known.code));
  const items = causes.map((row) => el('li', {}, finding(row.id, row.message, row.advice, row.message)[0].replace('{}', '…')));
  if (items.length === 0) return [meaning];
  meaning.append(' ', t('codeNone'), el('ul', {}, ...items));
  return [meaning];
}
