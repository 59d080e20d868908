"""Prints a kit token as the vendor's web UI kit makes it: CBC, no payload. Standard library and openssl only."""
import base64
import json
import os
import struct
import subprocess

secret = os.environ["TOKEN_SECRET"]
claims = {"app_id": 1234567890, "user_id": "user1", "nonce": 7, "ctime": 1700000000, "expire": 1700007200}
iv = b"0123456789abcdef"
run = subprocess.run(
    ["openssl", "enc", "-aes-256-cbc", "-K", secret.encode().hex(), "-iv", iv.hex()],
    input=json.dumps(claims).encode(), capture_output=True, check=True)
envelope = struct.pack(">qH", claims["expire"], len(iv)) + iv + struct.pack(">H", len(run.stdout)) + run.stdout
kit = {"userID": "user1", "roomID": "room1", "userName": "User", "appID": 1234567890}
print("04" + base64.b64encode(envelope).decode() + "#" + base64.b64encode(json.dumps(kit).encode()).decode())
