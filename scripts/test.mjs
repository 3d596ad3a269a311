// `npm test`: everything that has to hold, step by step. A step that fails does not stop the later ones. The last line is
// the sum: `N passed, N failed, N skipped`, where a step without tests counts as one.
//
//   npm test -- [STEP...]      only these: types components lint format borders unused unit build electron browser packaged
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPlaywright } from './playwright-results.mjs';
import { findChromium, installMissing } from './prerequisites.mjs';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const resultsFolder = path.join(project, '.cache/results');
const binaries = path.join(project, 'node_modules/.bin');
const bin = (name) => path.join(binaries, name);
// The tools run on the Node that npm ci installed, also when this file was started by another.
const toolPath = `${binaries}${path.delimiter}${process.env.PATH ?? ''}`;

/** @type {{name: string, title: string, run: () => Promise<object>}[]} */
const STEPS = [
  tool('types', 'Types', 'tsc', ['-b']),
  tool('components', 'Types in components', 'svelte-check', [
    '--tsconfig',
    'tsconfig.renderer.json',
    '--fail-on-warnings',
  ]),
  tool('lint', 'Lint', 'eslint', ['.', '--max-warnings', '0']),
  tool('format', 'Format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  tool('borders', 'Import borders', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src']),
  tool('unused', 'Unused files, exports and packages', 'knip', []),
  { name: 'unit', title: 'Unit and integration tests', run: runVitest },
  { name: 'build', title: 'Build', run: () => runScript('build') },
  { name: 'browser', title: 'End to end in a browser', run: () => runPlaywright('browser') },
  { name: 'electron', title: 'End to end in Electron', run: () => runPlaywright('electron') },
  { name: 'packaged', title: 'The packaged app', run: () => runPlaywright('packaged') },
];

function tool(name, title, command, args) {
  return { name, title, run: async () => countStep(title, await execute(bin(command), args)) };
}

async function runScript(script) {
  return countStep(`npm run ${script}`, await execute('npm', ['run', '--silent', script]));
}

/** Runs a program with its output on ours; answers its exit code. */
function execute(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: toolPath, ...env },
    });
    child.on('error', (error) => {
      console.log(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function countStep(title, code) {
  return code === 0 ? counts(1, []) : counts(0, [title]);
}

function counts(passed, failures, skipped = []) {
  return { passed, failed: failures.length, failures, skipped };
}

async function runVitest() {
  const file = path.join(resultsFolder, 'unit.json');
  fs.rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=./scripts/vitest-results.mjs'];
  const code = await execute(bin('vitest'), ['run', ...reporters], { BEARING_TEST_RESULTS: file });
  const results = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  return settle(results, code, 'Vitest');
}

async function runPlaywright(projectName) {
  const file = path.join(resultsFolder, `${projectName}.json`);
  fs.rmSync(file, { force: true });
  const args = ['test', `--project=${projectName}`, '--reporter=list,json'];
  const chromium = process.env.BEARING_CHROMIUM ?? findChromium();
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...(chromium ? { BEARING_CHROMIUM: chromium } : {}) };
  const code = await execute(bin('playwright'), args, env);
  return settle(readPlaywright(file), code, `Playwright, ${projectName}`);
}

/** A runner that fails without a failed test has failed once. */
function settle(results, code, title) {
  if (!results) return counts(0, [`${title}: stopped before it reported`]);
  if (code !== 0 && results.failed === 0)
    return { ...results, failed: 1, failures: [`${title}: exit code ${code}`] };
  return results;
}

/** Makes ready what the end-to-end steps need; answers what is missing as text, or null. */
function prepare(names) {
  if (!names.some((name) => ['browser', 'electron', 'packaged'].includes(name))) return;
  section('What the end-to-end tests need');
  const compiler = !process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const { installed, missing } = installMissing({ compiler });
  if (installed.length > 0) console.log(`installed: ${installed.join(' ')}`);
  for (const { name, packages } of missing)
    console.log(`missing: ${name}; in Debian the package ${packages.at(-1)}`);
  if (missing.length === 0) console.log('all there');
}

function section(title) {
  console.log(`\n=== ${title} ===`);
}

function printSummary(done) {
  section('Summary');
  for (const { title, seconds, results } of done) {
    const { passed, failed, skipped } = results;
    const word = failed > 0 ? 'FAILED' : 'ok';
    console.log(
      `${word.padEnd(7)} ${title.padEnd(36)} ${passed} passed, ${failed} failed, ${skipped.length} skipped (${seconds} s)`,
    );
  }
  const failures = done.flatMap(({ title, results }) => results.failures.map((name) => `${title}: ${name}`));
  if (failures.length > 0) console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
  const skipped = done.flatMap(({ results }) => results.skipped);
  if (skipped.length > 0) {
    console.log(`\nskipped:\n${skipped.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')}`);
  }
}

async function main() {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(' ')}. Steps: ${STEPS.map(({ name }) => name).join(' ')}.`);
    process.exit(2);
  }
  const steps = asked.length > 0 ? STEPS.filter(({ name }) => asked.includes(name)) : STEPS;
  fs.mkdirSync(resultsFolder, { recursive: true });
  prepare(steps.map(({ name }) => name));
  const done = [];
  for (const { title, run } of steps) {
    section(title);
    const begun = Date.now();
    const results = await run();
    done.push({ title, results, seconds: Math.round((Date.now() - begun) / 1000) });
  }
  printSummary(done);
  const sum = (pick) => done.reduce((total, { results }) => total + pick(results), 0);
  const failed = sum((results) => results.failed);
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(
    `\n${sum((results) => results.passed)} passed, ${failed} failed, ${sum((results) => results.skipped.length)} skipped`,
  );
}

await main();
