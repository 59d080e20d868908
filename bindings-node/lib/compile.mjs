/** The module of the bytes inside; base64 in pieces that every runtime reads alike. */
export function compile(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return new WebAssembly.Module(bytes);
}
