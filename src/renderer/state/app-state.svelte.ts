import { createContext } from 'svelte';
import { createClient, type Client } from '../../shared/client.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { AppError } from '../../shared/errors.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { AppInfo, Settings } from '../../shared/model/app-info.ts';
import type { Organization } from '../../shared/model/tracking.ts';
import type { Host } from '../host/host.ts';
import { Announcer } from './announcer.svelte.ts';
import { VALIDITY_DAYS } from '../../shared/model/run.ts';
import { ACTION_WORDS, ERROR_WORDS } from './errors.ts';
import { Importer } from './importer.svelte.ts';
import { Keys } from './keys.svelte.ts';
import { toAppError } from './query.svelte.ts';
import { Router, type Address } from './router.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { recall, remember, type HasMemory } from './window-memory.ts';

const DEFAULT_SETTINGS: Settings = {
  author: '',
  theme: 'system',
  singleKeys: true,
  asOf: 'current',
  organizationId: null,
  requireSignedPacks: false,
  validityDays: VALIDITY_DAYS,
};

const SHOWN = 'organization';

/** What the state needs of a window; tests give their own. */
export type PageWindow = Address & HasMemory;

export const [getApp, setApp] = createContext<AppState>();

/**
 * What every screen stands on: the client, the host, settings, organizations and which of them is shown. Made once in
 * main.ts, reached with `getApp()`. A screen's effect reads `versions` and loads again when they count up.
 */
export class AppState {
  readonly host: Host;
  readonly client: Client;
  readonly router: Router;
  readonly keys = new Keys();
  readonly toasts = new Toasts();
  readonly announcer = new Announcer();
  readonly importer: Importer;

  #info = $state.raw<AppInfo>();
  #settings = $state.raw<Settings>(DEFAULT_SETTINGS);
  #organizations = $state.raw<readonly Organization[]>([]);
  #versions = $state({ catalog: 0, tracking: 0 });
  #startError = $state.raw<AppError>();
  #lost = $state.raw<AppError | null>(null);
  /** Of this window alone: the setting says only what a new one begins with. */
  #shownId = $state<string | null>(null);
  #fetch = 0;
  readonly #window: PageWindow;
  readonly #kept = new Map<string, unknown>();
  readonly #unsaved: (() => boolean)[] = [];
  isPaletteOpen = $state(false);
  isHelpOpen = $state(false);

  readonly organization: Organization | null = $derived(
    this.#organizations.find(({ id }) => id === this.#shownId) ?? null,
  );

  constructor(host: Host, page: PageWindow = window) {
    this.host = host;
    this.#window = page;
    this.client = createClient(host.transport);
    this.router = new Router(page);
    this.importer = new Importer(this);
  }

  get info(): AppInfo | undefined {
    return this.#info;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** By name, archived ones last. */
  get organizations(): readonly Organization[] {
    return this.#organizations;
  }

  /** Which technique ids every screen shows. */
  get asOf(): AsOf {
    return this.#settings.asOf;
  }

  get organizationId(): string | null {
    return this.organization?.id ?? null;
  }

  /** Count up when content, or this organization's marks and notes, changed. */
  get versions(): { readonly catalog: number; readonly tracking: number } {
    return this.#versions;
  }

  /** Why the window cannot show anything. */
  get startError(): AppError | undefined {
    return this.#startError;
  }

  /** Why nothing can be done any more: the host has gone, or takes no request from this page. */
  get lost(): AppError | null {
    return this.#lost;
  }

  /** Whether a person has written something that would go with the page. */
  get hasUnsaved(): boolean {
    return this.#unsaved.some((has) => has());
  }

  /** Loads what every screen needs and listens from then on. Never rejects: what went wrong is `startError`. */
  async start(): Promise<void> {
    try {
      await Promise.all([this.#loadInfo(), this.#loadSettings(), this.#fetchOrganizations()]);
    } catch (error) {
      this.#startError = toAppError(error);
      return;
    }
    this.#showFirst();
    this.#listen();
    this.#tellUnknown();
    const warning = this.#info?.warning;
    if (warning) this.toasts.show({ text: warning, isProblem: true, stays: true });
  }

  /** Takes over the address after a step in the history or a new one: what lay above the page before goes. */
  follow(): void {
    this.isPaletteOpen = false;
    this.isHelpOpen = false;
    this.importer.isAsking = false;
    this.router.read();
    this.#tellUnknown();
  }

  /** Registers where something may be written that is not saved. */
  watchUnsaved(has: () => boolean): void {
    this.#unsaved.push(has);
  }

  /** Runs an action of a person; what goes wrong is said in a toast. Answers undefined then. */
  async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.report(toAppError(error));
      return undefined;
    }
  }

  /** Says an error in a toast, with what can be done about it. */
  report(error: AppError): void {
    const words = ERROR_WORDS[error.code];
    const isProblem = words.severity !== 'notice';
    this.toasts.show({
      text: words.title,
      detail: error.message === words.title ? undefined : error.message,
      isProblem,
      stays: isProblem,
      ...(words.action === 'copy-details' && {
        action: {
          label: ACTION_WORDS['copy-details'],
          run: () => void this.copy(describe(error), 'Details'),
        },
      }),
    });
  }

  async updateSettings(changes: CallInput<'settings.update'>): Promise<void> {
    await this.attempt(async () => this.#takeSettings(await this.client.call('settings.update', changes)));
  }

  /** Shows another organization in this window, and lets the next new one begin with it. */
  async chooseOrganization(organizationId: string): Promise<void> {
    this.#show(organizationId);
    if (this.organization) this.announcer.say(`Organization ${this.organization.name}`);
    await this.updateSettings({ organizationId });
  }

  /** Creates an organization and shows it. */
  async createOrganization(name: string): Promise<Organization | undefined> {
    const made = await this.client.call('organizations.create', { name });
    await this.#fetchOrganizations();
    await this.chooseOrganization(made.id);
    return made;
  }

  /**
   * Archives an organization. Where it is the one that is shown, the first other one takes its place; answers that, or
   * undefined when it could not be archived, null when nothing else is shown now.
   */
  async archiveOrganization({ id }: Organization): Promise<Organization | null | undefined> {
    const others = this.#open.filter((one) => one.id !== id);
    const next = id === this.organizationId ? (others[0] ?? null) : null;
    if (next) this.#show(next.id);
    const done = await this.attempt(() =>
      this.client.call('organizations.archive', { organizationId: id, archived: true }),
    );
    if (!done && next) this.#show(id);
    if (done && next) await this.updateSettings({ organizationId: next.id });
    return done && next;
  }

  /** Copies a text; `what` names it in the toast: `Link`, `T1046`. */
  async copy(text: string, what: string): Promise<void> {
    const done = await this.attempt(async () => {
      await this.host.copyText(text);
      return true;
    });
    if (done) this.toasts.show({ text: `${what} copied` });
  }

  /** Search from anywhere. */
  openSearch(): void {
    this.isPaletteOpen = true;
  }

  /** The state of a screen, made at its first visit and kept while the window lives. */
  keep<T>(name: string, make: () => T): T {
    // In a root of its own: what it derives must outlive the component that asked first.
    if (!this.#kept.has(name)) $effect.root(() => void this.#kept.set(name, make()));
    return this.#kept.get(name) as T;
  }

  #listen(): void {
    const { client } = this;
    client.on('catalog.changed', () => {
      this.#versions.catalog++;
      void this.attempt(() => this.#loadInfo());
    });
    client.on('tracking.changed', ({ organizationId }) => {
      if (organizationId === this.organizationId) this.#versions.tracking++;
      void this.attempt(() => Promise.all([this.#loadInfo(), this.#loadOrganizations()]));
    });
    client.on('organizations.changed', () => void this.attempt(() => this.#loadOrganizations()));
    client.on('settings.changed', () => void this.attempt(() => this.#loadSettings()));
    this.host.onLost?.((error) => (this.#lost = error));
    this.importer.listen(this.#info?.job ?? null);
  }

  async #loadInfo(): Promise<void> {
    this.#info = await this.client.call('app.info', {});
  }

  async #loadOrganizations(): Promise<void> {
    await this.#fetchOrganizations();
    this.#keepShown();
  }

  async #fetchOrganizations(): Promise<void> {
    const number = ++this.#fetch;
    const organizations = await this.client.call('organizations.list', {});
    if (number === this.#fetch) this.#organizations = organizations;
  }

  get #open(): readonly Organization[] {
    return this.#organizations.filter(({ archivedAt }) => archivedAt === null);
  }

  /** The one this window showed before its page was loaded again, else the one shown last in any. */
  #showFirst(): void {
    const choices = this.#open.length > 0 ? this.#open : this.#organizations;
    const wanted = [recall(this.#window, SHOWN), this.#settings.organizationId];
    const found = wanted.map((id) => choices.find((one) => one.id === id)).find(Boolean);
    this.#show((found ?? choices[0])?.id ?? null);
  }

  /** The organization that is shown stays as long as it can be; which one takes its place then is said. */
  #keepShown(): void {
    const before = this.organization;
    if (before && (before.archivedAt === null || this.#open.length === 0)) return;
    const next = this.#open[0] ?? this.#organizations[0];
    if (!next) return;
    this.#show(next.id);
    if (before)
      this.toasts.show({ text: `${before.name} was archived`, detail: `${next.name} is shown now.` });
  }

  #show(organizationId: string | null): void {
    if (organizationId === this.#shownId) return;
    this.#shownId = organizationId;
    if (organizationId !== null) remember(this.#window, SHOWN, organizationId);
    // They undo for the organization that is shown.
    this.toasts.forgetKeys();
  }

  #tellUnknown(): void {
    const { unknown } = this.router.route;
    if (unknown === null) return;
    this.toasts.show({ text: `There is no page at ${unknown}`, detail: 'This is the overview.' });
    this.router.replace('overview');
  }

  async #loadSettings(): Promise<void> {
    this.#takeSettings(await this.client.call('settings.get', {}));
  }

  #takeSettings(settings: Settings): void {
    // Every screen shows other techniques then.
    if (settings.asOf !== this.#settings.asOf) this.#versions.catalog++;
    this.#settings = settings;
    this.keys.areSinglesOn = settings.singleKeys;
  }
}

/** An error as text for whoever mends it. */
export function describe(error: AppError): string {
  const detail = error.detail === undefined ? '' : `\n${JSON.stringify(error.detail, null, 2)}`;
  return `${error.code}: ${error.message}${detail}`;
}
