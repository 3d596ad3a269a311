import type { TechniqueDetail } from '../../../shared/model/detail.ts';
import type { Outcome, Run } from '../../../shared/model/run.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { tellUndoable } from '../../state/marking.ts';
import { Query } from '../../state/query.svelte.ts';
import { OUTCOME_WORDS } from '../../ui/outcome-words.ts';

export interface Choice {
  key: string;
  title: string;
}

/** What the run dialog is about: a new run of a test, or one that is changed. */
export interface RunSubject {
  run: Run | null;
  testKey: string;
  tests: readonly Choice[];
  /** Deployed ones, and those that the run names. */
  rules: readonly Choice[];
}

export interface RunInput {
  testKey: string;
  outcome: Outcome;
  /** ISO-8601 UTC; absent: now. */
  at?: string | undefined;
  rules: string[];
  comment: string | null;
}

/** Runs of the tests of the technique that is shown. */
export class TechniqueRuns {
  readonly list = new Query<Run[]>();
  /** What the run dialog asks; null: closed. */
  asked = $state.raw<RunSubject | null>(null);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  async load(techniqueId: string, organizationId: string | null): Promise<void> {
    if (organizationId === null) {
      this.list.clear();
      return;
    }
    const { client, asOf } = this.#app;
    await this.list.load(() => client.call('runs.list', { organizationId, techniqueId, asOf }));
  }

  /** Asks for a new run of a test, or how one was otherwise. Nothing where no test is listed. */
  ask(detail: TechniqueDetail, from: { testKey?: string | undefined; run?: Run }): void {
    const { run = null } = from;
    const tests = choices(detail, 'test', run ? [{ key: run.testKey, title: run.testTitle }] : []);
    const testKey = run?.testKey ?? from.testKey ?? tests[0]?.key;
    if (testKey === undefined) return;
    this.asked = { run, testKey, tests, rules: choices(detail, 'rule', run?.rules ?? []) };
  }

  /** Records a run, or says otherwise what one was, and says so, with undo. Answers whether it was saved. */
  async save(input: RunInput, run: Run | null): Promise<boolean> {
    const { organizationId, client } = this.#app;
    if (organizationId === null) return false;
    const { at, ...rest } = input;
    const saved = await this.#app.attempt(() =>
      client.call('runs.save', {
        organizationId,
        ...rest,
        ...(at !== undefined && { at }),
        ...(run && { runId: run.id }),
      }),
    );
    if (saved?.actionId)
      tellUndoable(
        this.#app,
        `Run ${run ? 'changed' : 'recorded'}: ${OUTCOME_WORDS[input.outcome].toLowerCase()}`,
        {
          organizationId,
          actionId: saved.actionId,
        },
      );
    return saved !== undefined;
  }

  /** Deletes at once, and says how to take it back. */
  async delete({ organizationId, id: runId }: Run): Promise<void> {
    const { client } = this.#app;
    const done = await this.#app.attempt(() => client.call('runs.delete', { organizationId, runId }));
    if (done) tellUndoable(this.#app, 'Run deleted', { organizationId, actionId: done.actionId });
  }
}

/** Tests, or deployed rules, of a technique, by title; with those that are not listed there any more. */
function choices(detail: TechniqueDetail, kind: 'test' | 'rule', named: readonly Choice[]): Choice[] {
  const found = new Map(named.map((choice) => [choice.key, choice]));
  for (const section of detail.sections)
    for (const { key, title, mark } of section.kind === kind ? section.resources : [])
      if (kind === 'test' || mark === 'deployed') found.set(key, { key, title });
  return [...found.values()].sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
