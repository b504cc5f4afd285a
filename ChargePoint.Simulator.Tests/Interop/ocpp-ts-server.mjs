// A Central System made with npm's ocpp-ts: it holds the calls of the charge point against the schemas.

import http from 'node:http';
import { createRequire } from 'node:module';
import { connected, disconnected, handlers, obey, say } from './central-system.mjs';

const require = createRequire(import.meta.url);
const { OcppServer } = require('ocpp-ts');
const { Protocol } = require('ocpp-ts/dist/src/impl/Protocol.js');

// What it does not like it answers with an error, or only prints.
const refuse = Protocol.prototype.callError;
Protocol.prototype.callError = function callError(messageId, error) {
  say({ invalid: messageId, id: '', outbound: false, reason: `${error.code}: ${error.message} ${JSON.stringify(error.details ?? {})}` });
  return refuse.call(this, messageId, error);
};
console.error = (...words) => say({ bad: words.join(' '), id: '' });
console.info = console.error;

// It keeps its HTTP server to itself, and would listen to the whole network.
const listen = http.Server.prototype.listen;
http.Server.prototype.listen = function listenOnLoopback() {
  return listen.call(this, 0, '127.0.0.1', () => say({ listening: this.address().port }));
};

const server = new OcppServer();
server.on('connection', (client) => {
  const id = client.getCpId();
  connected(id, client);
  client.on('close', (code) => disconnected(id, client, code));
  for (const [action, handler] of Object.entries(handlers)) {
    client.on(action, (params, answer) => {
      say({ call: action, id, params });
      answer(handler(params));
    });
  }
});

obey({
  call: (client, action, params) => client.callRequest(action, params),
  drop: (client) => client.connection.socket.terminate(),
  close: () => {},
});
server.listen();
