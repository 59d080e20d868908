// Compiled only: the declarations of the vendor's SDK fit `attach`.
import { ZegoExpressEngine } from 'zego-express-engine-webrtc';
import { createTokenSource, type Token } from '@token04/client';

const source = createTokenSource({ endpoint: '/token', room: 'room1', headers: { authorization: 'Bearer x' } });
const engine = new ZegoExpressEngine(1234567890, 'wss://example.com/ws');
const detach: () => void = source.attach(engine);
export const seen: Promise<string> = source.get();
export const end: () => void = source.onRenew((token: Token) => console.log(token.expiresAt));
detach();
// @ts-expect-error a secret is no option
createTokenSource({ endpoint: '/token', serverSecret: 'x' });
// @ts-expect-error another object is no engine
source.attach({ on() {} });
