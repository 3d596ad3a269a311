import type { CommandLine } from 'electron';

// Chromium has habits that no page policy reaches: it looks names up, asks for updates and lets WebRTC speak past the page's
// policy. With these no name and no address leads anywhere, and its services do not try. guard.ts does the rest for WebRTC.
const SWITCHES: [name: string, value?: string][] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['dns-prefetch-disable'],
  ['no-proxy-server'],
  ['no-pings'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
];

const FEATURES_OFF = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
  // It would join a multicast group. There is nothing to hide: no address is ever told.
  'WebRtcHideLocalIpsWithMdns',
];

/** Sets the switches that leave no packet. To be called before Electron is ready. */
export function applySwitches(commandLine: CommandLine): void {
  for (const [name, value] of SWITCHES) commandLine.appendSwitch(name, value);
  const already = commandLine.getSwitchValue('disable-features').split(',').filter(Boolean);
  commandLine.appendSwitch('disable-features', [...already, ...FEATURES_OFF].join(','));
}
