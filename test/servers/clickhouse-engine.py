"""The engine of ClickHouse 26 (chdb-core) behind its HTTP interface, written from the documentation:
credentials in headers, values as param_*, settings in the address, errors as `Code: N` with a status."""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from chdb import session

USER, PASSWORD = sys.argv[1], sys.argv[2]
STATUS = {62: 400, 47: 404, 60: 404, 81: 404, 516: 403, 497: 403, 159: 408}
engine = session.Session()
lock = threading.Lock()
calls = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, text, headers=()):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def fail(self, code, message):
        self.answer(STATUS.get(code, 500), f"Code: {code}. {message}\n", [("X-ClickHouse-Exception-Code", str(code))])

    def do_GET(self):
        self.answer(200, json.dumps(calls))

    def do_POST(self):
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        sql = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        user, key = self.headers.get("X-ClickHouse-User"), self.headers.get("X-ClickHouse-Key")
        if (user, key) != (USER, PASSWORD):
            return self.fail(516, f"DB::Exception: {user}: Authentication failed. (AUTHENTICATION_FAILED)")
        calls.append({"sql": sql, "asked": asked})
        if sql.startswith("KILL"):
            return self.answer(200, "")
        values = {name[6:]: value for name, value in asked.items() if name.startswith("param_")}
        limits = {name: asked[name] for name in ("readonly", "max_execution_time") if name in asked}
        if "SELECT" in sql and limits:
            sql += " SETTINGS " + ", ".join(f"{name} = {value}" for name, value in limits.items())
        try:
            with lock:
                result = engine.query(sql, asked.get("default_format", "TabSeparated"), params=values)
            self.answer(200, str(result), [("Content-Type", "application/json; charset=UTF-8")])
        except Exception as error:
            _, code, message = re.match(r"(?s)(Code: (\d+)\. )?(.*)", str(error)).groups()
            self.fail(int(code or 0), message)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
