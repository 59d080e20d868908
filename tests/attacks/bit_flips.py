#!/usr/bin/env python3
"""Flips every bit of genuine tokens of both modes, one at a time."""
import base64

from common import CBC, GCM, Envelope, Server, arguments, main, report

PAYLOADS = ["", '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":["stage"]}']


def attack(options) -> int:
    with Server(options.server) as server:
        server.check()
        tried, accepted = 0, 0
        for mode in (CBC, GCM):
            for payload in PAYLOADS:
                raw = Envelope.of(server.mint("mallory", payload, mode=mode)).bytes()
                for bit in range(8 * len(raw)):
                    changed = bytearray(raw)
                    changed[bit // 8] ^= 1 << bit % 8
                    tried += 1
                    accepted += server.accepts("04" + base64.b64encode(changed).decode())
        return report("bit flips", tried, server.requests, accepted)


if __name__ == "__main__":
    main(attack, arguments(__doc__).parse_args())
