const STEPS = [
  '../',
  '..%2f',
  '..%2F',
  '..\\',
  '..%5c',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '....//',
  '..;/',
  '..%c0%af',
  '..%00/',
];
const TARGETS = ['etc/passwd', 'main/index.js', 'package.json', 'app.asar', 'preload/index.js'];
const STARTS = ['', 'assets/', 'report/', 'index.html/'];

/** Addresses of the own scheme that name no file of the interface, however they are read. */
export function listTraversals(): string[] {
  const climbs = STARTS.flatMap((start) =>
    STEPS.flatMap((step) => TARGETS.map((target) => `app://bearing/${start}${step.repeat(4)}${target}`)),
  );
  return [
    ...climbs,
    'app://bearing//etc/passwd',
    'app://bearing/file:///etc/passwd',
    'app://bearing/C:/Windows/win.ini',
    'app://bearing/C:%5cWindows%5cwin.ini',
    'app://bearing/%5c%5chost%5cshare',
    'app://bearing/index.html%00.js',
    'app://bearing/index.html%20',
    'app://bearing/index.html.',
    'app://bearing/INDEX.HTML',
    'app://bearing/index.html?',
    'app://bearing/index.html?x',
    'app://bearing/',
    'app://bearing/assets',
    'app://bearing/assets/',
    'app://bearing/.',
    'app://bearing/report/',
    'app://bearing/report/x',
    `app://bearing/report/${'0'.repeat(32)}`,
    `app://bearing/report/${'0'.repeat(32)}/..`,
    'app://bearing/failure',
    'app://other/index.html',
    'app://user:pass@other/index.html',
    'app://bearing.example/index.html',
    `app://bearing/${'a'.repeat(64_000)}`,
  ];
}
