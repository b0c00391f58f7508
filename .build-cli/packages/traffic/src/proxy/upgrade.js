import { onwardHeaders } from "./upstream.js";
/** Passes a protocol upgrade (WebSocket) through to one arm and joins the two connections until either ends. */
export function passUpgrade(request, client, head, upstream, ended) {
    const outgoing = upstream.request(request, onwardHeaders(request, true));
    let code = 502;
    client.on('error', () => client.destroy());
    client.on('close', () => {
        ended(code);
        outgoing.destroy();
    });
    outgoing.on('upgrade', (answer, server, first) => {
        code = 101;
        client.write(`HTTP/1.1 101 ${answer.statusMessage ?? ''}\r\n${headerText(answer)}\r\n`);
        client.write(first);
        server.write(head);
        server.on('error', () => client.destroy());
        server.on('close', () => client.destroy());
        client.on('close', () => server.destroy());
        server.pipe(client);
        client.pipe(server);
    });
    outgoing.on('response', (answer) => {
        code = answer.statusCode ?? 502;
        client.write(`HTTP/1.1 ${code} ${answer.statusMessage ?? ''}\r\nConnection: close\r\n\r\n`);
        answer.pipe(client);
    });
    outgoing.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'));
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.end();
}
function headerText(message) {
    let text = '';
    for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
        text += `${message.rawHeaders[i] ?? ''}: ${message.rawHeaders[i + 1] ?? ''}\r\n`;
    }
    return text;
}
