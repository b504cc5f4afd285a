// A Central System made with npm's ocpp-rpc in strict mode, for the interoperability tests.
//
// stdout, a JSON object a line:
//   {"listening":PORT}
//   {"connected":ID} {"disconnected":ID,"code":CODE}
//   {"call":ACTION,"id":ID,"params":{...}}                                   a call of the charge point
//   {"invalid":ACTION,"id":ID,"outbound":BOOL,"reason":TEXT}                 strict mode found a message wrong
//   {"bad":TEXT,"id":ID}                                                     a frame that is no OCPP-J
//   {"result":{...},"tag":TAG} {"error":{"code":..,"message":..},"tag":TAG}  the answer to a call of ours
// stdin, a JSON object a line:
//   {"call":ACTION,"params":{...},"tag":TAG[,"id":ID]}                       call the charge point (the newest, or the one named)
//   {"boot":STATUS,"interval":SECONDS}                                       how following BootNotifications are answered
//   {"drop":true}                                                            cut every connection without a close frame
//   {"close":true}                                                           close every connection and end

import { createInterface } from 'node:readline';
import { RPCServer, createRPCError } from 'ocpp-rpc';

const clients = new Map();
let newest = null;
let nextTransactionId = 1;
let boot = { status: 'Accepted', interval: 300 };

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const now = () => new Date().toISOString();
const status = (value) => () => ({ status: value });
const nothing = () => ({});

function idTagInfo(idTag) {
  const found = /^(BLOCKED|EXPIRED|INVALID)/.exec(idTag ?? '');
  return { status: found ? found[1][0] + found[1].slice(1).toLowerCase() : 'Accepted' };
}

const handlers = {
  BootNotification: () => ({ ...boot, currentTime: now() }),
  Heartbeat: () => ({ currentTime: now() }),
  StatusNotification: nothing,
  Authorize: ({ idTag }) => ({ idTagInfo: idTagInfo(idTag) }),
  StartTransaction: ({ idTag }) => ({ transactionId: nextTransactionId++, idTagInfo: idTagInfo(idTag) }),
  MeterValues: nothing,
  StopTransaction: ({ idTag }) => (idTag ? { idTagInfo: idTagInfo(idTag) } : {}),
  DataTransfer: status('Accepted'),
  DiagnosticsStatusNotification: nothing,
  FirmwareStatusNotification: nothing,
  LogStatusNotification: nothing,
  SecurityEventNotification: nothing,
  SignCertificate: status('Accepted'),
  SignedFirmwareStatusNotification: nothing,
};

const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });

server.on('client', (client) => {
  const id = client.identity;
  clients.set(id, client);
  newest = client;
  say({ connected: id });

  client.on('call', ({ outbound, payload }) => {
    if (!outbound) say({ call: payload[2], id, params: payload[3] });
  });
  client.on('strictValidationFailure', ({ method, outbound, error }) =>
    say({ invalid: method, id, outbound, reason: error.message }));
  client.on('badMessage', ({ error }) => say({ bad: error?.message ?? 'a frame that is no OCPP-J', id }));
  client.on('disconnect', ({ code }) => {
    if (clients.get(id) === client) clients.delete(id);
    say({ disconnected: id, code });
  });

  for (const [action, handler] of Object.entries(handlers)) client.handle(action, ({ params }) => handler(params));
  client.handle(({ method }) => {
    throw createRPCError('NotImplemented', `${method} is not implemented`);
  });
});

async function callChargePoint({ call, params, tag, id }) {
  const client = id ? clients.get(id) : newest;
  try {
    if (!client) throw new Error('no charge point is connected');
    say({ result: await client.call(call, params ?? {}), tag });
  } catch (error) {
    say({ error: { code: error.rpcErrorCode ?? '', message: error.message }, tag });
  }
}

async function obey(line) {
  const command = JSON.parse(line);
  if (command.call) await callChargePoint(command);
  else if (command.boot) boot = { status: command.boot, interval: command.interval ?? 300 };
  else if (command.drop) for (const client of clients.values()) client._ws.terminate();
  else if (command.close) await end();
}

async function end() {
  await server.close({ force: true });
  process.exit(0);
}

createInterface({ input: process.stdin })
  .on('line', (line) => obey(line).catch((error) => process.stderr.write(`${error.stack}\n`)))
  .on('close', end); // whoever started this is gone

const http = await server.listen(0, '127.0.0.1');
say({ listening: http.address().port });
