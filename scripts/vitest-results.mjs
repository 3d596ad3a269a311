// A reporter for Vitest that writes what scripts/test.mjs sums up. Vitest's own JSON leaves out why a test was skipped.
import fs from 'node:fs';
import path from 'node:path';

/** Writes {passed, failed, skipped: [{name, reason}], failures: [name]} to the file that BEARING_TEST_RESULTS names. */
export default class ResultsReporter {
  onTestRunEnd(modules, errors) {
    const results = {
      passed: 0,
      failed: errors.length,
      skipped: [],
      failures: errors.map(({ message }) => message),
    };
    for (const module of modules) {
      const name = path.relative(process.cwd(), module.moduleId);
      // A file or a hook that fails has no failed test to show for it.
      for (const part of [module, ...module.children.allSuites()]) {
        if (part.errors().length > 0) fail(results, part === module ? name : `${name} > ${part.fullName}`);
      }
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        const testName = `${name} > ${test.fullName}`;
        if (state === 'passed') results.passed += 1;
        else if (state === 'failed') fail(results, testName);
        else results.skipped.push({ name: testName, reason: note ?? 'no reason given' });
      }
    }
    fs.writeFileSync(process.env.BEARING_TEST_RESULTS, JSON.stringify(results));
  }
}

function fail(results, name) {
  results.failed += 1;
  results.failures.push(name);
}
