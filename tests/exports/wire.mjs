// wire.mjs PORT-FILE LOG: answers every request on loopback with 200, and writes down what came, a JSON line each:
// {method, target, headers: [[name, value]...], body} with the bytes as latin-1 text.  The port goes into the file.
import { createServer } from 'node:http';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';

const [, , portFile, log] = process.argv;
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers.push([request.rawHeaders[i].toLowerCase(), request.rawHeaders[i + 1]]);
    const body = Buffer.concat(chunks).toString('latin1');
    appendFileSync(log, JSON.stringify({ method: request.method, target: request.url, headers, body }) + '\n');
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'planted=1' }).end('{}');
  });
});
// A connection that is not used for a while may be used when it is being closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  writeFileSync(portFile + '.new', String(server.address().port));
  renameSync(portFile + '.new', portFile);
});
