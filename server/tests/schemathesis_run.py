"""schemathesis_run.py BINARY SCHEMATHESIS: asks everything of the OpenAPI document, in --dev with the rehearsal."""
import json, pathlib, subprocess, sys, tempfile

binary, schemathesis = sys.argv[1:]
folder = pathlib.Path(__file__).parent.parent
environment = {"ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": "0123456789abcdef" * 2}
config = folder / "tests" / "schemathesis.toml"
service = subprocess.Popen(
    [binary, "serve", "--dev", "--rehearsal", "--config", config, "--listen", "127.0.0.1:0"],
    env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
address = next(json.loads(line)["address"] for line in service.stdout if '"listening"' in line)
subprocess.Popen(["cat"], stdin=service.stdout, stdout=subprocess.DEVNULL)
words = [schemathesis, "run", folder / "openapi.json", "--url", f"http://{address}", "--max-examples", "100",
         "--exclude-path", "/rehearsal/events", "--checks", "not_a_server_error,status_code_conformance,"
         "content_type_conformance,response_schema_conformance,unsupported_method,negative_data_rejection", "--seed", "4"]
with tempfile.TemporaryDirectory() as elsewhere:  # it keeps a cache where it runs
    outcome = subprocess.run(words, cwd=elsewhere).returncode
service.terminate()
assert service.wait(15) == 0
sys.exit(outcome)
