// A Central System made with npm's ocpp-rpc in strict mode: it holds every message of both sides against the schemas.

import { RPCServer, createRPCError } from 'ocpp-rpc';
import { connected, disconnected, handlers, obey, say } from './central-system.mjs';

const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });

server.on('client', (client) => {
  const id = client.identity;
  connected(id, client);

  client.on('call', ({ outbound, payload }) => {
    if (!outbound) say({ call: payload[2], id, params: payload[3] });
  });
  client.on('strictValidationFailure', ({ method, outbound, error }) =>
    say({ invalid: method, id, outbound, reason: error.message }));
  client.on('badMessage', ({ error }) => say({ bad: error?.message ?? 'a frame that is no OCPP-J', id }));
  client.on('disconnect', ({ code }) => disconnected(id, client, code));

  for (const [action, handler] of Object.entries(handlers)) client.handle(action, ({ params }) => handler(params));
  client.handle(({ method }) => {
    throw createRPCError('NotImplemented', `${method} is not implemented`);
  });
});

obey({
  call: (client, action, params) => client.call(action, params),
  drop: (client) => client._ws.terminate(),
  close: () => server.close({ force: true }),
});

const http = await server.listen(0, '127.0.0.1');
say({ listening: http.address().port });
