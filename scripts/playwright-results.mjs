import fs from 'node:fs';

/**
 * Sums up Playwright's JSON report.
 * @returns {{passed: number, failed: number, skipped: {name: string, reason: string}[], failures: string[]} | null} null when
 * there is no report: Playwright stopped before it ran a test.
 */
export function readPlaywright(file) {
  let report;
  try {
    report = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const errors = (report.errors ?? []).map(({ message }) => message ?? 'Playwright stopped');
  const results = { passed: 0, failed: errors.length, skipped: [], failures: errors };
  for (const suite of report.suites ?? []) addSuite(results, suite, []);
  return results;
}

function addSuite(results, suite, above) {
  const names = [...above, suite.title];
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests)
      addTest(results, test, [test.projectName, ...names, spec.title].filter(Boolean).join(' > '));
  }
  for (const inner of suite.suites ?? []) addSuite(results, inner, names);
}

function addTest(results, test, name) {
  if (test.status === 'expected') {
    results.passed += 1;
  } else if (test.status === 'skipped') {
    const note = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme');
    results.skipped.push({ name, reason: note?.description ?? 'no reason given' });
  } else {
    // One that passed only when tried again counts as failed: nobody can rely on it.
    results.failed += 1;
    results.failures.push(name);
  }
}
