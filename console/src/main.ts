import { core, forget } from './core';
import { copy, find } from './dom';
import { code, mint, update } from './mint';
import { read, tick } from './read';
import { fill, why } from './why';
import { show, t, type Language } from './words';

const TABS = ['read', 'why', 'mint'] as const;
type Tab = (typeof TABS)[number];

function open(tab: Tab, focus = false): void {
  for (const name of TABS) {
    const button = find(`#tab-${name}`);
    button.setAttribute('aria-selected', String(name === tab));
    button.tabIndex = name === tab ? 0 : -1;
    find(`#${name}`).hidden = name !== tab;
    if (name === tab && focus) button.focus();
  }
}

/** Takes a token, and never a secret, into another tab. */
function carry(tab: 'read' | 'why', token: string): void {
  const field = find<HTMLTextAreaElement>(`#${tab} [name=token]`);
  field.value = token;
  open(tab, true);
  void refresh();
}

const readNow = () => guard(read((token) => carry('why', token)));
const whyNow = () => guard(why());
const refresh = () => Promise.all([readNow(), whyNow()]);

function guard(work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    find('#broken').hidden = false;
    console.error(error instanceof Error ? error.name : 'failed');
  });
}

/** Clears all secrets, and what they showed. Minted tokens go too. */
function wipe(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('[name=secret]')) field.value = '';
  find('#mint-result').replaceChildren();
  forget();
  void refresh();
}

function speak(language: Language): void {
  show(language);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-language') === language));
  }
  find('#mint-result').replaceChildren();
  hideSecrets();
  fill();
  void refresh();
}

function hideSecrets(): void {
  for (const button of document.querySelectorAll('.show')) {
    button.setAttribute('aria-pressed', 'false');
    button.textContent = t('show');
    button.previousElementSibling?.querySelector('input')?.setAttribute('type', 'password');
  }
}

function isLocal(): boolean {
  const { protocol, hostname } = location;
  return protocol === 'file:' || /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function start(): void {
  find('#remote').hidden = isLocal();
  for (const [index, name] of TABS.entries()) {
    const button = find(`#tab-${name}`);
    button.addEventListener('click', () => open(name));
    button.addEventListener('keydown', (event) => {
      const moves: Record<string, number> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: TABS.length - 1 };
      const next = moves[event.key];
      const tab = next === undefined ? undefined : TABS[(next + TABS.length) % TABS.length];
      if (!tab) return;
      event.preventDefault();
      open(tab, true);
    });
  }
  for (const form of document.querySelectorAll('form')) form.addEventListener('submit', (event) => event.preventDefault());
  find('#read form').addEventListener('input', readNow);
  find('#why form').addEventListener('input', whyNow);
  const minting = find<HTMLFormElement>('#mint form');
  minting.noValidate = true;
  minting.addEventListener('input', () => {
    // A token of what the form said before would be taken for one of what it says now.
    find('#mint-result').replaceChildren();
    update();
  });
  minting.addEventListener('submit', () => void guard(mint((token) => carry('read', token))));
  find('#code-language').addEventListener('input', update);
  find('#copy-code').addEventListener('click', (event) => {
    if (event.currentTarget instanceof HTMLElement) void copy(event.currentTarget, t('copied'), code());
  });
  for (const button of document.querySelectorAll<HTMLElement>('.show')) {
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      button.textContent = t(shown ? 'hide' : 'show');
      button.previousElementSibling?.querySelector('input')?.setAttribute('type', shown ? 'text' : 'password');
    });
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => speak(button.getAttribute('data-language') as Language));
  }
  addEventListener('pagehide', wipe);
  setInterval(tick, 1000);
  speak(language);
  update();
  void guard(core().then(() => undefined));
  document.documentElement.dataset.ready = '';
}

const language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
// The first frame shows the page as it is written, which is in English. A hidden page has no frames.
if (document.hidden || language !== 'en') start();
else requestAnimationFrame(() => setTimeout(start));
