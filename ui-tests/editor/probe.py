#!/usr/bin/env python3
"""Asks rust-analyzer what it completes in half-typed code that uses the macros.

Usage: probe.py

A case of `cases.txt` begins with a line `# name | label`. Below it is the code, in which `$0` is the cursor, and the label is
what has to be among the completions. Prints a line a case, and exits with 1 if one fails. Needs rust-analyzer
(`rustup component add rust-analyzer`).
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
FILE = ROOT / "src/lib.rs"
LIMIT = 600  # seconds, for all cases
CONTENT_MODIFIED = -32801  # the server was still busy with the last change


class Server:
    """rust-analyzer, as editors speak to it: JSON, each message behind its length."""

    def __init__(self):
        self.process = subprocess.Popen(["rust-analyzer"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.requests = 0

    def send(self, **message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(text), text))
        self.process.stdin.flush()

    def receive(self):
        """The next message. What the server asks in between is answered with nothing, its own defaults."""
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.startswith(b"Content-Length:"):
                    length = int(line.split(b":")[1])
            if not length:
                raise EOFError("rust-analyzer has ended")
            message = json.loads(self.process.stdout.read(length))
            if "method" not in message or "id" not in message:
                return message
            items = message["params"].get("items") if message["method"] == "workspace/configuration" else None
            self.send(id=message["id"], result=items and [None] * len(items))

    def request(self, method, **params):
        while True:
            self.requests += 1
            self.send(id=self.requests, method=method, params=params)
            while (answer := self.receive()).get("id") != self.requests:
                pass
            if answer.get("error", {}).get("code") != CONTENT_MODIFIED:
                return answer["result"]

    def start(self):
        """Loads the crate, and waits until that is done."""
        self.request(
            "initialize", processId=os.getpid(), rootUri=ROOT.as_uri(),
            workspaceFolders=[{"uri": ROOT.as_uri(), "name": "editor"}],
            capabilities={"experimental": {"serverStatusNotification": True}},
            initializationOptions={"checkOnSave": False, "cachePriming": {"enable": False}})
        self.send(method="initialized", params={})
        self.send(method="textDocument/didOpen", params={"textDocument": {
            "uri": FILE.as_uri(), "languageId": "rust", "version": 0, "text": FILE.read_text()}})
        while True:
            message = self.receive()
            if message.get("method") == "experimental/serverStatus" and message["params"]["quiescent"]:
                return

    def completions(self, version, code):
        """The labels that are offered at the cursor."""
        before, after = code.split("$0")
        self.send(method="textDocument/didChange", params={
            "textDocument": {"uri": FILE.as_uri(), "version": version}, "contentChanges": [{"text": before + after}]})
        cursor = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        answer = self.request("textDocument/completion", textDocument={"uri": FILE.as_uri()}, position=cursor) or []
        return [item["label"] for item in (answer if isinstance(answer, list) else answer["items"])]


def main():
    signal.alarm(LIMIT)
    cases = re.findall(r"^# (.+) \| (.+)\n((?:(?!# .+ \| ).*\n)+)", (ROOT / "cases.txt").read_text(), re.MULTILINE)
    server = Server()
    server.start()
    failed = 0
    for version, (name, label, code) in enumerate(cases, start=1):
        labels = server.completions(version, code)
        found = any(offered.startswith(label) for offered in labels)
        failed += not found
        print(f"{'ok  ' if found else 'FAIL'} {name}: {label} among {len(labels)}", flush=True)
    server.process.terminate()
    print(f"{len(cases) - failed} passed, {failed} failed")
    return failed > 0 or not cases


if __name__ == "__main__":
    sys.exit(main())
