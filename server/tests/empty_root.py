"""empty_root.py BINARY: the binary alone in an empty root, as another user, with nothing to write to. Needs root."""
import json, os, pathlib, shutil, subprocess, sys, tempfile, time, urllib.request

binary = pathlib.Path(sys.argv[1])
dynamic = subprocess.run(["readelf", "-lW", binary], capture_output=True, text=True, check=True).stdout
assert "INTERP" not in dynamic, "it needs a loader"
root = pathlib.Path(tempfile.mkdtemp())
shutil.copy(binary, root / "token04-server")
(root / "config.toml").write_text('[header]\nuser_header = "x-user"\nsecret_header = "x-proxy"\n[[allow]]\nrooms = ["lobby"]\n')
os.chmod(root, 0o555)
files = {p.name: p.stat().st_size for p in root.iterdir()}
print("the root:", files)
environment = {"ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": "0123456789abcdef" * 2, "TOKEN04_PROXY_SECRET": "p" * 32}

def run(*arguments):
    words = ["chroot", "--userspec=65532:65532", root, "/token04-server", *arguments]
    return subprocess.Popen(words, env=environment | {"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, text=True)

assert run("check-config", "--config", "/config.toml").wait() == 0
service = run("serve", "--config", "/config.toml", "--listen", "127.0.0.1:0", "--metrics-listen", "none")
try:
    address = json.loads(service.stdout.readline())["address"]
    status = pathlib.Path(f"/proc/{service.pid}/status").read_text()
    assert "Uid:\t65532" in status, "another user"
    assert run("health", "--url", f"http://{address}/readyz").wait() == 0
    assert run("health", "--url", f"http://{address}/none").wait() == 1
    headers = {"content-type": "application/json", "x-user": "ada", "x-proxy": "p" * 32}
    request = urllib.request.Request(f"http://{address}/token", b'{"room_id":"lobby"}', headers)
    minted = json.load(urllib.request.urlopen(request))
    assert minted["user_id"] == "ada" and minted["token"].startswith("04")
finally:
    service.terminate()
assert service.wait(15) == 0
os.chmod(root, 0o755)
shutil.rmtree(root)
print("minted in an empty root as user 65532")
