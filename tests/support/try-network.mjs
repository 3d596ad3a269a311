// Starts Bearing in a network made by count-packets.sh, lets its page try to reach out in every way it knows, and prints how many
// packets went out: `control` is one that this script sends itself, to show that the counter counts.
import { _electron } from '@playwright/test';
import dgram from 'node:dgram';
import fs from 'node:fs';

const { program, data, env } = JSON.parse(process.env.BEARING_LAUNCH);

const start = countSent();
await sendOne();
const control = countSent() - start;

const app = await _electron.launch({
  executablePath: program.executable,
  args: [...program.args, '--data', data],
  env,
  chromiumSandbox: true,
});
const page = await app.firstWindow();
await page.getByText('T1046').first().waitFor();
const tried = await page.evaluate(reachOut);
// The same again without the page's policy: only switches and guards stand in the way.
await app.evaluate(async ({ net, session }) => {
  await net.fetch('https://example.org/').catch(() => undefined);
  const other = session.fromPartition('other');
  other.webRequest.onBeforeRequest(null);
  await other.fetch('http://name.example.org/').catch(() => undefined);
});
await app.close();
console.log(JSON.stringify({ control, tried, packets: countSent() - start - control }));

function countSent() {
  const line = fs
    .readFileSync('/proc/self/net/dev', 'utf8')
    .split('\n')
    .find((text) => text.trim().startsWith('out0:'));
  return Number(line.split(':')[1].trim().split(/\s+/)[9]);
}

function sendOne() {
  const socket = dgram.createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.send('x', 9, '203.0.113.5', (error) => {
      socket.close();
      if (error) reject(error);
      else resolve();
    });
  });
}

/** In the page. Answers when WebRTC has given up looking for ways out, which it does last. */
async function reachOut() {
  for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'preload', 'modulepreload', 'icon']) {
    document.head.append(
      Object.assign(document.createElement('link'), {
        rel,
        href: `https://${rel}.example.org/`,
        as: 'script',
      }),
    );
  }
  document.body.append(Object.assign(document.createElement('img'), { src: 'http://198.51.100.7/x.png' }));
  navigator.sendBeacon('https://beacon.example.org/');
  await Promise.allSettled([fetch('https://example.org/'), fetch('http://198.51.100.7/')]);
  try {
    new WebSocket('ws://198.51.100.7/');
  } catch {
    // The policy may refuse it at once.
  }
  const address = '198.51.100.7:3478';
  const servers = [
    `stun:${address}`,
    'stun:stun.example.org',
    `turn:${address}`,
    `turn:${address}?transport=tcp`,
    `turns:${address}`,
  ];
  const connection = new RTCPeerConnection({
    iceServers: servers.map((urls) => ({ urls, username: 'x', credential: 'x' })),
  });
  connection.createDataChannel('x');
  await connection.setLocalDescription(await connection.createOffer());
  if (connection.iceGatheringState !== 'complete') {
    await new Promise((resolve) => {
      connection.addEventListener(
        'icegatheringstatechange',
        () => connection.iceGatheringState === 'complete' && resolve(),
      );
    });
  }
  connection.close();
  return true;
}
