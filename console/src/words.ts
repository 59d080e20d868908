import { ERRORS_ZH, FINDINGS_ZH } from './chinese';

export type Language = 'en' | 'zh';

/** Strings that the script writes. Those of the page itself are in index.html, in English. */
const ENGLISH = {
  in: 'in {}', ago: '{} ago', noDate: 'no date can hold this time',
  copy: 'Copy', copied: 'Copied', show: 'Show', hide: 'Hide',
  emptyRead: 'Paste a token above. Without the secret you see its mode, its expiry and its bytes; with the secret, its claims.',
  emptyWhy: 'Paste the token that was refused. Add what you know: each field rules out causes.',
  expiresIn: 'Expires {}', expiredSince: 'Expired {}',
  trimmed: 'There is white space around this token. It was left out here; an SDK refuses the token with it.',
  envelope: 'Envelope', fieldExpire: 'expiry', fieldIvLength: 'length of the IV', fieldIv: 'IV', fieldLength: 'length of the ciphertext',
  fieldCiphertext: 'ciphertext', fieldTag: 'ciphertext and tag', fieldMode: 'mode', bytes: '{} bytes', modeIs: '{} = GCM',
  claims: 'Claims', claimApp: 'App ID', claimUser: 'User ID', claimIssued: 'Issued', claimExpires: 'Expires', claimLifetime: 'Lifetime', claimNonce: 'Nonce',
  claimPayload: 'Payload', claimRights: 'Rights', none: 'none', notText: 'a JSON value, where the format demands a string', claimOrigin: 'Origin',
  authentic: 'Made by token04 under this secret, unchanged', foreign: 'Not authenticated: made by another generator, or changed. verify refuses it; the vendor may accept it.',
  rightLogin: 'log in to room {}', noLogin: 'not log in to room {}', rightAny: 'publish any stream', rightStreams: 'publish {}', noPublish: 'publish nothing', identityOnly: 'no room privileges (identity token)', and: '; ',
  kitPart: 'Part of the web UI kit', kitName: 'User name', rightRoom: 'Room ID', copyHex: 'Copy the bytes as hex',
  explainThis: 'Explain it under “Why refused?”', readThis: 'Read this token', error: 'Error {}', notRead: 'The claims could not be read.', secretNeeded: 'Enter the ServerSecret to read the claims.',
  allGood: 'No reason for a refusal was found.', allGoodFor: 'Checked with what was filled in. The notes below are worth knowing.',
  oneCause: 'Most likely cause', moreCauses: 'Most likely cause first',
  severity_critical: 'critical', severity_error: 'error', severity_warning: 'warning', severity_note: 'note',
  sdkShows: 'SDK codes', matches: 'fits the code {}', codeMeans: 'Code {} of the {} SDK: {}.', codeUnknown: 'Code {} is not in the table of token errors.', codeNone: 'None of the findings leads to this code. Causes that do:', 
  minted: 'Your token', issuedAt: 'Issued', expiresAt: 'Expires', refreshAt: 'Renew from', copyToken: 'Copy the token',
};

type Key = keyof typeof ENGLISH;

const CHINESE: Record<Key, string> = {
  in: '{}后', ago: '{}前', noDate: '该时间无法表示为日期',
  copy: '复制', copied: '已复制', show: '显示', hide: '隐藏',
  emptyRead: '请在上方粘贴 Token。没有密钥时可查看模式、过期时间和字节；有密钥时可查看声明内容。',
  emptyWhy: '请粘贴被拒绝的 Token，并填写已知信息：每一项都能排除一些原因。',
  expiresIn: '{}过期', expiredSince: '{}已过期',
  trimmed: 'Token 前后有空白字符。此处已忽略；SDK 会因此拒绝该 Token。',
  envelope: '外层结构', fieldExpire: '过期时间', fieldIvLength: 'IV 长度', fieldIv: 'IV', fieldLength: '密文长度',
  fieldCiphertext: '密文', fieldTag: '密文和认证标签', fieldMode: '模式', bytes: '{} 字节', modeIs: '{} = GCM',
  claims: '声明内容', claimApp: 'App ID', claimUser: '用户 ID', claimIssued: '签发时间', claimExpires: '过期时间', claimLifetime: '有效期', claimNonce: '随机数',
  claimPayload: '载荷（payload）', claimRights: '权限', none: '无', notText: '是 JSON 值，而格式要求字符串', claimOrigin: '来源',
  authentic: '由 token04 用此密钥签发，未被改动', foreign: '未经认证：由其他生成器签发，或已被改动。verify 会拒绝它；厂商可能接受。',
  rightLogin: '可登录房间 {}', noLogin: '不可登录房间 {}', rightAny: '可推任意流', rightStreams: '可推流 {}', noPublish: '不可推流', identityOnly: '无房间权限（身份 Token）', and: '；',
  kitPart: 'Web UI Kit 部分', kitName: '用户名', rightRoom: '房间 ID', copyHex: '复制十六进制字节',
  explainThis: '在“为何被拒”中分析', readThis: '读取此 Token', error: '错误 {}', notRead: '无法读取声明内容。', secretNeeded: '输入 ServerSecret 以读取声明内容。',
  allGood: '未发现会被拒绝的原因。', allGoodFor: '已按填写的信息检查。下面的提示值得了解。',
  oneCause: '最可能的原因', moreCauses: '按可能性排序',
  severity_critical: '严重', severity_error: '错误', severity_warning: '警告', severity_note: '提示',
  sdkShows: 'SDK 错误码', matches: '符合错误码 {}', codeMeans: '错误码 {}（{} SDK）：{}。', codeUnknown: '错误码 {} 不在 Token 错误码表中。', codeNone: '上述结果都不会导致该错误码。可能导致它的原因：',
  minted: '您的 Token', issuedAt: '签发时间', expiresAt: '过期时间', refreshAt: '可续期时间', copyToken: '复制 Token',
};

/** The page's own strings in Chinese, by their data-t. */
const PAGE_ZH: Record<string, string> = {
  console: '控制台', tagline: '读取、分析和生成 ZEGOCLOUD Token04。任何内容都不会离开此页面。',
  remote: '此页面来自网站。请只在从本地磁盘或本机打开的副本中输入 ServerSecret：控制网站的人可以更改其页面。',
  broken: '此浏览器不支持 WebAssembly，因此页面无法读取 Token。',
  tools: '工具', tabRead: '读取', tabWhy: '为何被拒？', tabMint: '生成', token: 'Token',
  readHelp: '普通 Token，或带 # 部分的 Web UI Kit Token。',
  secretOptional: 'ServerSecret（可选：用于显示声明内容）', secretHelp: '厂商控制台中的 32 个字符。不会存储或发送，离开页面时清除。',
  whyHelp: '请原样粘贴客户端收到的内容，即使它不是 Token。', secretWhy: 'ServerSecret（可选：用于检查声明和权限）', secretWhyHelp: '请按服务器上的配置原样填写，包括可能的错误。',
  expected: '客户端使用的值（填写已知的即可）', appId: 'App ID', userId: '用户 ID', roomId: '房间 ID', streamId: '要推的流 ID',
  kind: 'Token 类型', kindAny: '均可', kindPlain: '普通（SDK）', kindKit: 'Web UI Kit', sdkCode: 'SDK 显示的错误码',
  mintNotice: '用于开发时的临时 Token。正式环境中由您的服务器生成：请复制下面的代码。',
  secret: 'ServerSecret', rights: 'Token 的权限', identity: '仅身份：说明用户是谁', loginOnly: '登录房间', publishOnly: '在房间中推流', loginPublish: '登录并推流',
  streams: '流 ID，每行一个', anyStream: '任意流', ttl: '有效期（秒）', mode: '模式', modeCbc: 'CBC（所有 SDK 都支持）', modeGcm: 'GCM（较新）',
  asKit: '用作 Web UI Kit 的 Token', userName: 'Kit 中的用户名', mintButton: '生成 Token', sameInCode: '用代码实现', codeIn: '语言', codeLabel: '代码',
  unofficial: '非官方项目：与厂商无关。', copy: '复制', show: '显示',
};

const SDK_ZH: Record<string, string> = { 'chat (ZIM)': '聊天 (ZIM)', native: '原生', web: 'Web' };

/** The meanings of SDK codes, as docs/FORMAT.md has them. */
const MEANINGS_ZH: Record<string, string> = {
  'authentication failed': '鉴权失败', 'no token': '没有 Token', 'internal error': '内部错误', 'payload is not JSON': 'payload 不是 JSON',
  'app id': 'App ID 错误', 'user id': '用户 ID 错误', expired: '已过期', version: '版本错误', 'type of the nonce': '随机数类型错误',
  'the renewed token lacks publishing': '续期的 Token 没有推流权限', 'publishing or playing is not allowed': '不允许推流或拉流',
  format: '格式错误', invalid: '无效', 'under 30 seconds left': '剩余不足 30 秒',
};

let current: Language = 'en';
export const language = (): Language => current;

/** A string in the language of the page. `{}` are replaced one after the other. */
export function t(key: Key, ...values: (string | number)[]): string {
  let text: string = (current === 'zh' ? CHINESE : ENGLISH)[key];
  for (const value of values) text = text.replace('{}', () => String(value));
  return text;
}

export const sdkName = (sdk: string): string => (current === 'zh' ? (SDK_ZH[sdk] ?? sdk) : sdk);

export const meaningOf = (meaning: string): string => (current === 'zh' ? (MEANINGS_ZH[meaning] ?? meaning) : meaning);

/** The core's message of an error, or its Chinese. */
export function errorMessage(code: number, english: string): string {
  return (current === 'zh' && ERRORS_ZH[code]) || english;
}

/** Message and advice of a finding. What the core filled in, a number or a field, stays. */
export function finding(id: string, message: string, advice: string, template: string): [string, string] {
  const chinese = current === 'zh' ? FINDINGS_ZH[id] : undefined;
  if (!chinese) return [message, advice];
  const [before = '', after = ''] = template.split('{}');
  const filled = template.includes('{}') ? message.slice(before.length, message.length - after.length) : '';
  return [chinese[0].replace('{}', () => filled), chinese[1]];
}

const english = new Map<Element, string>();

/** Shows the page in a language; what the script wrote is written anew by its owner. */
export function show(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-Hans' : 'en';
  for (const element of document.querySelectorAll('[data-t]')) {
    if (!english.has(element)) english.set(element, element.textContent ?? '');
    const key = element.getAttribute('data-t') ?? '';
    element.textContent = (chosen === 'zh' ? PAGE_ZH[key] : undefined) ?? english.get(element) ?? '';
  }
  for (const element of document.querySelectorAll('[data-t-label]')) {
    const known = element.getAttribute('data-en') ?? element.getAttribute('aria-label') ?? '';
    element.setAttribute('data-en', known);
    const key = element.getAttribute('data-t-label') ?? '';
    element.setAttribute('aria-label', (chosen === 'zh' ? PAGE_ZH[key] : undefined) ?? known);
  }
}
