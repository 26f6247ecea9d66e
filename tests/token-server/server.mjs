// An OpenID token server (oauth2-mock-server) over TLS, with two additions:
// the device authorization grant, and a resource that accepts only tokens that the server signed.
//
// node server.mjs KEY.pem CERTIFICATE.pem    prints its port; stops when its standard input ends.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';

const TOKEN = '/contoso.example/oauth2/v2.0/token';
const DEVICE_CODE = '/contoso.example/oauth2/v2.0/devicecode';
const RESOURCE = '/graph/v1.0/probes/';

const issuer = new OAuth2Issuer();
await issuer.keys.generate('RS256');
const service = new OAuth2Service(issuer, { token: TOKEN });
const counts = { tokens: 0, polls: 0 };
const codes = new Map();
const refreshTokens = new Set();

// The token contains the parameters of its request.
service.on('beforeTokenSigning', (token, request) => {
  Object.assign(token.payload, { grant: request.body.grant_type, requested_claims: request.body.claims });
});
service.on('beforeResponse', (response, request) => {
  const { grant_type, client_id, client_secret, refresh_token } = request.body;
  const known = {
    client_credentials: client_id === 'the-app' && client_secret === 'the-secret+of/it==',
    refresh_token: refreshTokens.delete(refresh_token),
  };
  if (!known[grant_type]) {
    const error = grant_type === 'refresh_token' ? 'invalid_grant' : 'invalid_client';
    response.statusCode = 401;
    response.body = { error, error_description: 'AADSTS7000215: not known', error_codes: [7000215] };
    return;
  }
  counts.tokens += 1;
  if (response.body.refresh_token) refreshTokens.add(response.body.refresh_token);
});

const send = (response, status, body) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

async function form(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
}

function deviceCode(body, response) {
  const code = randomUUID();
  codes.set(code, { scope: body.scope, pending: 2 });
  send(response, 200, {
    device_code: code,
    user_code: 'ABCD-EFGH',
    verification_uri: `${issuer.url}/device`,
    expires_in: 900,
    interval: 1,
    message: `To sign in, open ${issuer.url}/device and enter the code ABCD-EFGH.`,
  });
}

async function poll(body, response) {
  const code = codes.get(body.device_code);
  if (!code) return send(response, 400, { error: 'bad_verification_code' });
  counts.polls += 1;
  if (code.pending-- > 0) return send(response, 400, { error: 'authorization_pending' });
  codes.delete(body.device_code);
  counts.tokens += 1;
  const refresh_token = randomUUID();
  refreshTokens.add(refresh_token);
  const scopesOrTransform = (_, payload) => Object.assign(payload, { grant: 'device_code', scope: code.scope });
  const access_token = await issuer.buildToken({ scopesOrTransform, expiresIn: 3600 });
  send(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token, refresh_token });
}

async function resource(request, response) {
  try {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: issuer.keys.toJSON() }), { issuer: issuer.url });
    const { grant, requested_claims, scope } = payload;
    send(response, 200, { id: request.url.slice(RESOURCE.length).split('?')[0], grant, claims: requested_claims ?? null, scope, ...counts });
  } catch (error) {
    send(response, 401, { error: { code: 'InvalidAuthenticationToken', message: error.code ?? 'no token' } });
  }
}

const [key, cert] = process.argv.slice(2).map((file) => readFileSync(file));
const server = createServer({ key, cert }, async (request, response) => {
  if (request.url.startsWith(RESOURCE)) return resource(request, response);
  if (request.method !== 'POST') return service.requestHandler(request, response);
  const body = await form(request);
  if (request.url === DEVICE_CODE) return deviceCode(body, response);
  if (body.grant_type === 'urn:ietf:params:oauth:grant-type:device_code') return poll(body, response);
  // The body is read already; express reads this property.
  Object.assign(request, { body, _body: true });
  service.requestHandler(request, response);
});
server.listen(0, '127.0.0.1', () => {
  issuer.url = `https://localhost:${server.address().port}`;
  console.log(server.address().port);
});
process.stdin.on('end', () => process.exit(0)).resume();
