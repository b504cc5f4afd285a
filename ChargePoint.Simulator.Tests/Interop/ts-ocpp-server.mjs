// A Central System made with npm's @voltbras/ts-ocpp: it holds the calls of the charge point against the schemas, and here also the
// answers.

import { createRequire } from 'node:module';
import { connected, disconnected, handlers, obey, say } from './central-system.mjs';

const require = createRequire(import.meta.url);
const { CentralSystem } = require('@voltbras/ts-ocpp');
const { validateMessageResponse } = require('@voltbras/ts-ocpp/dist/messages/validation.js');
const { centralSystemActions } = require('@voltbras/ts-ocpp/dist/messages/cs/index.js');
const { parseOCPPMessage } = require('@voltbras/ts-ocpp/dist/ws/format.js');

const CALLERROR = 4;

const server = new CentralSystem(0, answer, {
  host: '127.0.0.1',
  rejectInvalidRequests: true,
  onRawWebsocketData: (data, { chargePointId }) =>
    parseOCPPMessage(data).ifLeft((error) => say({ bad: error.message, id: chargePointId })),
  onWebsocketError: (error, { chargePointId }) => say({ bad: error.message, id: chargePointId }),
  onWebsocketRequestResponse: (initiator, kind, message, { chargePointId }) => {
    if (initiator === 'chargepoint' && kind === 'request') say({ call: message.action, id: chargePointId, params: message.payload });
    if (initiator === 'chargepoint' && kind === 'response' && message.type === CALLERROR)
      say({ invalid: message.id, id: chargePointId, outbound: false, reason: message.errorDescription });
  },
});

function answer({ action, ocppVersion, ...params }) {
  return { action, ocppVersion, ...handlers[action](params) };
}

async function call(id, action, payload) {
  const answered = await server.sendRequest({ chargePointId: id, ocppVersion: 'v1.6-json', action, payload }).run();
  if (answered.isLeft()) throw answered.extract();
  const result = answered.extract();
  validateMessageResponse(action, result, centralSystemActions).ifLeft((error) =>
    say({ invalid: action, id, outbound: false, reason: error.message }));
  return result;
}

server.addConnectionListener((id, event) => {
  if (event === 'connected') connected(id, id);
  else disconnected(id, id, 1000);
});

obey({
  call,
  drop: (id) => server.connections[id].forEach((connection) => connection.socket.terminate()),
  close: () => {},
});
server.httpServer.once('listening', () => say({ listening: server.httpServer.address().port }));
