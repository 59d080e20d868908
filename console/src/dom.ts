type Child = Node | string | undefined | false;

/** An element with text and elements inside. Strings stay text: nothing here reads HTML. */
export function el(tag: string, given: Record<string, string> = {}, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

export function find<T extends Element = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`no element ${selector}`);
  return found;
}

/** The value of a field of a form, as it was typed. */
export function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field && 'value' in field ? String(field.value) : '';
}

/** undefined for an empty field: nothing is expected then. */
export function given(form: HTMLFormElement, name: string): string | undefined {
  return valueOf(form, name) || undefined;
}

export function checked(form: HTMLFormElement, name: string): boolean {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement && field.checked;
}

/** Digits as an integer; anything else as it is, for the core to refuse. */
export function integer(text: string): number | bigint | string {
  const digits = text.trim();
  if (!/^-?\d+$/.test(digits)) return text;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

/** A button that copies what `text` returns at that moment. */
export function copyButton(label: string, done: string, text: () => string): HTMLElement {
  const button = el('button', { type: 'button' }, label);
  button.addEventListener('click', () => void copy(button, done, text()));
  return button;
}

export async function copy(button: HTMLElement, done: string, text: string): Promise<void> {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard API, as in a page from disk in some browsers.
    const area = document.createElement('textarea');
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  button.textContent = done;
  setTimeout(() => (button.textContent = before), 1500);
}
