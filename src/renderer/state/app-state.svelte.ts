import { createContext } from 'svelte';
import { createClient, type Client } from '../../shared/client.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { AppError } from '../../shared/errors.ts';
import type { AppInfo, Settings } from '../../shared/model/app-info.ts';
import type { Organization } from '../../shared/model/tracking.ts';
import type { Host } from '../host/host.ts';
import { Announcer } from './announcer.svelte.ts';
import { ACTION_WORDS, ERROR_WORDS } from './errors.ts';
import { Importer } from './importer.svelte.ts';
import { Keys } from './keys.svelte.ts';
import { toAppError } from './query.svelte.ts';
import { Router } from './router.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

const DEFAULT_SETTINGS: Settings = { author: '', theme: 'system', singleKeys: true, organizationId: null };

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
  #kept = new Map<string, unknown>();
  isPaletteOpen = $state(false);
  isHelpOpen = $state(false);

  readonly organization: Organization | null = $derived.by(() => {
    const open = this.#organizations.filter(({ archivedAt }) => archivedAt === null);
    const chosen = this.#organizations.find(({ id }) => id === this.#settings.organizationId);
    return chosen && (chosen.archivedAt === null || open.length === 0) ? chosen : (open[0] ?? null);
  });

  constructor(host: Host, address: ConstructorParameters<typeof Router>[0] = window) {
    this.host = host;
    this.client = createClient(host.transport);
    this.router = new Router(address);
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

  /** Loads what every screen needs and listens from then on. Never rejects: what went wrong is `startError`. */
  async start(): Promise<void> {
    try {
      await Promise.all([this.#loadInfo(), this.#loadSettings(), this.#loadOrganizations()]);
    } catch (error) {
      this.#startError = toAppError(error);
      return;
    }
    this.#listen();
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

  /** Shows another organization, and remembers it. */
  async chooseOrganization(organizationId: string | null): Promise<void> {
    await this.updateSettings({ organizationId });
    if (this.organization) this.announcer.say(`Organization ${this.organization.name}`);
  }

  /** Creates an organization and shows it. */
  async createOrganization(name: string): Promise<Organization | undefined> {
    const made = await this.client.call('organizations.create', { name });
    await this.#loadOrganizations();
    await this.chooseOrganization(made.id);
    return made;
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
    this.importer.listen(this.#info?.job ?? null);
  }

  async #loadInfo(): Promise<void> {
    this.#info = await this.client.call('app.info', {});
  }

  async #loadOrganizations(): Promise<void> {
    this.#organizations = await this.client.call('organizations.list', {});
  }

  async #loadSettings(): Promise<void> {
    this.#takeSettings(await this.client.call('settings.get', {}));
  }

  #takeSettings(settings: Settings): void {
    this.#settings = settings;
    this.keys.areSinglesOn = settings.singleKeys;
  }
}

/** An error as text for whoever mends it. */
export function describe(error: AppError): string {
  const detail = error.detail === undefined ? '' : `\n${JSON.stringify(error.detail, null, 2)}`;
  return `${error.code}: ${error.message}${detail}`;
}
