// What the Central Systems of the interoperability tests have in common: what they answer, and how they talk with the test.
//
// stdout, a JSON object a line:
//   {"listening":PORT}
//   {"connected":ID} {"disconnected":ID,"code":CODE}
//   {"call":ACTION,"id":ID,"params":{...}}                                   a call of the charge point
//   {"invalid":ACTION,"id":ID,"outbound":BOOL,"reason":TEXT}                 the package found a message wrong
//   {"bad":TEXT,"id":ID}                                                     a frame that is no OCPP-J, or another complaint
//   {"result":{...},"tag":TAG} {"error":{"code":..,"message":..},"tag":TAG}  the answer to a call of ours
// stdin, a JSON object a line:
//   {"call":ACTION,"params":{...},"tag":TAG[,"id":ID]}                       call the charge point (the newest, or the one named)
//   {"boot":STATUS,"interval":SECONDS}                                       how following BootNotifications are answered
//   {"drop":true}                                                            cut every connection without a close frame
//   {"close":true}                                                           close every connection and end

import { createInterface } from 'node:readline';

const clients = new Map();
let newest = null;
let nextTransactionId = 1;
let boot = { status: 'Accepted', interval: 300 };

const now = () => new Date().toISOString();
const status = (value) => () => ({ status: value });
const nothing = () => ({});

function idTagInfo(idTag) {
  const found = /^(BLOCKED|EXPIRED|INVALID)/.exec(idTag ?? '');
  return { status: found ? found[1][0] + found[1].slice(1).toLowerCase() : 'Accepted' };
}

export const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

/** What is answered to the payload of each action. */
export const handlers = {
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

/** A charge point has connected; `client` is whatever the package calls it by. */
export function connected(id, client) {
  clients.set(id, client);
  newest = client;
  say({ connected: id });
}

/** A connection has ended. */
export function disconnected(id, client, code) {
  if (clients.get(id) === client) clients.delete(id);
  say({ disconnected: id, code });
}

/**
 * Obeys the lines of stdin. `call(client, action, params)` calls a charge point and gives its answer or throws, `drop(client)` cuts a
 * connection, `close()` ends the server.
 */
export function obey({ call, drop, close }) {
  async function callChargePoint({ call: action, params, tag, id }) {
    const client = id ? clients.get(id) : newest;
    try {
      if (!client) throw new Error('no charge point is connected');
      say({ result: await call(client, action, params ?? {}), tag });
    } catch (error) {
      say({ error: { code: error.rpcErrorCode ?? error.code ?? error.errorCode ?? '', message: error.message }, tag });
    }
  }

  async function end() {
    await close();
    process.exit(0);
  }

  async function carryOut(line) {
    const command = JSON.parse(line);
    if (command.call) await callChargePoint(command);
    else if (command.boot) boot = { status: command.boot, interval: command.interval ?? 300 };
    else if (command.drop) for (const client of clients.values()) drop(client);
    else if (command.close) await end();
  }

  createInterface({ input: process.stdin })
    .on('line', (line) => carryOut(line).catch((error) => process.stderr.write(`${error.stack}\n`)))
    .on('close', end); // whoever started this is gone
}
